"""Tests of the coefficients of a linear model, each alone and all together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.covariance.given_covariance import (
    given_covariance,
    own_or_given_errors,
    standard_errors,
)
from rglm.inference.hypothesis_tests.wald_statistic import whiten
from rglm.inference.tables.summary import coefficient_table
from rglm.protocol.argument_types import Vcov

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents


def t_table(fit: LmComponents, covariance: np.ndarray | None = None) -> pd.DataFrame:
    """Estimates, standard errors, t values and p-values on the residual degrees of freedom.

    Parameters
    ----------
    covariance : (p, p) array, optional
        Instead of the model's own.
    """
    errors = own_or_given_errors(fit) if covariance is None else standard_errors(covariance)
    return coefficient_table(fit.names, fit._estimate_values, errors, fit.df_residual)


def t_table_by(fit: LmComponents, vcov: Vcov) -> pd.DataFrame:
    """The table of t tests by the covariance that ``vcov=`` asks for."""
    return t_table(fit, None if vcov is None else given_covariance(fit, vcov))


def f_statistic(fit: LmComponents, covariance: np.ndarray | None = None) -> pd.Series | None:
    """``value numdf dendf`` of the F test that all coefficients but the intercept are 0.

    With another covariance V it is Wald's, b' V^-1 b / q of the q coefficients b; R's
    ``lmtest::waldtest(fit, vcov = V)``. It is NaN where V is singular, as with fewer clusters than
    coefficients. None where there is no coefficient to test.
    """
    own = fit.fstatistic
    if own is None or covariance is None:
        return own
    places = np.sort(fit._solution.system.estimable)
    if fit._schema.parsed.intercept:
        places = places[np.asarray(fit._schema.assign)[places] > 0]
    b, spread = fit._estimates.to_numpy()[places], covariance[np.ix_(places, places)]
    value = _wald_f(b, spread)
    return pd.Series({"value": value, "numdf": float(len(b)), "dendf": float(fit.df_residual)})


def _wald_f(b: np.ndarray, spread: np.ndarray) -> float:
    """Wald's b' V^-1 b / q; NaN where V is singular or not known."""
    if not np.isfinite(spread).all():
        return np.nan
    try:
        return float((whiten(b, spread, "the coefficients") ** 2).mean())
    except ValueError:
        return np.nan


def fit_statistics(fit: LmComponents, vcov: Vcov = None) -> dict[str, float]:
    """R-squared, sigma, and the F test, which is by the covariance that ``vcov=`` asks for."""
    f = f_statistic(fit, None if vcov is None else given_covariance(fit, vcov))
    return {
        "r_squared": fit.r_squared,
        "adj_r_squared": fit.adj_r_squared,
        "sigma": fit.sigma,
        "statistic": np.nan if f is None else float(f["value"]),
        "p_value": f_p_value(f),
        "df": np.nan if f is None else int(f["numdf"]),
    }


def f_p_value(statistic: pd.Series | None) -> float:
    """P(F > value) of an F statistic; NaN where there is none."""
    from scipy.special import fdtrc

    if statistic is None:
        return np.nan
    value, numdf, dendf = statistic.tolist()
    if np.isnan(value) or dendf <= 0:
        return np.nan
    return float(fdtrc(numdf, dendf, value))
