"""Moments and orthogonal polynomials of a column of chunked data.

Each is computed from the rows of a chunk, and joined with that of the next chunk by ``+=``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev


@dataclass
class Moments:
    """Number, range, mean and sum of squares about the mean; ``a += b`` joins two.

    Source: Chan, Golub & LeVeque (1983, The American Statistician 37).
    """

    n: int
    low: float
    high: float
    mean: float
    square: float

    @classmethod
    def of(cls, values: np.ndarray) -> Moments:
        """The moments of some values."""
        if not len(values):
            return cls(0, np.inf, -np.inf, 0.0, 0.0)
        mean = float(values.mean())
        rest = values - mean
        return cls(len(values), float(values.min()), float(values.max()), mean, float(rest @ rest))

    def __iadd__(self, other: Moments) -> Moments:
        n = self.n + other.n
        gap = other.mean - self.mean
        if n:
            self.square += other.square + gap * gap * (self.n * (other.n / n))
            self.mean += gap * (other.n / n)
        self.n, self.low, self.high = n, min(self.low, other.low), max(self.high, other.high)
        return self

    @property
    def range(self) -> np.ndarray:
        """The least and the greatest value."""
        return np.array([self.low, self.high])

    def spread(self, center: float | None) -> float:
        """sqrt(sum((x - center)^2) / (n - 1)), where None is a center of 0."""
        gap = self.mean - (center or 0.0)
        return float(np.sqrt((self.square + self.n * gap * gap) / max(self.n - 1, 1)))


@dataclass
class ChebyshevTriangle:
    """R of the QR of Chebyshev polynomials of a column; ``a += b`` joins two.

    The orthogonal polynomials of all rows follow from it.
    """

    degree: int
    # low, high: the range of the column, on which the Chebyshev polynomials are those of
    # [-1, 1]
    low: float
    high: float
    n: int
    r: np.ndarray  # (degree + 1, degree + 1) R of the QR of [T_0, ..., T_degree] on the rows
    distinct: np.ndarray  # distinct values, at most ``degree + 1``

    @classmethod
    def of(cls, values: np.ndarray, degree: int) -> ChebyshevTriangle:
        """The triangle of some values."""
        size = degree + 1
        if not len(values):
            return cls(degree, np.inf, -np.inf, 0, np.zeros((size, size)), values)
        low, high = float(values.min()), float(values.max())
        basis = chebyshev.chebvander(_to_unit_interval(values, low, high), degree)
        return cls(degree, low, high, len(values), _triangle(basis), np.unique(values)[:size])

    def __iadd__(self, other: ChebyshevTriangle) -> ChebyshevTriangle:
        if not other.n:
            return self
        low, high = min(self.low, other.low), max(self.high, other.high)
        triangles = [one.rescaled(low, high) for one in (self, other) if one.n]
        self.r, self.low, self.high = _triangle(np.vstack(triangles)), low, high
        self.n += other.n
        self.distinct = np.union1d(self.distinct, other.distinct)[: self.degree + 1]
        return self

    def rescaled(self, low: float, high: float) -> np.ndarray:
        """R of the Chebyshev polynomials of a wider range, which are well behaved on this one."""
        if (low, high) == (self.low, self.high):
            return self.r
        nodes = chebyshev.chebpts1(self.degree + 1)
        own = chebyshev.chebvander(nodes, self.degree)
        values = (self.low + self.high) / 2 + nodes * (self.high - self.low) / 2
        wide = chebyshev.chebvander(_to_unit_interval(values, low, high), self.degree)
        return self.r @ np.linalg.solve(own, wide)

    def recurrence(self) -> tuple[np.ndarray, np.ndarray]:
        """Alpha and the norms of the monic orthogonal polynomials, as in `learn_poly`."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        r = self.r * np.sign(np.diag(self.r))[:, None]
        coefs = np.linalg.inv(r)
        alpha, steps = [], []
        for j in range(self.degree):
            times_x = chebyshev.chebmulx(coefs[: j + 1, j])
            on_rows = r[:, : len(times_x)] @ times_x
            alpha.append(on_rows @ (r @ coefs[:, j]))
            steps.append(on_rows @ (r @ coefs[:, j + 1]))
        norms = np.cumprod([np.sqrt(self.n), *(half * np.array(steps))])
        return middle + half * np.array(alpha), norms


def _to_unit_interval(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """[low, high] to [-1, 1]."""
    return (values - (low + high) / 2) / ((high - low) / 2 or 1.0)


def _triangle(rows: np.ndarray) -> np.ndarray:
    size = rows.shape[1]
    if len(rows) < size:
        rows = np.vstack([rows, np.zeros((size - len(rows), size))])
    return np.asarray(np.linalg.qr(rows, mode="r"))
