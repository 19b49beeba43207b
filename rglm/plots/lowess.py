"""Cleveland's lowess: a smooth line through points."""

from __future__ import annotations

import numpy as np

from rglm.fitting.tie_groups import equal_weight_bins, tie_groups
from rglm.protocol.model_result import ModelResult

ROBUST_ROUNDS = 3
MAX_LOWESS_POINTS = 500  # more points are replaced by the means of as many bins


def lowess_rounds(fit: ModelResult) -> int:
    """The robust rounds of the line through residuals: 3 for lm(), else 0, as R's ``plot.lm``.

    Residuals of other models are skewed: a robust line goes through their median, not their mean.
    """
    return ROBUST_ROUNDS if fit._has_raw_residuals else 0


def lowess(
    x: np.ndarray, y: np.ndarray, share: float = 2 / 3, rounds: int = ROBUST_ROUNDS
) -> tuple[np.ndarray, np.ndarray]:
    """The sorted x, and the robust locally linear smooth at them; R's ``lowess(delta = 0)``.

    At each point a line is fitted to the nearest points, a `share` of all, with tricube weights of
    the distance; then again, `rounds` times, with bisquare weights of the residuals.

    Parameters
    ----------
    x, y : (n,) arrays
        Finite numbers. More than 500 points are replaced by the means of 500 bins in the order of
        x, the smallest and the largest x alone; points of the same x are in one bin.
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
    if len(x) > MAX_LOWESS_POINTS:
        x, y, count = _bin_means(x, y)
    weights = _tricube_weights(x, share, count) * count
    line = _local_lines(x, y, weights)
    for _ in range(rounds):
        size = np.abs(y - line)
        scale = 6 * np.median(size)
        if not scale > max(1e-7 * size.mean(), 1e-13 * np.abs(y).max()):  # an exact fit
            break
        ratio = size / scale
        bisquare = np.where(ratio <= 0.001, 1, np.where(ratio > 0.999, 0, (1 - ratio**2) ** 2))
        line = _local_lines(x, y, weights * bisquare)
    return x, line


def _bin_means(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The means of x and y in bins, and the relative numbers of points in these.

    The smallest and the largest x are bins of their own, so that the line reaches both ends.
    """
    groups, ones = tie_groups(x, np.ptp(x)), np.ones(len(x))
    bins = equal_weight_bins(groups, ones, MAX_LOWESS_POINTS - 2)
    bins = np.select([x == x[0], x == x[-1]], [-1, len(x)], bins)
    bins = np.unique(bins, return_inverse=True)[1]
    count = np.bincount(bins)
    x, y = (np.bincount(bins, v) / count for v in (x, y))
    return x, y, count / count.mean()


def _tricube_weights(x: np.ndarray, share: float, count: np.ndarray) -> np.ndarray:
    """The tricube weight of each point (columns) for the line at each point (rows).

    The bandwidth is the distance of the farthest of the nearest points that make up the share.
    """
    distance = np.abs(x[:, None] - x)
    needed = min(max(int(share * len(x) + 1e-7), 2), len(x)) - 0.5
    order = np.argsort(distance, axis=1, kind="stable")
    last = (count[order].cumsum(axis=1) < needed).sum(axis=1, keepdims=True)
    farthest = np.take_along_axis(order, last, axis=1)
    bandwidth = np.take_along_axis(distance, farthest, axis=1)
    with np.errstate(all="ignore"):
        ratio = distance / bandwidth
        out = np.where(ratio <= 0.001, 1.0, np.where(ratio > 0.999, 0.0, (1 - ratio**3) ** 3))
    return np.where(bandwidth > 0, out, distance == 0)


def _local_lines(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The value at each point of the line by least squares with a row of weights."""
    with np.errstate(all="ignore"):
        weight = weight / weight.sum(axis=1, keepdims=True)
        x_mean, y_mean = weight @ x, weight @ y
        centred = x - x_mean[:, None]
        variance = (weight * centred**2).sum(axis=1)
        slope = (weight * centred * y).sum(axis=1) / variance
        is_flat = ~(np.sqrt(variance) > 0.001 * (x[-1] - x[0]))
        line = np.where(is_flat, y_mean, y_mean + slope * (x - x_mean))
    return np.where(np.isfinite(line), line, y)  # y where all weights are 0
