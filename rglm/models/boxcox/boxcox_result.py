"""What `boxcox` finds: the power, its interval, and the curve of its likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.anova_table import anova_cells
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.html import html_tables
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.intervals.confint import percent_labels
from rglm.models.base.lazy_method import lazy_method
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from rglm.fitting.least_squares.box_cox import BoxCoxLikelihood
    from rglm.plots.likelihood import boxcox_plot as _boxcox_plot

DIGITS = 4  # of lambda and its interval, on the page
TESTED = {"lambda = 0 (logarithm)": 0.0, "lambda = 1 (none)": 1.0}


@dataclass(frozen=True)
class BoxCox:
    """The power of a response with which a linear model fits best.

    Attributes
    ----------
    lambda_ : float
        The power of the highest likelihood; 0 is the logarithm.
    loglik : float
        The log-likelihood there, but for a constant; as `table` has it.
    conf_int : Series
        The ends of the interval of the powers, infinite where the likelihood does not fall enough.
    level : float
        The coverage of the interval.
    table : DataFrame (m, 2)
        ``lambda loglik``: the curve; MASS's ``x`` and ``y``.
    tests : DataFrame (2, 3)
        ``LR stat. Df Pr(>Chi)``: likelihood ratio tests of the logarithm and of no transformation.
    formula : str
        The formula of the model.
    """

    lambda_: float
    loglik: float
    conf_int: pd.Series
    level: float
    table: pd.DataFrame
    tests: pd.DataFrame
    formula: str

    @property
    def _title(self) -> str:
        return f"Box-Cox transformation of the response of {self.formula}"

    @property
    def _estimate(self) -> pd.DataFrame:
        """The power, its interval and its log-likelihood as text, a row."""
        numbers = [self.lambda_, *self.conf_int]
        cells = [format_numbers([round(v, DIGITS)], DIGITS)[0] for v in numbers]
        cells.append(format_numbers([self.loglik], 6)[0])
        return pd.DataFrame([cells], [""], ["lambda", *self.conf_int.index, "logLik"])

    def __repr__(self) -> str:
        lines = [self._title, "", *cells_lines(self._estimate), ""]
        lines += ["Likelihood ratio tests:", *cells_lines(anova_cells(self.tests))]
        return "\n".join(lines)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        tests = anova_cells(self.tests)
        tables = {"": self._estimate, "Likelihood ratio tests": tests}
        return html_tables("", tables, heading=[self._title])

    if TYPE_CHECKING:
        plot = _boxcox_plot.plot
    else:
        plot = lazy_method("plots.likelihood.boxcox_plot")


def box_cox_result(
    fit: ModelResult,
    likelihood: BoxCoxLikelihood,
    grid: np.ndarray,
    values: np.ndarray,
    best: float,
    level: float,
) -> BoxCox:
    """The result, from the log-likelihood `values` on the `grid` and its maximum `best`."""
    from scipy.special import chdtri

    ends = likelihood.limits(best, float(chdtri(1, 1 - level)) / 2)
    top, *tested = likelihood.loglik(np.array([best, *TESTED.values()]))
    statistic = np.maximum(2 * (top - np.array(tested)), 0.0)
    tests = pd.DataFrame(
        {"LR stat.": statistic, "Df": 1.0, "Pr(>Chi)": chisq_upper_tail(1.0, statistic)},
        index=list(TESTED),
    )
    labels = percent_labels([50 * (1 - level), 50 * (1 + level)])
    return BoxCox(
        lambda_=best,
        loglik=float(top),
        conf_int=pd.Series(ends, index=labels),
        level=level,
        table=pd.DataFrame({"lambda": grid, "loglik": values}),
        tests=tests,
        formula=fit.formula,
    )
