"""R's summary of a fit: the coefficient table with its tests."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.covariance.given_covariance import (
    covariance_name,
    given_covariance,
    own_or_given_errors,
    standard_errors,
)
from rglm.inference.covariance.vcov import named_matrix, unscaled_covariance
from rglm.inference.tables import print_pages
from rglm.protocol.capabilities import HasLeverage


@dataclass(frozen=True)
class Summary:
    """What ``fit.summary()`` says; printing shows R's page.

    Attributes
    ----------
    coefficients : DataFrame (p, 4)
        ``Estimate``, ``Std. Error``, ``z value`` and ``Pr(>|z|)``, or ``t value`` and
        ``Pr(>|t|)`` where the dispersion is estimated; NaN for aliased coefficients.
    dispersion : float
    df : tuple
        (rank, residual degrees of freedom, number of coefficients).
    correlation : DataFrame or None
    fit : ModelResult
    vcov : DataFrame (p, p) or None
        The covariance that the standard errors are from, if it is not the fit's own.
    standard_errors : str or None
        What the page calls it.
    """

    coefficients: pd.DataFrame
    dispersion: float
    df: tuple[int, int, int]
    correlation: pd.DataFrame | None
    fit: Any
    vcov: pd.DataFrame | None = None
    standard_errors: str | None = None

    @property
    def cov_unscaled(self) -> pd.DataFrame:
        """(X'WX)^-1, without aliased coefficients."""
        kept = self.fit._solution.system.estimable
        return named_matrix(self.fit, unscaled_covariance(self.fit, kept), kept)

    @property
    def cov_scaled(self) -> pd.DataFrame:
        """The covariance of the table: (X'WX)^-1 times the dispersion, or what ``vcov=`` gave;
        without aliased coefficients.
        """
        if self.vcov is not None:
            kept = self.fit._solution.system.estimable
            return _submatrix(self.vcov, kept)
        return self.dispersion * self.cov_unscaled

    def __repr__(self) -> str:
        return "\n".join(print_pages.long(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return print_pages.long_html(self)


def summary(
    fit: HasLeverage, dispersion: float | None = None, correlation: bool = False, vcov: Any = None
) -> Summary:
    """R's summary page: the coefficient table with tests, the dispersion, the deviances.

    A dispersion that the family knows, or that is given, makes the tests z tests; one that is
    estimated makes them t tests on the residual degrees of freedom (R's ``summary.glm``).

    Parameters
    ----------
    dispersion : float, optional
        Instead of the family's or the estimate.
    correlation : bool
        Show the correlations of the coefficients too.
    vcov : str, matrix or function, optional
        Another covariance for the standard errors and their tests: a type (``"HC3"``), a matrix
        (``fit.vcov(cluster="g")``) or a function of the fit; R's ``lmtest::coeftest``. The page
        says which. The tests stay z or t by the family's dispersion, where ``coeftest`` on a glm
        is z unless it is told ``df =``.

    Returns
    -------
    Summary
        With ``coefficients`` (the table, a DataFrame), ``dispersion``, ``cov_scaled``. Prints R's
        page.

    Raises
    ------
    ValueError
        `dispersion` is not above 0, or is given with `vcov`; `vcov` has another shape or names.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> fit.summary(vcov="HC3").coefficients.round(3)
                 Estimate  Std. Error  z value  Pr(>|z|)
    (Intercept)     3.435       0.100   34.296     0.000
    woolB          -0.206       0.123   -1.668     0.095
    """
    is_number = isinstance(dispersion, Real) and not isinstance(dispersion, bool)
    if dispersion is not None and not (is_number and dispersion > 0):
        raise ValueError(f"dispersion={dispersion!r}: give a number above 0, or None")
    if dispersion is not None and vcov is not None:
        raise ValueError("dispersion= goes into the fit's own covariance, which vcov= replaces")
    estimated = dispersion is None and fit._has_t_tests
    phi = fit.dispersion if dispersion is None else float(dispersion)
    names = list(fit._schema.names)
    given = None if vcov is None else pd.DataFrame(given_covariance(fit, vcov), names, names)
    se = np.sqrt(phi * fit._unscaled_variances) if given is None else standard_errors(given)
    return Summary(
        coefficients=_coefficients(fit, se, estimated),
        dispersion=phi,
        df=(fit.rank, fit.df_residual, len(names)),
        correlation=_correlation(fit, given) if correlation else None,
        fit=fit,
        vcov=given,
        standard_errors=covariance_name(vcov),
    )


def _coefficients(fit: Any, se: np.ndarray, estimated: bool) -> pd.DataFrame:
    estimate = fit.coefficients.to_numpy()
    with np.errstate(all="ignore"):
        ratio = estimate / se
    letter = "t" if estimated else "z"
    table = {
        "Estimate": estimate,
        "Std. Error": se,
        f"{letter} value": ratio,
        f"Pr(>|{letter}|)": two_sided(ratio, fit.df_residual if estimated else None),
    }
    return pd.DataFrame(table, index=list(fit._schema.names))


def z_table(fit: Any, vcov: Any = None) -> pd.DataFrame:
    """The estimates of a fit with standard errors, z values and p-values."""
    estimate, se = fit._estimates, own_or_given_errors(fit, vcov)
    with np.errstate(all="ignore"):
        ratio = estimate.to_numpy() / se
    table = {"Estimate": estimate.to_numpy(), "Std. Error": se, "z value": ratio}
    return pd.DataFrame({**table, "Pr(>|z|)": two_sided(ratio, None)}, index=estimate.index)


def two_sided(ratio: np.ndarray, df: int | None) -> np.ndarray:
    """P(|T| > |ratio|) under Student's t on `df` degrees of freedom, or the normal if None."""
    from scipy.special import ndtr, stdtr

    size = -np.abs(ratio)
    if df is None:
        return 2 * ndtr(size)
    return 2 * stdtr(df, size) if df > 0 else np.full_like(size, np.nan)


def _correlation(fit: Any, given: pd.DataFrame | None) -> pd.DataFrame:
    kept = fit._solution.system.estimable
    if given is None:
        covariance = named_matrix(fit, unscaled_covariance(fit, kept), kept)
    else:
        covariance = _submatrix(given, kept)
    se = standard_errors(covariance)
    values = covariance.to_numpy() / np.outer(se, se)
    return pd.DataFrame(values, covariance.index, covariance.columns)


def _submatrix(matrix: pd.DataFrame, places: np.ndarray) -> pd.DataFrame:
    """The rows and columns of a matrix at some places."""
    return matrix.iloc[places].iloc[:, places]
