"""The studentized range: the largest difference of independent normal means over their error."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_ndtr

# The trapezoidal rule on the whole line has an error of exp(-c / step) for these integrands. The
# mean's nodes reach where a range of 28, of probability 1e-85, has its largest summand.
MEAN_STEP = 0.2
MEANS = np.arange(-8.0, 14.0 + MEAN_STEP, MEAN_STEP)
LOG_PROBABILITY = log_ndtr(MEANS)
LOG_DENSITY = -(MEANS**2) / 2 - np.log(2 * np.pi) / 2
SCALE_STEP = 0.12  # of log s; 5 / step is minus the logarithm of the error
SCALE_STEP_OF_SD = 0.45  # where s has little spread
NEGLIGIBLE = 90.0  # minus the logarithm of a weight that is left out
MIN_RANGE, MAX_RANGE = 1e-8, 40.0  # where the tail is neither 1 nor 0
BLOCK = 20_000  # of ranges at a time
MANY, SERIES = 300, 200  # places from which a series is used, and its length
HIGHEST_Q, LEAST = 40.0, 1e-300  # where the series ends
QUANTILE_TOLERANCE = 1e-12


def range_upper_tail(width: np.ndarray, groups: float) -> np.ndarray:
    """P(W > w) of the range W of `groups` independent standard normal variables.

    It is k times the integral of phi(z) [Phi(z)^(k-1) - (Phi(z) - Phi(z - w))^(k-1)] over z, whose
    terms are all positive, so that small probabilities keep their digits.

    Parameters
    ----------
    width : array
    groups : float
        The number of variables k, which may be a fraction.
    """
    out = np.empty(width.shape)
    flat, target = np.ravel(width), out.reshape(-1)
    for start in range(0, flat.size, BLOCK):
        target[start : start + BLOCK] = _range_tail(flat[start : start + BLOCK], groups)
    return out


def _range_tail(width: np.ndarray, groups: float) -> np.ndarray:
    power = groups - 1.0
    share = np.exp(log_ndtr(MEANS - width[:, None]) - LOG_PROBABILITY)
    with np.errstate(divide="ignore"):  # of a width of 0
        beyond = -np.expm1(power * np.log1p(-np.minimum(share, 1.0)))
    weights = groups * MEAN_STEP * np.exp(LOG_DENSITY + power * LOG_PROBABILITY)
    tail: np.ndarray = np.minimum(beyond @ weights, 1.0)
    return tail


@lru_cache(maxsize=64)
def scale_nodes(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes s and weights that integrate over the scale s = sqrt(chi-square / df).

    The rule is the trapezoidal one in log s; the weights have the sum 1.
    """
    if np.isinf(df):
        return np.ones(1), np.ones(1)
    spread = 1.0 / np.sqrt(2.0 * df)
    step = min(SCALE_STEP, SCALE_STEP_OF_SD * spread)
    lowest = -max(NEGLIGIBLE / df, np.sqrt(2 * NEGLIGIBLE) * spread * 1.5)
    highest = np.sqrt(2 * NEGLIGIBLE) * spread if df > 10 else np.log1p(NEGLIGIBLE / df)
    logarithm = np.arange(lowest, highest + step, step)
    density = df * (logarithm - np.expm1(2 * logarithm) / 2)
    kept = density > -NEGLIGIBLE
    weights = np.exp(density[kept])
    return np.exp(logarithm[kept]), weights / weights.sum()


def upper_tail(q: np.ndarray, groups: float, df: float) -> np.ndarray:
    """P(Q > q) of the studentized range Q, NaN where q is NaN.

    Q is the range of `groups` independent standard normal variables over an independent
    sqrt(chi-square / df). Its tail is the mean of the range's over that scale.

    Parameters
    ----------
    q : array
    groups : float
        The number of means, at least 1, which may be a fraction.
    df : float
        The degrees of freedom, infinite if the error is known.

    Examples
    --------
    >>> upper_tail(np.array([3.5, 5.0]), 3, 20.0).round(6)
    array([0.055892, 0.005631])
    """
    q = np.maximum(np.asarray(q, dtype=float), 0.0)
    unique, places = np.unique(q, return_inverse=True)
    tail = _interpolated if len(unique) > MANY else _integrated
    return tail(unique, groups, float(df))[places].reshape(q.shape)


def _interpolated(q: np.ndarray, groups: float, df: float) -> np.ndarray:
    """The tail at many places, by a series of its logarithm in log(1 + q) up to `HIGHEST_Q`."""
    out = np.full(len(q), np.nan)
    inside = q <= HIGHEST_Q
    half = np.log1p(HIGHEST_Q) / 2
    chebyshev = np.polynomial.chebyshev
    points = np.cos(np.pi * (np.arange(SERIES) + 0.5) / SERIES)
    at = _integrated(np.expm1(half * (1 + points)), groups, df)
    to_series = np.linalg.inv(chebyshev.chebvander(points, SERIES - 1))
    series = to_series @ np.log(np.maximum(at, LEAST))
    logarithm = chebyshev.chebval(np.log1p(q[inside]) / half - 1, series)
    out[inside] = np.exp(np.minimum(logarithm, 0.0))
    out[~inside] = _integrated(q[~inside], groups, df)
    return out


def _integrated(q: np.ndarray, groups: float, df: float) -> np.ndarray:
    """The tail as an integral over the range and the scale for each place."""
    scales, weights = scale_nodes(df)
    width = q[:, None] * scales
    tail = np.where(width > MIN_RANGE, 0.0, 1.0)
    used = (width > MIN_RANGE) & (width < MAX_RANGE)
    tail[used] = range_upper_tail(width[used], groups)
    tail[np.isnan(width)] = np.nan
    found: np.ndarray = np.minimum(tail @ weights, 1.0)
    return found


@lru_cache(maxsize=256)
def quantile(level: float, groups: float, df: float) -> float:
    """The q with P(Q <= q) = level of the studentized range.

    Examples
    --------
    >>> round(quantile(0.95, 3, 20.0), 6)
    3.577935
    """
    if not df > 0:
        return float("nan")
    return upper_quantile(lambda q: float(upper_tail(np.array([q]), groups, df)[0]), 1.0 - level)


def upper_quantile(tail: Callable[[float], float], probability: float) -> float:
    """The q > 0 whose upper tail has the probability, for a falling function `tail`."""
    if probability >= 1.0:
        return 0.0
    if probability <= 0.0:
        return float("inf")
    highest = 4.0
    while tail(highest) > probability:
        highest *= 4.0
    target = np.log(probability)
    return float(
        brentq(
            lambda q: np.log(max(tail(q), 1e-300)) - target, 0.0, highest, xtol=QUANTILE_TOLERANCE
        )
    )
