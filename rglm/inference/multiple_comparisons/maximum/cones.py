"""The largest of normal variables by directions: cones around each variable's axis.

With independent normal U in r dimensions and unit rows a_i, Z_i = a_i' U. The length of U and its
direction u are independent, so P(max |Z_i| > c) is the mean over u of P(chi_r > c / M(u)), where
M(u) is the largest |a_i' u|. On the sphere the directions where variable i is the largest form a
cone around a_i. In polar coordinates around a_i, at an angle theta and in the direction v, it
reaches up to an angle theta_i(v), which has a closed form. So the distribution of M = cos(theta)
needs the mean over v alone: exact in two dimensions, by a rule on the circle in three, by Sobol's
points in more. In the tail, where the inner part of the cones decides, even that mean is exact
(Naiman 1986, Annals of Statistics 14).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import beta, gammaincc

from rglm.inference.multiple_comparisons.maximum.point_sets import sphere_points

CELLS, CELL_NODES = 16, 8  # of a right angle
POINTS = 60_000  # of all cones
MIN_POINTS = 512  # of a cone


@dataclass(frozen=True)
class DirectionMeasure:
    """The distribution of M(u) over directions u, at nodes.

    Attributes
    ----------
    values, weights : (n,) array
        Values of M, of which the weights are the probabilities.
    dimension : int
    """

    values: np.ndarray
    weights: np.ndarray
    dimension: int

    def normal_tail(self, thresholds: np.ndarray) -> np.ndarray:
        """P(max > c) of the normal variables, for thresholds c of either sign."""
        out = []
        half, positive = self.dimension / 2, self.values > 0
        for c in thresholds:
            with np.errstate(divide="ignore"):
                tails = gammaincc(half, (c / self.values) ** 2 / 2)
            if c >= 0:
                out.append(self.weights[positive] @ tails[positive])
            else:
                out.append(1.0 - self.weights[~positive] @ tails[~positive])
        return np.array(out)


def direction_measure(rows: np.ndarray, is_two_sided: bool) -> DirectionMeasure:
    """The distribution of the largest |a_i' u|, or a_i' u, over directions u.

    Parameters
    ----------
    rows : (m, r) array
        The unit vectors a_i, none twice, r at least 2.
    """
    count, dimension = rows.shape
    sets = sphere_points(dimension - 1, max(MIN_POINTS, POINTS // count), count)
    top = np.pi / 2 if is_two_sided else np.pi
    cells = _Cells(top)
    reaches = [_reach(rows, i, points, is_two_sided, cells) for i, points in enumerate(sets)]
    shares = np.mean(reaches, axis=0)
    sides = 2.0 if is_two_sided else 1.0
    density = np.sin(cells.angles) ** (dimension - 2) / beta((dimension - 1) / 2, 0.5)
    weights = count * sides * density * shares
    full = count * sides * density * cells.weights
    # directions have the sum 1: what is missing, or too much, is where cones end
    excess = full.sum() - weights.sum()
    correction = (full.sum() - 1.0) / excess if excess > 0 else 1.0
    weights = full - correction * (full - weights)
    return DirectionMeasure(np.cos(cells.angles).ravel(), weights.ravel(), dimension)


class _Cells:
    """Cells of angles, with the nodes and weights of Gauss and Legendre in each."""

    def __init__(self, top: float) -> None:
        legendre = np.polynomial.legendre
        self.nodes, weights = legendre.leggauss(CELL_NODES)
        self.count = CELLS * round(top / (np.pi / 2))
        self.edges = np.linspace(0.0, top, self.count + 1)
        self.half = self.edges[1] / 2
        self.angles = self.edges[:-1, None] + self.half * (1 + self.nodes)
        self.weights = np.broadcast_to(self.half * weights, self.angles.shape)
        self.to_series = np.linalg.inv(legendre.legvander(self.nodes, CELL_NODES - 1))

    def mean_weights(self, ends: np.ndarray) -> np.ndarray:
        """Weights of the integrals from 0 to each end, averaged over the ends."""
        cell = np.minimum((ends / (2 * self.half)).astype(int), self.count - 1)
        partial = self._partial((ends - self.edges[cell]) / self.half - 1)
        beyond = len(ends) - np.cumsum(np.bincount(cell, minlength=self.count))
        inside = [np.bincount(cell, part, minlength=self.count) for part in partial.T]
        sums = beyond[:, None] * self.weights + self.half * np.column_stack(inside)
        return np.asarray(sums / len(ends))

    def _partial(self, ends: np.ndarray) -> np.ndarray:
        """Weights of the integral from -1 to each end."""
        values = np.polynomial.legendre.legvander(ends, CELL_NODES)
        integrals = np.empty((len(ends), CELL_NODES))
        integrals[:, 0] = ends + 1
        for j in range(1, CELL_NODES):
            integrals[:, j] = (values[:, j + 1] - values[:, j - 1]) / (2 * j + 1)
        return np.asarray(integrals @ self.to_series)


def _reach(
    rows: np.ndarray, i: int, points: np.ndarray, is_two_sided: bool, cells: _Cells
) -> np.ndarray:
    """The weights of the angles inside cone i, averaged over directions around its axis."""
    basis = np.linalg.qr(np.column_stack([rows[i], np.eye(rows.shape[1])]))[0][:, 1:]
    others = np.delete(rows, i, axis=0)
    if not len(others):
        return cells.mean_weights(np.full(1, cells.edges[-1]))
    cosines = others @ rows[i]
    along = points @ (others @ basis).T
    cotangent = (along / (1 - cosines)).max(axis=1)
    if is_two_sided:
        cotangent = np.maximum(cotangent, (-along / (1 + cosines)).max(axis=1))
    ends = np.arctan2(1.0, cotangent)
    return cells.mean_weights(np.minimum(ends, cells.edges[-1]))
