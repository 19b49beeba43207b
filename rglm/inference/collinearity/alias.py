"""Aliased coefficients: which columns are combinations of others; R's alias."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.numbers.fractions import format_fractions
from rglm.formatting.tables.html import html_text
from rglm.formatting.tables.matrix import dim_names, matrix_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.inference.covariance.vcov import unscaled_covariance
from rglm.protocol.capabilities import HasWorkingWeights

ROUNDING = 1e-10  # of the length of a column: a smaller share of it is rounding


@dataclass(frozen=True, repr=False)
class Alias:
    """The aliased columns of a model as combinations of the others; printing shows R's page.

    Attributes
    ----------
    model : str
        The formula.
    complete : DataFrame (a, r)
        A row for each aliased coefficient, a column for each that is estimated: the column of X
        is this combination of those. It prints as fractions. None where it was not asked for.
    partial : DataFrame (r, r) or None
        The correlations of the estimates above the diagonal, 0 elsewhere.

    Examples
    --------
    >>> import warnings
    >>> from rglm import RankWarning, glm
    >>> data = {"x": [1, 2, 4], "twice": [2, 4, 8], "y": [1, 3, 2]}
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", RankWarning)
    ...     fit = glm("y ~ x + twice", data)
    >>> fit.alias().complete
           (Intercept)    x
    twice          0.0  2.0
    """

    model: str
    complete: pd.DataFrame | None
    partial: pd.DataFrame | None = None

    def __repr__(self) -> str:
        lines = ["Model :", *deparse_lines(self.model), ""]
        if self.complete is not None and len(self.complete):
            lines += ["Complete :", *_fraction_lines(self.complete), ""]
        if self.partial is not None:
            lines += ["Partial :", *matrix_lines(self.partial), ""]
        return "\n".join(lines)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def _fraction_lines(table: pd.DataFrame) -> list[str]:
    """The lines of a table of fractions; as in R the name of its only column is not shown."""
    cells = np.array(format_fractions(table.to_numpy().ravel()), dtype=object)
    columns = cells.reshape(table.shape).T.tolist()
    rows, names = dim_names(table)
    return string_matrix_lines(columns, rows, ["[,1]"] if len(names) == 1 else names, right=False)


def alias(fit: HasWorkingWeights, complete: bool = True, partial: bool = False) -> Alias:
    """Which columns are combinations of others, and of which; R's ``alias``.

    A coefficient is aliased, NaN in ``coef()``, where its column is x_j = sum_k c_k x_k in every
    row with a weight. The table has c_k.

    Parameters
    ----------
    complete : bool
        Whether to give the combinations.
    partial : bool
        Whether to give the correlations of the estimates too: pairs of columns that are nearly
        multiples of each other show there; `vif` finds other near combinations.

    Returns
    -------
    Alias
        `complete` has no rows where nothing is aliased.

    Raises
    ------
    ValueError
        The matrix would take more memory than a covariance may.

    Notes
    -----
    R's ``partial.pattern`` is only another print of the correlations, and is left out. Rounding
    is shown as 0.

    References
    ----------
    Chambers, Freeny & Heiberger (1992), in Statistical Models in S, chapter 5.

    Examples
    --------
    >>> import warnings
    >>> from rglm import RankWarning, glm
    >>> data = {"a": [1, 2, 4, 3], "b": [2, 1, 1, 5], "y": [1, 3, 2, 2]}
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore", RankWarning)
    ...     fit = glm("y ~ a + b + I(a / 3 - b)", data)
    >>> print(fit.alias())
    Model :
    y ~ a + b + I(a/3 - b)
    <BLANKLINE>
    Complete :
               (Intercept) a    b
    I(a/3 - b)   0          1/3  -1
    <BLANKLINE>
    """
    table = _combinations(fit) if complete else None
    return Alias(fit.formula, table, _correlations(fit) if partial else None)


def _combinations(fit: HasWorkingWeights) -> pd.DataFrame:
    """The aliased columns as combinations of the estimable ones, both in their order in X."""
    system, names = fit._solution.system, fit.names
    rank, zeros = system.rank, len(system.zero_columns)
    aliased = system.order[rank:]
    check_matrix_size(
        len(aliased),
        rank,
        f"{len(aliased):,} aliased columns as combinations of {rank:,}",
        "fit fewer of the terms, or with factors of fewer levels",
    )
    shares = np.zeros((len(aliased), rank))
    if len(aliased) > zeros:
        shares[: len(aliased) - zeros] = _dependent_shares(fit)
    rows, columns = np.argsort(aliased), np.argsort(system.estimable)
    return pd.DataFrame(
        shares[np.ix_(rows, columns)],
        index=[names[i] for i in aliased[rows]],
        columns=[names[i] for i in system.estimable[columns]],
    )


def _dependent_shares(fit: HasWorkingWeights) -> np.ndarray:
    """The coefficients of the dependent columns on the estimable ones, without rounding."""
    system = fit._solution.system
    shares, lengths = system.alias_coefficients().T, system.column_lengths()
    with np.errstate(all="ignore"):
        size = np.abs(shares) * lengths[: system.rank] / lengths[system.rank :, None]
    return np.where(size < ROUNDING, 0.0, shares)


def _correlations(fit: HasWorkingWeights) -> pd.DataFrame:
    """The correlations of the estimates above the diagonal."""
    places = np.sort(fit._solution.system.estimable)
    covariance = unscaled_covariance(fit, places)
    error = np.sqrt(np.diag(covariance))
    names = [fit.names[i] for i in places]
    return pd.DataFrame(np.triu(covariance / np.outer(error, error), 1), names, names)
