"""Parts of log densities.

The density of an exponential dispersion model is log f(y; mu) = log f(y; y) - d(y, mu)/(2 phi),
d the unit deviance and phi the dispersion (Jorgensen 1997). Each family has log f(y; y), the
log density at the mean, by the corrected Stirling formula of Loader (2000, "Fast and accurate
computation of binomial probabilities"), which keeps its digits where differences of log gammas
lose them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.numerics.floating_point import ignore_float_errors

# From 16 on the series for Stirling's error is exact to rounding.
STIRLING_SERIES_FROM = 16.0
# Counts that come up so often on average are worked out once each.
MIN_COUNT_REPEATS = 4


@ignore_float_errors
def stirling_error(n: np.ndarray | float) -> np.ndarray:
    """log(n!) - log(sqrt(2 pi n) (n/e)^n), for n > 0."""
    n = np.asarray(n, dtype=float)
    s = 1 / (n * n)
    series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n
    small = ~(n >= STIRLING_SERIES_FROM)
    if small.any():
        return np.where(small, _small_error(np.where(small, n, 1.0)), series)
    return series


def _small_error(n: np.ndarray) -> np.ndarray:
    """Stirling's error by the log gamma function, which is no series but slow."""
    from scipy.special import gammaln

    return gammaln(n + 1) - (n + 0.5) * np.log(n) + n - 0.5 * np.log(2 * np.pi)


def map_counts(function: Callable[[np.ndarray], np.ndarray], n: np.ndarray) -> np.ndarray:
    """Return `function(n)`, worked out once for each value where all are counts that repeat."""
    few = n.size and n.min() >= 0 and n.max() * MIN_COUNT_REPEATS < n.size
    if not few or not (np.rint(n) == n).all():
        return function(n)
    return function(np.arange(n.max() + 1))[n.astype(np.intp)]


@ignore_float_errors
def normal_logpdf_at_mean(variance: np.ndarray | float) -> np.ndarray:
    """Normal log density at the mean."""
    return -0.5 * np.log(2 * np.pi * np.asarray(variance, dtype=float))


@ignore_float_errors
def half_scaled_deviance(deviance: np.ndarray, dispersion: float) -> np.ndarray:
    """Return deviance / (2 dispersion), zero where the deviance is."""
    deviance = np.asarray(deviance, dtype=float)
    half = deviance / (2 * np.float64(dispersion))
    return half if deviance.all() else np.where(deviance == 0, 0.0, half)


@ignore_float_errors
def multiply_by_weights(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return weights * values, zero where the weight is, however infinite the value."""
    product, zero = weights * values, np.asarray(weights) == 0
    return np.where(zero, 0.0, product) if zero.any() else product
