"""The table of an analysis of variance; R's summary.aov."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_table
from rglm.inference.perfect_fit import warn_of_perfect_tests
from rglm.inference.tables.print_pages import page_digits
from rglm.models.aov.aov_split import Split, split_groups
from rglm.models.lm.effects import squared_effects
from rglm.models.lm.lm_result import LmResult
from rglm.models.lm.term_squares import column_group_squares

RESIDUALS = "Residuals"


@dataclass(frozen=True)
class AovSummary(ColumnTable):
    """The table of an analysis of variance; printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        ``Df``, ``Sum Sq``, ``Mean Sq``, ``F value`` and ``Pr(>F)`` of each term, and of the
        residuals; without residual degrees of freedom the first three alone.
    note : str
        The line on rows that were left out; empty if none was.
    name_width : int
        To which the names of the rows are padded on the page.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> fit = aov("breaks ~ wool + tension", load("warpbreaks"))
    >>> round(float(fit.summary()["F value"]["tension"]), 3)
    7.537
    """

    table: pd.DataFrame
    note: str = ""
    name_width: int = 0

    def _cells(self) -> pd.DataFrame:
        """The cells as text, the names of the rows padded to one width."""
        has_tests = "F value" in self.table
        cells = coefmat_cells(
            self.table,
            page_digits(),
            cs_ind=[],
            tst_ind=[3] if has_tests else [],
            zap_ind=[1, 2],
            has_pvalue=has_tests,
            na_print="",
        )
        width = max(self.name_width, *map(len, cells.index))
        return cells.set_axis([f"{name:{width}}" for name in cells.index], axis=0)

    def __repr__(self) -> str:
        return "\n".join(cells_lines(self._cells()) + ([self.note] if self.note else []))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(self._cells(), "", [self.note] if self.note else [])


def summary(
    fit: LmResult,
    intercept: bool = False,
    split: Mapping[str, Split] | None = None,
    expand_split: bool = True,
) -> AovSummary:
    """Sums of squares, mean squares and F tests of the terms, in their order; R's summary.aov.

    F is the mean square of a term over that of the residuals.

    Parameters
    ----------
    intercept : bool
        Show the intercept too.
    split : dict, optional
        The contrasts of a factor whose degrees of freedom are shown one by one, or some together:
        ``{"tension": {"L": 1, "Q": 2}}`` names the first and the second column of its contrasts; a
        list of numbers takes several at once.
    expand_split : bool
        Split interactions with the factor too.

    Returns
    -------
    AovSummary
        Prints R's page; ``["F value"]`` is a column of its ``table``.

    Raises
    ------
    ValueError
        `split` names a term that is not there, or a contrast that it does not have.

    Warns
    -----
    FitWarning
        The residuals are no more than rounding.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> fit = aov("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.summary(split={"tension": {"M": 1, "H": 2}})["Df"].tolist()
    [1.0, 2.0, 1.0, 1.0, 50.0]
    """
    if split and squared_effects(fit) is None:
        raise ValueError(
            "split= needs the effect of each column, and a factor has so many levels that its "
            "columns were partialled out; leave split= out"
        )
    if fit.df_residual > 0:  # without them there are no tests
        warn_of_perfect_tests(fit)
    groups = split_groups(fit, split or {}, expand_split)
    if intercept and fit._schema.parsed.intercept:
        groups = {"(Intercept)": np.flatnonzero(fit._schema.assign == 0), **groups}
    df, squares = column_group_squares(fit, list(groups.values()))
    labels = [name for name, degrees in zip(groups, df, strict=True) if degrees > 0]
    note = "" if fit.na_action is None else fit.na_action.naprint()
    names = [*labels, *(["(Intercept)"] if fit._schema.parsed.intercept else [])]
    table = _table(fit, labels, df[df > 0], squares[df > 0])
    return AovSummary(table, note, max(map(len, names), default=0))


def _table(
    fit: LmResult, labels: Sequence[str], df: np.ndarray, squares: np.ndarray
) -> pd.DataFrame:
    """The table of the terms; F tests where there are residual degrees of freedom."""
    rest = fit.df_residual
    if rest > 0:
        labels = [*labels, RESIDUALS]
        df, squares = np.append(df, rest), np.append(squares, fit._printed_numbers.deviance)
    with np.errstate(all="ignore"):
        mean = squares / df
    table = pd.DataFrame({"Df": df, "Sum Sq": squares, "Mean Sq": mean}, index=list(labels))
    if rest > 0:
        from scipy.special import fdtrc

        with np.errstate(all="ignore"):
            ratio = np.append((mean / mean[-1])[:-1], np.nan)
        table["F value"], table["Pr(>F)"] = ratio, fdtrc(df, rest, ratio)
    return table
