"""R's summary of a linear model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.inference.covariance.given_covariance import (
    covariance_name,
    given_covariance,
    standard_errors,
)
from rglm.inference.covariance.vcov import named_matrix, unscaled_covariance
from rglm.inference.perfect_fit import warn_of_perfect_summary
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.models.lm.coefficient_tests import f_p_value, f_statistic, t_table
from rglm.models.lm.pages import summary_page
from rglm.protocol.argument_types import Vcov

if TYPE_CHECKING:
    from rglm.design.frame.missing_values import NaAction
    from rglm.models.lm.lm_result import LmResult


@dataclass(frozen=True)
class LmSummary(MaketablesSummary, AttributeHints):
    """The tests of a linear model; printing shows R's page.

    Attributes
    ----------
    coefficients : DataFrame (p, 4)
        ``Estimate``, ``Std. Error``, ``t value`` and ``Pr(>|t|)``; NaN for aliased coefficients.
    fstatistic : Series or None
        ``value numdf dendf`` of the test that all coefficients but the intercept are 0; by `vcov`
        where one was given. ``p_value`` is its p-value.
    correlation : DataFrame or None
        Of the coefficients that are not aliased.
    fit : LmFit
    vcov : DataFrame (p, p) or None
        The covariance of the tests, if it is not the model's own.
    standard_errors : str or None
        Its name on the page.
    sigma, r_squared, adj_r_squared : float
    df : tuple
        (rank, residual degrees of freedom, number of coefficients).
    residuals : Series (n,)
        sqrt(w) (y - fitted), R's ``summary(fit)$residuals``.
    cov_unscaled : DataFrame
        (X'WX)^-1, without aliased coefficients.
    aliased : Series of bool (p,)
    na_action : NaAction or None
        The rows left out for missing values.
    """

    fit: LmResult
    correlation: pd.DataFrame | None = None
    vcov: pd.DataFrame | None = None
    standard_errors: str | None = None

    @property
    def _covariance_name(self) -> str | None:
        return self.standard_errors

    @property
    def _covariance(self) -> np.ndarray | None:
        return None if self.vcov is None else self.vcov.to_numpy()

    @cached_property
    def coefficients(self) -> pd.DataFrame:
        """The table of the coefficients with their t tests."""
        return t_table(self.fit, self._covariance)

    @cached_property
    def fstatistic(self) -> pd.Series | None:
        """``value numdf dendf``; None where there is no coefficient to test."""
        return f_statistic(self.fit, self._covariance)

    @property
    def p_value(self) -> float:
        """The p-value of the F test; NaN where there is none."""
        return f_p_value(self.fstatistic)

    @property
    def sigma(self) -> float:
        """The residual standard error."""
        return self.fit.sigma

    @property
    def r_squared(self) -> float:
        """R-squared."""
        return self.fit.r_squared

    @property
    def adj_r_squared(self) -> float:
        """R-squared, adjusted for the number of coefficients."""
        return self.fit.adj_r_squared

    @property
    def df(self) -> tuple[int, int, int]:
        """Rank, residual degrees of freedom and number of coefficients."""
        return self.fit.rank, self.fit.df_residual, len(self.fit.names)

    @property
    def residuals(self) -> pd.Series:
        """sqrt(w) (y - fitted) of each row that was fitted."""
        return self.fit._weighted_residuals

    @property
    def cov_unscaled(self) -> pd.DataFrame:
        """(X'WX)^-1, without aliased coefficients."""
        places = np.sort(self.fit._solution.system.estimable)
        return named_matrix(self.fit, unscaled_covariance(self.fit, places), places)

    @property
    def aliased(self) -> pd.Series:
        """Whether each coefficient is aliased."""
        return self.fit.coefficients.isna()

    @property
    def na_action(self) -> NaAction | None:
        """The rows left out for missing values."""
        return self.fit.na_action

    def __repr__(self) -> str:
        return "\n".join(summary_page.lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return summary_page.html(self)


def summary(fit: LmResult, correlation: bool = False, vcov: Vcov = None) -> LmSummary:
    """R's summary page: residuals, coefficients with t tests, R-squared, the F test.

    t = b / se(b) on the residual degrees of freedom n - rank, and
    F = ((TSS - RSS) / q) / (RSS / (n - rank)) of all q coefficients but the intercept, with TSS
    the sum of squares about the mean, or about 0 without an intercept. Both tests are exact for
    independent normal errors of one variance, and nearly so in large samples of other errors of
    one variance.

    Parameters
    ----------
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, dict, matrix or function, optional
        Another covariance V for the standard errors and all tests: a type (``"HC3"``), the
        arguments of ``fit.vcov()`` (``{"type": "NeweyWest", "lag": 4}``), a matrix or a function
        of the fit; R's ``lmtest::coeftest``. F is then
        b' V^-1 b / q, as ``lmtest::waldtest`` has it, NaN where V is singular: with fewer clusters
        than coefficients. The page says which covariance it is.

    Returns
    -------
    LmSummary
        With ``coefficients`` (the table, a DataFrame), ``sigma``, ``r_squared``,
        ``adj_r_squared``, ``fstatistic``, ``p_value``, ``df``, ``residuals``. Prints R's page.

    Raises
    ------
    ValueError
        `vcov` has another shape or other names, or is not symmetric.
    TypeError
        `vcov` is no covariance.

    Warns
    -----
    FitWarning
        The residuals are no more than rounding, so that the tests say nothing.

    Notes
    -----
    The residuals are sqrt(w) (y - fitted), weighted as R's. After ``strip()`` the page has their
    quantiles still, and not the single ones of a fit with 5 degrees of freedom or fewer.


    References
    ----------
    Seber & Lee (2003), *Linear Regression Analysis*, chapter 4.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool", load("warpbreaks")).summary()
    <BLANKLINE>
    Call:
    lm(formula = breaks ~ wool)
    <BLANKLINE>
    Residuals:
        Min      1Q  Median      3Q     Max
    -21.037  -9.259  -3.648   4.713  38.963
    <BLANKLINE>
    Coefficients:
                Estimate Std. Error t value Pr(>|t|)
    (Intercept)   31.037      2.501  12.410   <2e-16 ***
    woolB         -5.778      3.537  -1.634    0.108
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    <BLANKLINE>
    Residual standard error: 13 on 52 degrees of freedom
    Multiple R-squared:  0.04881,	Adjusted R-squared:  0.03052
    F-statistic: 2.668 on 1 and 52 DF,  p-value: 0.1084
    <BLANKLINE>
    """
    covariance = None
    if vcov is not None:
        names = list(fit.names)
        covariance = pd.DataFrame(given_covariance(fit, vcov), names, names)
    warn_of_perfect_summary(fit)
    correlations = _correlation(fit, covariance) if correlation else None
    return LmSummary(fit, correlations, covariance, covariance_name(vcov, fit))


def _correlation(fit: LmResult, vcov: pd.DataFrame | None) -> pd.DataFrame:
    """The correlations of the coefficients that are not aliased, by `vcov` if there is one."""
    places = np.sort(fit._solution.system.estimable)
    if vcov is None:
        covariance = unscaled_covariance(fit, places)
        if np.isnan(fit.dispersion):  # as R: nothing is known of the errors
            covariance = covariance * np.nan
    else:
        covariance = vcov.to_numpy()[np.ix_(places, places)]
    errors = standard_errors(covariance)
    return named_matrix(fit, covariance / np.outer(errors, errors), places)
