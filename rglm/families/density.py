"""Log densities of a perfect fit.

The density of an exponential dispersion model is log f(y; mu) = log f(y; y) - d(y, mu)/(2 phi),
d the unit deviance and phi the dispersion (Jorgensen 1997). The functions below are log f(y; y),
by the corrected Stirling formula of Loader (2000, "Fast and accurate computation of binomial
probabilities"), which keeps its digits where differences of log gammas lose them.
"""

from __future__ import annotations

import numpy as np

from rglm.families.linkbase import quiet

# From 16 on the series for Stirling's error is exact to rounding.
SERIES_FROM = 16.0


@quiet
def stirling_error(n: np.ndarray) -> np.ndarray:
    """log(n!) - log(sqrt(2 pi n) (n/e)^n), for n > 0."""
    from scipy.special import gammaln

    n = np.asarray(n, dtype=float)
    s = 1 / (n * n)
    series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / n
    direct = gammaln(n + 1) - (n + 0.5) * np.log(n) + n - 0.5 * np.log(2 * np.pi)
    return np.where(n >= SERIES_FROM, series, direct)


@quiet
def poisson_peak(y: np.ndarray) -> np.ndarray:
    """Poisson log probability of y when mu = y."""
    peak = -stirling_error(y) - 0.5 * np.log(2 * np.pi * y)
    return np.where(np.asarray(y) > 0, peak, 0.0)


@quiet
def binomial_peak(x: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Binomial log probability of x out of size when mu = x/size."""
    rest = size - x
    peak = stirling_error(size) - stirling_error(x) - stirling_error(rest)
    peak = peak + 0.5 * np.log(size / (2 * np.pi * x * rest))
    return np.where((x > 0) & (rest > 0), peak, 0.0)


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
    return np.where(deviance == 0, 0.0, deviance / (2 * np.float64(dispersion)))


@quiet
def weighted(weights: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return weights * values, zero where the weight is, however infinite the value."""
    return np.where(np.asarray(weights) == 0, 0.0, weights * values)
