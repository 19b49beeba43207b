"""R's summary of a fit: the coefficient table with its tests."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference import pages
from rglm.inference.covariance import unscaled


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
    fit : Fit
    """

    coefficients: pd.DataFrame
    dispersion: float
    df: tuple[int, int, int]
    correlation: pd.DataFrame | None
    fit: Any

    @property
    def cov_unscaled(self) -> pd.DataFrame:
        """(X'WX)^-1, without aliased coefficients."""
        kept = self.fit.solution.pivoted.kept
        names = [self.fit.schema.names[i] for i in kept]
        return pd.DataFrame(unscaled(self.fit, kept), index=names, columns=names)

    @property
    def cov_scaled(self) -> pd.DataFrame:
        """(X'WX)^-1 times the dispersion, without aliased coefficients."""
        return self.dispersion * self.cov_unscaled

    def __repr__(self) -> str:
        return "\n".join(pages.long(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return pages.long_html(self)


def summary(fit: Any, dispersion: float | None = None, correlation: bool = False) -> Summary:
    """R's summary page: the coefficient table with tests, the dispersion, the deviances.

    A dispersion that the family knows, or that is given, makes the tests z tests; one that is
    estimated makes them t tests on the residual degrees of freedom (R's ``summary.glm``).

    Parameters
    ----------
    dispersion : float, optional
        Instead of the family's or the estimate.
    correlation : bool
        Show the correlations of the coefficients too.

    Raises
    ------
    ValueError
        `dispersion` is not above 0.
    """
    if dispersion is not None and not (isinstance(dispersion, Real) and dispersion > 0):
        raise ValueError(f"dispersion={dispersion!r}: give a number above 0, or None")
    estimated = dispersion is None and np.isnan(fit.family.dispersion)
    phi = fit.dispersion if dispersion is None else float(dispersion)
    return Summary(
        coefficients=_coefficients(fit, phi, estimated),
        dispersion=phi,
        df=(fit.rank, fit.df_residual, len(fit.schema.names)),
        correlation=_correlation(fit) if correlation else None,
        fit=fit,
    )


def _coefficients(fit: Any, phi: float, estimated: bool) -> pd.DataFrame:
    estimate = fit.coefficients.to_numpy()
    se = np.sqrt(phi * fit.variances)
    with np.errstate(all="ignore"):
        ratio = estimate / se
    letter = "t" if estimated else "z"
    table = {
        "Estimate": estimate,
        "Std. Error": se,
        f"{letter} value": ratio,
        f"Pr(>|{letter}|)": two_sided(ratio, fit.df_residual if estimated else None),
    }
    return pd.DataFrame(table, index=list(fit.schema.names))


def two_sided(ratio: np.ndarray, df: int | None) -> np.ndarray:
    """P(|T| > |ratio|) under Student's t on `df` degrees of freedom, or the normal if None."""
    from scipy.special import ndtr, stdtr

    size = -np.abs(ratio)
    if df is None:
        return 2 * ndtr(size)
    return 2 * stdtr(df, size) if df > 0 else np.full_like(size, np.nan)


def _correlation(fit: Any) -> pd.DataFrame:
    kept = fit.solution.pivoted.kept
    names = [fit.schema.names[i] for i in kept]
    covariance = pd.DataFrame(unscaled(fit, kept), index=names, columns=names)
    se = np.sqrt(np.diag(covariance))
    return covariance / np.outer(se, se)
