"""A band that all points of a normal Q-Q picture are in, with 95% probability."""

from __future__ import annotations

from functools import cache

import numpy as np

BAND_POINTS = 60
DRAWS = 1000
SEED = 1


@cache
def simultaneous_band(n: int, level: float = 0.95) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (k - 0.5) / n, and the ends of the band there, on (0, 1), each (m,).

    The k-th smallest of n uniform numbers is beta(k, n - k + 1). At 60 places k, dense at both
    ends, the band has the same coverage, which is chosen by simulation so that all of them are in
    it together with probability `level`.

    Notes
    -----
    The source is Aldor-Noiman, Brown, Buja, Rolke & Stine (2013), The power to see: a new
    graphical test of normality, The American Statistician 67.
    """
    from scipy.special import betainc, betaincinv

    k = _positions(n)
    tails = betainc(k, n - k + 1, _order_statistics(k, n))
    smallest = np.minimum(tails, 1 - tails).min(axis=1)
    local = float(np.quantile(smallest, 1 - level))
    return (k - 0.5) / n, betaincinv(k, n - k + 1, local), betaincinv(k, n - k + 1, 1 - local)


def _positions(n: int) -> np.ndarray:
    """Places among 1, ..., n, all of them if there are few; dense at both ends."""
    half = np.unique(np.geomspace(1, max(n / 2, 1), BAND_POINTS // 2).round())
    return np.unique(np.concatenate([half, n + 1 - half])).astype(float)


def _order_statistics(k: np.ndarray, n: int) -> np.ndarray:
    """Draws of the k-th smallest of n uniform numbers, (draws, m), by sums of exponentials."""
    rng = np.random.default_rng(SEED)
    steps = np.diff(np.concatenate([[0], k, [n + 1]]))
    sums = rng.gamma(steps, size=(DRAWS, len(steps))).cumsum(axis=1)
    return sums[:, :-1] / sums[:, -1:]
