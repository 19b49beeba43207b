"""The score test of a constant variance, by the fitted values or other variables."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import chdtrc

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.tables.html import html_text
from rglm.inference.error_tests.variance_regression import (
    FITTED_VALUES,
    regression_on_fitted,
    variance_formula,
    variance_regression,
)
from rglm.protocol.capabilities import HasLeverage


@dataclass(frozen=True)
class VarianceScoreTest(AttributeHints):
    """A score test of a constant variance; printing shows the page of car.

    Attributes
    ----------
    formula : str
        The variables of the variance.
    chi_square : float
    df : int
    p_value : float
    """

    formula: str
    chi_square: float
    df: int
    p_value: float

    def __repr__(self) -> str:
        chi_square = format_numbers([self.chi_square])[0]
        return (
            "Non-constant Variance Score Test \n"
            f"Variance formula: {self.formula} \n"
            f"Chisquare = {chi_square}, Df = {self.df}, p = {format_pval([self.p_value])[0]}"
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def ncvTest(fit: HasLeverage, var_formula: str | None = None) -> VarianceScoreTest:
    """Score test of a constant variance against one that changes; R's ``car::ncvTest``.

    With u = sqrt(w) (y - mu) and s^2 its mean square, the statistic is half the sum of squares of
    the regression of u^2 / s^2 on the fitted values, or on the variables of `var_formula`. In
    large samples of normal errors it is chi-square; `bptest` has a form for other errors.

    Parameters
    ----------
    var_formula : str, optional
        The variables on which the variance may depend, ``"~ x + g"``; ``.`` stands for the terms
        of the fit. By default the fitted values.

    Returns
    -------
    VarianceScoreTest
        With ``chi_square``, ``df`` and ``p_value``.

    Raises
    ------
    ValueError
        The formula has no variable, or the fit was stripped of its rows.

    Notes
    -----
    Rows of weight 0 do not count.

    References
    ----------
    Breusch & Pagan (1979), A simple test for heteroscedasticity and random coefficient variation,
    Econometrica 47; Cook & Weisberg (1983), Diagnostics for heteroscedasticity in regression,
    Biometrika 70.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool + tension", load("warpbreaks")).ncvTest()
    Non-constant Variance Score Test
    Variance formula: ~ fitted.values
    Chisquare = 10.92351, Df = 1, p = 0.00094952
    """
    formula = variance_formula(fit, var_formula, "var_formula")
    if formula is None:
        shown, auxiliary = FITTED_VALUES, regression_on_fitted(fit)
    else:
        shown, auxiliary = formula.right, variance_regression(fit, formula)
    statistic = auxiliary.explained / 2
    return VarianceScoreTest(
        f"~ {shown}", statistic, auxiliary.df, float(chdtrc(auxiliary.df, statistic))
    )
