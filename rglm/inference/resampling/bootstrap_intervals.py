"""The five bootstrap intervals of one statistic, as R's ``boot.ci`` has them; numbers only.

t0 is the statistic of the data, t its R replicates, z_p and Phi the normal quantile and
distribution. Quantiles of t are order statistics, interpolated on the normal scale (Davison &
Hinkley 1997, Bootstrap Methods and their Application, equation 5.8).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

TIE_TOLERANCE = 1e-8  # of the standard deviation: replicates so near to t0 are equal to it
INTERVAL_NAMES = {
    "norm": "Normal",
    "basic": "Basic",
    "stud": "Studentized",
    "perc": "Percentile",
    "bca": "BCa",
}


@dataclass(frozen=True)
class Replicates:
    """A statistic and its replicates.

    Attributes
    ----------
    t0 : float
    t : (R,) array
        Infinite where the statistic of a resample is; without those that are NaN.
    error0 : float
        The standard error of t0; NaN where it is not known.
    errors : (R,) array
        The standard errors of t.
    influence : function
        Returns the influence values of the data, (units,): how t0 changes with the weight of a
        row, or cluster, up to a factor.
    """

    t0: float
    t: np.ndarray
    error0: float = float("nan")
    errors: np.ndarray | None = None
    influence: Callable[[], np.ndarray] = lambda: np.zeros(0)


@dataclass(frozen=True)
class Limits:
    """The two ends of an interval, and whether R is too small for it.

    Attributes
    ----------
    ends : (2,) array
    is_extreme : bool
        Whether an end is the smallest or the largest replicate.
    """

    ends: np.ndarray
    is_extreme: bool = False

    @property
    def is_undefined(self) -> bool:
        """Whether an end is not known."""
        return bool(np.isnan(self.ends).any())


def bootstrap_limits(kind: str, replicates: Replicates, level: float) -> Limits:
    """The interval of a kind, NaN where it is not defined."""
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    if len(replicates.t) < 2 or not (kind == "perc" or np.isfinite(replicates.t0)):
        return Limits(np.full(2, np.nan))
    return LIMITS[kind](replicates, tails)


def normal_limits(replicates: Replicates, tails: np.ndarray) -> Limits:
    """t0 - b +- z s: b the mean of t - t0, s their standard deviation, of finite t."""
    from scipy.special import ndtri

    t = replicates.t[np.isfinite(replicates.t)]
    if len(t) < 2:
        return Limits(np.full(2, np.nan))
    return Limits(2 * replicates.t0 - t.mean() + ndtri(tails) * t.std(ddof=1))


def basic_limits(replicates: Replicates, tails: np.ndarray) -> Limits:
    """2 t0 less the quantiles of t."""
    quantiles = interpolated_quantiles(replicates.t, tails)
    return Limits(2 * replicates.t0 - quantiles.ends[::-1], quantiles.is_extreme)


def percentile_limits(replicates: Replicates, tails: np.ndarray) -> Limits:
    """The quantiles of t."""
    return interpolated_quantiles(replicates.t, tails)


def studentized_limits(replicates: Replicates, tails: np.ndarray) -> Limits:
    """t0 less s0 times the quantiles of (t - t0) / s, s the standard error of each replicate."""
    if replicates.errors is None or not np.isfinite(replicates.error0):
        return Limits(np.full(2, np.nan))
    with np.errstate(all="ignore"):
        z = (replicates.t - replicates.t0) / replicates.errors
    quantiles = interpolated_quantiles(z[~np.isnan(z)], tails)
    return Limits(replicates.t0 - replicates.error0 * quantiles.ends[::-1], quantiles.is_extreme)


def bca_limits(replicates: Replicates, tails: np.ndarray) -> Limits:
    """The quantiles of t at Phi(w + (w + z) / (1 - a (w + z))); Efron (1987), JASA 82.

    w is the normal quantile of the share of t below t0, and a, the acceleration, a sixth of the
    skewness of the influence values, sum L^3 / (6 (sum L^2)^1.5). A replicate that differs from
    t0 by rounding is not below it.
    """
    from scipy.special import ndtr, ndtri

    t, t0 = replicates.t, replicates.t0
    w = ndtri((t < t0 - TIE_TOLERANCE * _spread(t)).mean())
    a = acceleration(replicates.influence())
    if not (np.isfinite(w) and np.isfinite(a)):
        return Limits(np.full(2, np.nan))
    z = w + ndtri(tails)
    return interpolated_quantiles(replicates.t, ndtr(w + z / (1 - a * z)))


def _spread(t: np.ndarray) -> float:
    """The standard deviation of the finite replicates."""
    finite = t[np.isfinite(t)]
    return float(finite.std()) if len(finite) else 0.0


def acceleration(influence: np.ndarray) -> float:
    """A sixth of the skewness of influence values."""
    squares = (influence**2).sum()
    return float((influence**3).sum() / (6 * squares**1.5)) if squares > 0 else np.nan


def interpolated_quantiles(t: np.ndarray, probabilities: np.ndarray) -> Limits:
    """Order statistics of t at (R + 1) p, interpolated on the scale of normal quantiles.

    Between a finite and an infinite order statistic a quantile is infinite.
    """
    from scipy.special import ndtri

    t, count = np.sort(t), len(t)
    if not count:
        return Limits(np.full(2, np.nan))
    place = (count + 1) * probabilities
    k = np.clip(np.floor(place), 1, count).astype(int)
    after = np.minimum(k + 1, count)
    low, high = t[k - 1], t[after - 1]
    with np.errstate(all="ignore"):
        start, end = ndtri(k / (count + 1)), ndtri(after / (count + 1))
        share = np.where(after > k, (ndtri(probabilities) - start) / (end - start), 0.0)
        share = np.where(place < 1, 0.0, share)
        between = low + share * (high - low)
    between = np.where(np.isinf(high), high, np.where(np.isinf(low), low, between))
    ends = np.where((share <= 0) | (low == high), low, between)
    return Limits(ends, bool(((place <= 1) | (place >= count)).any()))


LIMITS = {
    "norm": normal_limits,
    "basic": basic_limits,
    "stud": studentized_limits,
    "perc": percentile_limits,
    "bca": bca_limits,
}
