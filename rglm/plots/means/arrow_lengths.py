"""Lengths of comparison arrows: arrows of two means overlap where the means do not differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import linprog, nnls

EVENNESS = 0.1  # the weight of equal arrows to both sides, beside that of the margins
GAP = 0.02  # between tips, among the largest margin, where there is as much room
NEGLIGIBLE = 1e-7  # of lengths, among the largest margin


@dataclass(frozen=True)
class ArrowLengths:
    """Arrows of k means, on their scale.

    Attributes
    ----------
    left, right : (k,) float array
        The lengths downward and upward; NaN of an arrow that nothing is compared with.
    misleading : list of (int, int)
        Pairs whose arrows overlap although the means differ, or do not although they do not.
    """

    left: np.ndarray
    right: np.ndarray
    misleading: list[tuple[int, int]]


def arrow_lengths(means: np.ndarray, margins: np.ndarray, differs: np.ndarray) -> ArrowLengths:
    """The lengths of arrows that overlap where two means do not differ, and only there.

    With m_i < m_j the arrow up from i and the arrow down from j have lengths R_i and L_j, and

        R_i + L_j = e_ij,   the margin of error of m_j - m_i,

    by least squares, subject to R_i + L_j < m_j - m_i where the difference is significant, and >=
    where it is not. This is solved as a problem of least distance (Lawson & Hanson 1974, chapter
    23). If no arrows show all decisions, those do that break the bounds least in sum.

    Parameters
    ----------
    means : (k,) float array
        NaN where one cannot be estimated.
    margins : (k, k) float array
        e, half the length of the interval of each difference; symmetric.
    differs : (k, k) bool array
        Whether the test of the difference is significant; symmetric.

    References
    ----------
    Lawson, C. L. & Hanson, R. J. (1974). Solving Least Squares Problems. Prentice-Hall.
    """
    k = len(means)
    lower, upper = np.nonzero(means[:, None] < means[None, :])  # False beside NaN
    lengths = np.full(2 * k, np.nan)  # up, then down
    if not len(lower):
        return ArrowLengths(lengths[k:], lengths[:k], [])
    places, columns = np.unique(np.concatenate([lower, k + upper]), return_inverse=True)
    sums = np.zeros((len(lower), len(places)))
    rows = np.arange(len(lower))
    sums[rows, columns[: len(lower)]] = sums[rows, columns[len(lower) :]] = 1
    unit = float(margins[lower, upper].max())
    pairs = _Pairs(
        sums,
        (means[upper] - means[lower]) / unit,
        margins[lower, upper] / unit,
        differs[lower, upper],
    )
    solution = pairs.solve(*_even(places, k, margins[lower, upper].mean() / unit))
    lengths[places] = np.maximum(solution, 0) * unit
    wrong = pairs.wrong(solution)
    misleading = [
        (int(min(pair)), int(max(pair))) for pair in zip(lower[wrong], upper[wrong], strict=True)
    ]
    return ArrowLengths(lengths[k:], lengths[:k], sorted(misleading))


def _even(places: np.ndarray, k: int, usual: float) -> tuple[np.ndarray, np.ndarray]:
    """Equations, of low weight, by which arrows are half the usual margin and even."""
    number = {int(place): i for i, place in enumerate(places)}
    both = [(number[i], number[k + i]) for i in range(k) if i in number and k + i in number]
    equal = np.zeros((len(both), len(places)))
    for row, (up, down) in enumerate(both):
        equal[row, up], equal[row, down] = EVENNESS, -EVENNESS
    half = EVENNESS**2 * np.eye(len(places))
    values = np.concatenate([np.zeros(len(both)), np.full(len(places), EVENNESS**2 * usual / 2)])
    return np.vstack([equal, half]), values


@dataclass(frozen=True)
class _Pairs:
    """The sums S z of two arrows, beside the distance d of the means and their margin e."""

    sums: np.ndarray
    distance: np.ndarray
    margin: np.ndarray
    differs: np.ndarray

    def solve(self, equal: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The lengths z >= 0: least squares where S z is on the right side of d."""
        bounds, least = self._bounds()
        weight = 1 / (1 + np.abs(self.distance - self.margin))
        matrix = np.vstack([weight[:, None] * self.sums, equal])
        target = np.concatenate([weight * self.margin, values])
        least = least - _least_violations(bounds, least)
        count = self.sums.shape[1]
        return bounded_least_squares(
            matrix,
            target,
            np.vstack([bounds, np.eye(count)]),
            np.concatenate([least, np.zeros(count)]),
        )

    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """G and h of G z >= h."""
        sign = np.where(self.differs, -1.0, 1.0)
        room = np.where(self.differs, self.distance, np.inf)
        gap = np.minimum(GAP, room / 2)
        return sign[:, None] * self.sums, sign * self.distance + gap

    def wrong(self, lengths: np.ndarray) -> np.ndarray:
        """Whether arrows say other than the test."""
        overlaps: np.ndarray = self.sums @ lengths >= self.distance - NEGLIGIBLE
        return overlaps == self.differs


def _least_violations(bounds: np.ndarray, least: np.ndarray) -> np.ndarray:
    """S >= 0 of the least sum with which G z >= h - s has a solution z >= 0."""
    rows, count = bounds.shape
    cost = np.concatenate([np.zeros(count), np.ones(rows)])
    matrix = sparse.hstack([sparse.csr_matrix(-bounds), -sparse.identity(rows)], format="csr")
    found = linprog(cost, A_ub=matrix, b_ub=-least, method="highs")
    assert found.x is not None  # with s large enough there is a solution
    violations: np.ndarray = found.x[count:]
    return np.where(violations > NEGLIGIBLE, violations + NEGLIGIBLE, 0.0)


def bounded_least_squares(
    matrix: np.ndarray, target: np.ndarray, bounds: np.ndarray, least: np.ndarray
) -> np.ndarray:
    """The z of the least |A z - b| with G z >= h; A of full column rank.

    Bounds that no solution breaks are left out, one set after the other.
    """
    q, r = np.linalg.qr(matrix)
    centre = np.linalg.solve(r, q.T @ target)
    used = np.zeros(len(least), dtype=bool)
    solution = centre
    while True:
        broken = np.logical_and(bounds @ solution < least - NEGLIGIBLE, np.logical_not(used))
        if not broken.any():
            return solution
        used |= broken
        g = np.linalg.solve(r.T, bounds[used].T).T
        solution = centre + np.linalg.solve(
            r, _least_distance(g, least[used] - bounds[used] @ centre)
        )


def _least_distance(bounds: np.ndarray, least: np.ndarray) -> np.ndarray:
    """The shortest y with G y >= h, by nonnegative least squares of the dual problem."""
    dual = np.vstack([bounds.T, least])
    weights, _ = nnls(dual, np.append(np.zeros(bounds.shape[1]), 1.0), maxiter=100 * dual.shape[1])
    rest = dual @ weights
    rest[-1] -= 1
    shortest: np.ndarray = -rest[:-1] / rest[-1]
    return shortest
