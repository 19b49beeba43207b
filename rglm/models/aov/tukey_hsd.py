"""Tukey's comparisons of all pairs of group means; R's TukeyHSD."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import matrix_cells, matrix_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.confidence_level import check_level
from rglm.inference.multiple_comparisons.studentized_range import quantile, upper_tail
from rglm.models.aov.balance import unbalanced_terms
from rglm.models.aov.cell_means import factor_terms
from rglm.models.aov.model_tables import model_tables, select_terms
from rglm.models.base.lazy_method import lazy_method
from rglm.models.lm.lm_result import LmResult
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from rglm.plots import tukey_plot as _tukey_plot


SYNTACTIC_NAME = re.compile(r"[A-Za-z.][\w.]*")  # that R prints without backticks


@dataclass(frozen=True)
class TukeyComparisons(AttributeHints):
    """Differences of all pairs of group means with simultaneous intervals.

    Printing shows R's page; ``["wool"]`` is the table of a term.

    Attributes
    ----------
    tables : dict
        A DataFrame of each term with ``diff``, ``lwr``, ``upr`` and ``p adj``, a row ``B-A`` for
        each pair.
    level : float
        The probability that all intervals of a term hold at once.
    ordered : bool
        Whether the levels were ordered by their means.
    call : str
        The fit.
    """

    tables: Mapping[str, pd.DataFrame]
    level: float
    ordered: bool
    call: str

    def __getitem__(self, term: str) -> pd.DataFrame:
        if term not in self.tables:
            raise KeyError(f"there is no table of {term!r}{did_you_mean(term, self.tables)}")
        return self.tables[term]

    def _heading(self) -> list[str]:
        level = format_numbers([100 * self.level], 2)[0]
        lines = [
            "  Tukey multiple comparisons of means",
            f"    {level}% family-wise confidence level",
        ]
        return [*lines, *(["    factor levels have been ordered"] if self.ordered else [])]

    def _rounded_tables(self) -> dict[str, pd.DataFrame]:
        """The tables with p-values rounded as R shows them."""
        return {
            name: table.assign(**{"p adj": round_half(table["p adj"], settings.digits)})
            for name, table in self.tables.items()
        }

    def __repr__(self) -> str:
        first, *rest = deparse_lines(self.call)
        lines = [*self._heading(), "", f"Fit: {first}", *rest, ""]
        for name, table in self._rounded_tables().items():
            title = name if SYNTACTIC_NAME.fullmatch(name) else f"`{name}`"
            lines += [f"${title}", *matrix_lines(table), ""]
        return "\n".join(lines)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        cells = {name: matrix_cells(table) for name, table in self._rounded_tables().items()}
        heading = [line.strip() for line in self._heading()]
        return html_tables(f"Fit: {self.call}", cells, heading=heading)

    if TYPE_CHECKING:
        plot = _tukey_plot.plot_tukey
    else:
        plot = lazy_method("plots.tukey_plot", "plot_tukey")


def TukeyHSD(
    fit: LmResult,
    which: str | Sequence[str] | None = None,
    ordered: bool = False,
    level: float = 0.95,
) -> TukeyComparisons:
    """Compare all pairs of group means with intervals that hold together; R's ``TukeyHSD``.

    The interval of the difference of two means, of n_i and n_j rows, is
    d -+ q s sqrt((1 / n_i + 1 / n_j) / 2), s the residual standard error and q the quantile of the
    studentized range of as many means as the term has cells. The means are those of
    `model_tables`. For normal errors all intervals of a term hold with probability `level` if all
    cells have as many rows, and with more than that if not (Hayter 1984, Annals of Statistics 12).
    A model of several terms has to be balanced as well: see the notes.

    Parameters
    ----------
    which : label or labels, optional
        The terms whose means are compared; by default all that have factors alone.
    ordered : bool
        Order the levels by their means, so that all differences are positive.
    level : float
        The probability that all intervals of a term hold at once, in a balanced design.

    Returns
    -------
    TukeyComparisons
        Prints R's page; ``["wool"]`` is a DataFrame, ``plot()`` draws it.

    Raises
    ------
    ValueError
        No term of factors, or `which` names another; a fit with weights or without residual
        degrees of freedom; a level that is not between 0 and 1.

    Warns
    -----
    FitWarning
        The design is not balanced, and the model has several terms: see the notes.

    Notes
    -----
    *Not balanced, with several terms?* The differences are then, as in R, not those of the
    coefficients. An example is ``y ~ a + b`` of 40 rows, 20 of each level of `a`, of which 16 and
    2 have the first of three levels of `b`: a difference of 0.26 is shown for a true one of 1,
    and the intervals of `b` hold in about half of all samples. Compare coefficients there, by
    ``fit.confint()`` and ``fit.wald_test()``.

    R ignores weights in the error of its intervals; here such a fit is refused.

    References
    ----------
    Tukey (1953), The problem of multiple comparisons, in The Collected Works of John W. Tukey 8
    (1994); Kramer (1956), Biometrics 12. See Miller (1981), Simultaneous Statistical Inference.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> fit = aov("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.TukeyHSD("tension")["tension"].round(3)
           diff     lwr     upr  p adj
    M-L -10.000 -19.353  -0.647  0.034
    H-L -14.722 -24.076  -5.369  0.001
    H-M  -4.722 -14.076   4.631  0.447
    """
    check_level(level)
    _check_fit(fit)
    selected = select_terms(fit, which, *factor_terms(fit), "which")
    if unbalanced := unbalanced_terms(fit, selected):
        warn(
            f"{fit._function_name}: TukeyHSD(): the design is not balanced, and the means of "
            f"{', '.join(map(repr, unbalanced))} are not adjusted for the other terms: their "
            "differences are not those of the coefficients, and the intervals may not hold; "
            "confint() and wald_test() compare coefficients",
            FitWarning,
        )
    means = model_tables(fit, "means", terms=[term.label for term in selected])
    tables = {
        name: _comparisons(fit, values, means.replications[name], ordered, level)
        for name, values in means.tables.items()
    }
    return TukeyComparisons(tables, level, ordered, fit.call)


def _check_fit(fit: LmResult) -> None:
    if fit.df_residual <= 0:
        raise ValueError("TukeyHSD() needs residual degrees of freedom, and the fit has none")
    sums = fit._row_sums
    if fit._model_call.weights is not None and sums.weight != sums.n:
        raise ValueError(
            "TukeyHSD() is of fits without weights: its intervals have one variance for all "
            "rows. wald_test() compares means of a weighted fit"
        )


def _comparisons(
    fit: LmResult, means: pd.Series, counts: pd.Series, ordered: bool, level: float
) -> pd.DataFrame:
    """The table of all pairs of the cells of a term."""
    labels = [":".join(map(str, np.atleast_1d(label))) for label in means.index]
    values, sizes = means.to_numpy(), counts.to_numpy(dtype=float)
    order = np.argsort(values, kind="stable") if ordered else np.arange(len(values))
    first, second = np.triu_indices(len(values), 1)
    low, high = order[first], order[second]
    difference = values[high] - values[low]
    with np.errstate(all="ignore"):
        error = fit.sigma * np.sqrt((1 / sizes[low] + 1 / sizes[high]) / 2)
    error[np.isnan(difference)] = np.nan
    groups, df = len(values), fit.df_residual
    reach = quantile(level, groups, df) * error
    with np.errstate(all="ignore"):  # of a perfect fit 0 / 0
        ratio = np.abs(difference / error)
    p_value = upper_tail(ratio, groups, df)
    return pd.DataFrame(
        {
            "diff": difference,
            "lwr": difference - reach,
            "upr": difference + reach,
            "p adj": p_value,
        },
        index=[f"{labels[j]}-{labels[i]}" for i, j in zip(low, high, strict=True)],
    )
