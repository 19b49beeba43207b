"""P(max > c) of normal variables by Genz's separation of variables.

The variables are linear functions of r independent ones. Each of these is integrated over what the
ones before leave to it, by its distribution function, so that the integral runs over the unit cube
(Genz and Kwong 2000, Journal of Statistical Computation and Simulation 68).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from rglm.inference.multiple_comparisons.maximum.point_sets import cube_points

ORDER_AT = 2.5  # the threshold for which the variables are put in order
RANK_TOLERANCE = 1e-9
WORK = 1_500_000  # points times variables
LEAST_POINTS, MOST_POINTS = 4096, 16384


def separated_tail(
    correlation: np.ndarray, thresholds: np.ndarray, is_two_sided: bool
) -> np.ndarray:
    """P(max |Z_i| > c), or P(max Z_i > c), for each threshold c."""
    factor = ordered_factor(correlation, is_two_sided)
    count, dimension = factor.shape
    last = np.array([np.flatnonzero(row)[-1] for row in factor])
    number = int(np.clip(WORK // count, LEAST_POINTS, MOST_POINTS))
    points = cube_points(number, max(dimension - 1, 1))
    return np.array([_tail(factor, last, points, c, is_two_sided) for c in thresholds])


def ordered_factor(correlation: np.ndarray, is_two_sided: bool) -> np.ndarray:
    """Rows l_i with correlation l_i' l_j, the least probable variables first.

    Returns
    -------
    (m, r) array
        A pivoted Cholesky factor, its rows in the order of the variables.
    """
    count = len(correlation)
    factor, means, used = np.zeros((count, count)), np.zeros(count), np.zeros(count, bool)
    values: list[float] = []
    for k in range(count):
        variance = 1.0 - np.square(factor[:, :k]).sum(axis=1)
        left = np.flatnonzero(~used & (variance > RANK_TOLERANCE))
        if not len(left):
            break
        scale = np.sqrt(variance[left])
        high = (ORDER_AT - means[left]) / scale
        low = (-ORDER_AT - means[left]) / scale if is_two_sided else np.full_like(high, -np.inf)
        place = int(np.argmin(ndtr(high) - ndtr(low)))
        pivot = left[place]
        column = correlation[:, pivot] - factor[:, :k] @ factor[pivot, :k]
        factor[:, k] = np.where(used, 0.0, column / scale[place])
        used[pivot] = True
        values.append(_truncated_mean(float(low[place]), float(high[place])))
        means = factor[:, : k + 1] @ np.array(values)
    factor = factor[:, : len(values)]
    return np.where(np.abs(factor) < RANK_TOLERANCE, 0.0, factor)


def _truncated_mean(low: float, high: float) -> float:
    density = np.exp(-(np.array([low, high]) ** 2) / 2) / np.sqrt(2 * np.pi)
    return float((density[0] - density[1]) / (ndtr(high) - ndtr(low)))


def _tail(
    factor: np.ndarray,
    last: np.ndarray,
    points: np.ndarray,
    threshold: float,
    is_two_sided: bool,
) -> float:
    sums = np.zeros((len(factor), len(points)))
    inside = np.ones(len(points))
    for k in range(factor.shape[1]):
        low, high = _limits(factor, last, sums, k, threshold, is_two_sided)
        start = ndtr(low)
        width = np.maximum(ndtr(high) - start, 0.0)
        inside *= width
        if k < factor.shape[1] - 1:
            value = ndtri(np.clip(start + points[:, k] * width, 1e-300, 1 - 1e-16))
            later = last > k
            sums[later] += factor[later, k][:, None] * value
    return float(1.0 - inside.mean())


def _limits(
    factor: np.ndarray,
    last: np.ndarray,
    sums: np.ndarray,
    k: int,
    threshold: float,
    is_two_sided: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Between what the k-th independent variable may be, for each point."""
    rows = last == k
    slopes = factor[rows, k][:, None]
    ends = (threshold - sums[rows]) / slopes
    if is_two_sided:
        others = (-threshold - sums[rows]) / slopes
        return np.minimum(ends, others).max(axis=0), np.maximum(ends, others).min(axis=0)
    low = np.where(slopes < 0, ends, -np.inf).max(axis=0)
    high = np.where(slopes > 0, ends, np.inf).min(axis=0)
    return low, high
