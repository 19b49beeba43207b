"""Randomized quantile residuals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

Seed = int | np.random.Generator | np.random.SeedSequence | None


def quantile_residuals(fit: Any, seed: Seed = None) -> pd.Series:
    """Quantile residuals of the rows of the fit, and of no others; ``residuals("quantile")``."""
    u = generator(seed).random(fit.rows_source.nrows)
    return fit.series(between(*interval(fit), u))


def generator(seed: Seed) -> np.random.Generator:
    """The random numbers that ``seed=`` asks for; fresh ones for None."""
    whole = isinstance(seed, (int, np.integer)) and not isinstance(seed, bool) and seed >= 0
    if seed is None or whole or isinstance(seed, (np.random.Generator, np.random.SeedSequence)):
        return np.random.default_rng(seed)
    raise TypeError(
        f"seed= takes None, a whole number of 0 or more or a numpy Generator, got {seed!r}"
    )


def interval(fit: Any) -> tuple[np.ndarray, np.ndarray]:
    """The normal quantiles of P(Y < y) and P(Y <= y) of each row, NaN where the weight is 0."""
    rows, family = fit.rows_source.rows, fit.family
    dispersion, mu = distribution_dispersion(fit), fit.fitted_values.to_numpy()
    used = rows.weights > 0
    low, high = np.full((2, len(mu)), np.nan)
    low[used], high[used] = family.normal_scores(
        rows.y[used], mu[used], rows.weights[used], rows.trials[used], dispersion
    )
    return low, high


def distribution_dispersion(fit: Any) -> float:
    """The dispersion that the family's distribution is given."""
    if fit.solution.dispersion is not None or not fit.df_residual:
        return fit.dispersion
    return fit.family.distribution_dispersion(fit.dispersion, fit.deviance / fit.df_residual)


def between(low: np.ndarray, high: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The z with Phi(z) = Phi(low) + u (Phi(high) - Phi(low)), to all digits in both tails."""
    from scipy.special import log_ndtr, ndtri_exp

    with np.errstate(all="ignore"):
        upper = low + high > 0  # so that the interval is the other way round, and in the lower one
        a, b = np.where(upper, -high, low), np.where(upper, -low, high)
        part = np.clip(np.where(upper, 1 - u, u), 2.0**-54, 1 - 2.0**-53)
        top = log_ndtr(b)
        inside = top + np.log(part + (1 - part) * np.exp(log_ndtr(a) - top))
        z = ndtri_exp(np.minimum(inside, 0.0))
        z = np.where(upper, -z, z)
    return np.where(low < high, z, high)
