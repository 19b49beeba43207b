"""A smooth line through scattered points: Cleveland's lowess."""

from __future__ import annotations

import numpy as np

from rglm.plots.tie_groups import bins_of, tie_groups

MANY = 500  # points; more are first averaged in as many bins of equally many


def lowess(
    x: np.ndarray, y: np.ndarray, share: float = 2 / 3, rounds: int = 3
) -> tuple[np.ndarray, np.ndarray]:
    """The points in the order of x, and the robust locally linear line at them; R's ``lowess``.

    At each point a line is fitted to the `share` of the points nearest to it, with tricube weights
    in the distance; then again, `rounds` times, with bisquare weights in the residuals.

    Parameters
    ----------
    x, y : (n,) arrays
        Finite numbers; of more than 500 points the means of 500 bins in the order of x, of which
        none divides points of the same x.
    share : float
    rounds : int

    Returns
    -------
    tuple of (m,) arrays

    References
    ----------
    Cleveland (1979), JASA 74.

    Examples
    --------
    >>> x, line = lowess(np.arange(5.0), np.array([0, 1, 2, 3, 10.0]))
    >>> line.round(3).tolist()
    [0.0, 1.0, 2.0, 3.0, 10.0]
    """
    order = np.argsort(x, kind="stable")
    x, y = np.asarray(x, dtype=float)[order], np.asarray(y, dtype=float)[order]
    count = np.ones(len(x))
    if len(x) > MANY:
        x, y, count = _averaged(x, y)
    near, trust = _near(x, share, count) * count, np.ones(len(x))
    line = _lines(x, y, near)
    for _ in range(rounds):
        size = np.abs(y - line)
        middle = 6 * np.median(size)
        if not middle > max(1e-7 * size.mean(), 1e-13 * np.abs(y).max()):  # nothing is left over
            break
        ratio = size / middle
        trust = np.where(ratio <= 0.001, 1, np.where(ratio > 0.999, 0, (1 - ratio**2) ** 2))
        line = _lines(x, y, near * trust)
    return x, line


def _averaged(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The means of x and y in bins, and how many points each has, 1 on average."""
    groups, ones = tie_groups(x, np.ptp(x)), np.ones(len(x))
    bins = np.unique(bins_of(groups, ones, MANY), return_inverse=True)[1]
    count = np.bincount(bins)
    x, y = (np.bincount(bins, v) / count for v in (x, y))
    return x, y, count / count.mean()


def _near(x: np.ndarray, share: float, count: np.ndarray) -> np.ndarray:
    """The tricube weight of each point (columns) for the line at each (rows).

    A window reaches as far as the nearest points that make up the share.
    """
    away = np.abs(x[:, None] - x)
    least = min(max(int(share * len(x) + 1e-7), 2), len(x)) - 0.5
    order = np.argsort(away, axis=1, kind="stable")
    last = (count[order].cumsum(axis=1) < least).sum(axis=1, keepdims=True)
    reach = np.take_along_axis(away, np.take_along_axis(order, last, axis=1), axis=1)
    with np.errstate(all="ignore"):
        ratio = away / reach
        out = np.where(ratio <= 0.001, 1.0, np.where(ratio > 0.999, 0.0, (1 - ratio**3) ** 3))
    return np.where(reach > 0, out, away == 0)


def _lines(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The value at each point of the line with the weights of its row."""
    with np.errstate(all="ignore"):
        weight = weight / weight.sum(axis=1, keepdims=True)
        middle = weight @ x
        gap = x - middle[:, None]
        spread = (weight * gap**2).sum(axis=1)
        level = weight @ y
        slope = (weight * gap * y).sum(axis=1) / spread
        flat = ~(np.sqrt(spread) > 0.001 * (x[-1] - x[0]))
        found = np.where(flat, level, level + slope * (x - middle))
    return np.where(np.isfinite(found), found, y)  # no point near is trusted
