"""What ``scale``, ``poly``, ``cut``, ``bs`` and ``ns`` need to know of a column, part by part.

Each is learned from some rows and joined with that of others by ``+=``; none keeps the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev

from rglm.design.values.numeric_arguments import as_column


def nonmissing_values(x: Any, word: str) -> np.ndarray:
    """The values that are not missing, which may be none."""
    values = as_column(x, word)
    return values[~np.isnan(values)]


@dataclass
class Moments:
    """Number, range, mean and sum of squares about the mean, in `of`'s rows.

    Joined as Chan, Golub & LeVeque (1983, The American Statistician 37) do.
    """

    n: int
    low: float
    high: float
    mean: float
    square: float

    @classmethod
    def of(cls, values: np.ndarray) -> Moments:
        """Those of some values."""
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

    def spread(self, center: float | None) -> float:
        """The root of the sum of squares about `center` (0 if None) over n - 1."""
        gap = self.mean - (center or 0.0)
        return float(np.sqrt((self.square + self.n * gap * gap) / max(self.n - 1, 1)))


@dataclass
class ChebyshevTriangle:
    """The triangle of the Chebyshev polynomials of a column, from which orthogonal ones follow.

    Attributes
    ----------
    degree : int
    low, high : float
        The range, on which the Chebyshev polynomials are those of [-1, 1].
    n : int
    r : (degree + 1, degree + 1) float array
        R of the QR of [T_0, ..., T_degree] on the rows.
    distinct : float array
        Distinct values, one more than `degree` at most.
    """

    degree: int
    low: float
    high: float
    n: int
    r: np.ndarray
    distinct: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, degree: int) -> ChebyshevTriangle:
        """The polynomials of some values."""
        m = degree + 1
        if not len(values):
            return cls(degree, np.inf, -np.inf, 0, np.zeros((m, m)), values)
        low, high = float(values.min()), float(values.max())
        basis = chebyshev.chebvander(_unit(values, low, high), degree)
        return cls(degree, low, high, len(values), _triangle(basis), np.unique(values)[:m])

    def __iadd__(self, other: ChebyshevTriangle) -> ChebyshevTriangle:
        if not other.n:
            return self
        low, high = min(self.low, other.low), max(self.high, other.high)
        parts = [part.moved(low, high) for part in (self, other) if part.n]
        self.r, self.low, self.high = _triangle(np.vstack(parts)), low, high
        self.n += other.n
        self.distinct = np.union1d(self.distinct, other.distinct)[: self.degree + 1]
        return self

    def moved(self, low: float, high: float) -> np.ndarray:
        """R of the Chebyshev polynomials of a wider range, which are well behaved on this one."""
        if (low, high) == (self.low, self.high):
            return self.r
        nodes = chebyshev.chebpts1(self.degree + 1)
        own = chebyshev.chebvander(nodes, self.degree)
        place = (self.low + self.high) / 2 + nodes * (self.high - self.low) / 2
        wide = chebyshev.chebvander(_unit(place, low, high), self.degree)
        return self.r @ np.linalg.solve(own, wide)

    def recurrence(self) -> tuple[np.ndarray, np.ndarray]:
        """Alpha and the norms of monic orthogonal polynomials: see `polynomials.learn_poly`."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        r = self.r * np.sign(np.diag(self.r))[:, None]
        coefs = np.linalg.inv(r)
        alpha, steps = [], []
        for j in range(self.degree):
            times = chebyshev.chebmulx(coefs[: j + 1, j])
            moved = r[:, : len(times)] @ times
            alpha.append(moved @ (r @ coefs[:, j]))
            steps.append(moved @ (r @ coefs[:, j + 1]))
        norms = np.cumprod([np.sqrt(self.n), *(half * np.array(steps))])
        return middle + half * np.array(alpha), norms


def _unit(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """[low, high] to [-1, 1]."""
    return (values - (low + high) / 2) / ((high - low) / 2 or 1.0)


def _triangle(rows: np.ndarray) -> np.ndarray:
    m = rows.shape[1]
    if len(rows) < m:
        rows = np.vstack([rows, np.zeros((m - len(rows), m))])
    return np.linalg.qr(rows, mode="r")
