"""Log densities of a perfect fit.

The density of an exponential dispersion model is log f(y; mu) = log f(y; y) - d(y, mu)/(2 phi),
d the unit deviance and phi the dispersion (Jorgensen 1997). The functions below are log f(y; y),
by the corrected Stirling formula of Loader (2000, "Fast and accurate computation of binomial
probabilities"), which keeps its digits where differences of log gammas lose them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.families.links.link import quiet

# From 16 on the series for Stirling's error is exact to rounding.
SERIES_FROM = 16.0
# Counts that come up so often on average are worked out once each.
REPEATED = 4


@quiet
def stirling_error(n: np.ndarray) -> np.ndarray:
    """log(n!) - log(sqrt(2 pi n) (n/e)^n), for n > 0."""
    n = np.asarray(n, dtype=float)
    s = 1 / (n * n)
    series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n
    small = ~(n >= SERIES_FROM)
    if small.any():
        return np.where(small, _small_error(np.where(small, n, 1.0)), series)
    return series


def _small_error(n: np.ndarray) -> np.ndarray:
    """Stirling's error by the log gamma function, which is no series but slow."""
    from scipy.special import gammaln

    return gammaln(n + 1) - (n + 0.5) * np.log(n) + n - 0.5 * np.log(2 * np.pi)


def by_count(function: Callable[[np.ndarray], np.ndarray], n: np.ndarray) -> np.ndarray:
    """`function(n)`, worked out once for each value where all are counts and they repeat."""
    few = n.size and n.min() >= 0 and n.max() * REPEATED < n.size
    if not few or not (np.rint(n) == n).all():
        return function(n)
    return function(np.arange(n.max() + 1))[n.astype(np.intp)]


@quiet
def poisson_peak(y: np.ndarray) -> np.ndarray:
    """Poisson log probability of y when mu = y."""
    peak = -stirling_error(y) - 0.5 * np.log(2 * np.pi * y)
    return np.where(np.asarray(y) > 0, peak, 0.0)


@quiet
def binomial_peak(x: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Binomial log probability of whole x out of size when mu = x/size."""
    rest = size - x
    inner = (x > 0) & (rest > 0)
    if not inner.any():
        return np.zeros(inner.shape)
    peak = by_count(stirling_error, size) - by_count(stirling_error, x)
    peak -= by_count(stirling_error, rest)
    peak += 0.5 * np.log(np.where(inner, size, 1.0) / np.where(inner, 2 * np.pi * x * rest, 1.0))
    return np.where(inner, peak, 0.0)


@quiet
def negative_binomial_peak(y: np.ndarray, theta: float) -> np.ndarray:
    """Negative binomial log probability of y when mu = y."""
    total = y + theta
    peak = stirling_error(total) - stirling_error(theta) - stirling_error(y)
    peak = peak + 0.5 * np.log(theta / (2 * np.pi * y * total))
    return np.where(np.asarray(y) > 0, peak, 0.0)


@quiet
def gamma_peak(y: np.ndarray, dispersion: float) -> np.ndarray:
    """Gamma log density of y when mu = y and the shape is 1/dispersion."""
    shape = 1 / np.float64(dispersion)
    return 0.5 * np.log(shape / (2 * np.pi)) - stirling_error(shape) - np.log(y)


@quiet
def normal_peak(spread: np.ndarray) -> np.ndarray:
    """Normal log density at the mean, the variance being `spread`."""
    return -0.5 * np.log(2 * np.pi * np.asarray(spread, dtype=float))


@quiet
def below_peak(deviance: np.ndarray, dispersion: float) -> np.ndarray:
    """Return deviance / (2 dispersion), zero where the deviance is."""
    deviance = np.asarray(deviance, dtype=float)
    below = deviance / (2 * np.float64(dispersion))
    return below if deviance.all() else np.where(deviance == 0, 0.0, below)


@quiet
def weighted(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return weights * values, zero where the weight is, however infinite the value."""
    product, zero = weights * values, np.asarray(weights) == 0
    return np.where(zero, 0.0, product) if zero.any() else product
