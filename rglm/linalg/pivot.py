"""Which columns a least-squares fit keeps: LINPACK's limited column pivoting on the triangle.

Columns are taken in their order; one whose part orthogonal to the columns before it is shorter
than `tol` times its own length is moved behind all others (Businger & Golub 1965; LINPACK's dqrdc
with the limited pivoting that R's ``lm`` and ``glm`` describe in ``?qr``). A triangle keeps the
lengths and the angles of the columns it came from, so the rule is applied to it, p x p, instead of
to the n x p columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.linalg.lapack import dtrtri, dtrtrs

from rglm.linalg.threads import one_thread


@dataclass(frozen=True)
class Pivoted:
    """A triangle after pivoting.

    Attributes
    ----------
    order : (p,) int array
        The columns in their new order; the first `rank` are kept.
    rank : int
    r : (p, p) array
        The triangle of the columns in that order.
    rotated : (p,) array
        The target in the same rotation, Q't.
    """

    order: np.ndarray
    rank: int
    r: np.ndarray
    rotated: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """The columns that are kept, in their order."""
        return self.order[: self.rank]

    def step(self) -> np.ndarray:
        """The solution (p,); zero for the columns left out."""
        out = np.zeros(len(self.order))
        kept = self.r[: self.rank, : self.rank]
        out[self.kept] = solve_upper(kept, self.rotated[: self.rank])
        return out

    @property
    def gain(self) -> float:
        """By how much the step lowers the sum of squares."""
        return float((self.rotated[: self.rank] ** 2).sum())

    @cached_property
    def half(self) -> np.ndarray:
        """R^-1 of the kept columns (rank x rank): (X'WX)^-1 = R^-1 R^-T."""
        return inverse_triangle(self.r[: self.rank, : self.rank])

    def variances(self) -> np.ndarray:
        """The diagonal of (X'WX)^-1, of the columns kept in their order."""
        return np.einsum("ij,ij->i", self.half, self.half)

    def covariance(self, places: np.ndarray | None = None) -> np.ndarray:
        """(X'WX)^-1 of the columns at `places` among those kept; of all if None."""
        half = self.half if places is None else self.half[places]
        with one_thread():
            return half @ half.T

    def apply(self, vector: np.ndarray) -> np.ndarray:
        """(X'WX)^-1 times a vector (p,); zero for the columns left out."""
        out = np.zeros(len(self.order))
        out[self.kept] = self.half @ (vector[self.kept] @ self.half)
        return out

    def variance_of(
        self, columns: Any, rows: slice, inside: np.ndarray | None = None
    ) -> np.ndarray:
        """X' (X'WX)^-1 x of some rows of a design, (rows,); of the columns `inside` (p,) only."""
        x = columns.matrix(rows)
        if inside is not None:
            x[:, ~inside] = 0.0
        x = x[:, self.kept] @ self.half
        return np.einsum("ij,ij->i", x, x)

    def alias(self) -> np.ndarray:
        """What the columns left out are made of: rank x (p - rank) coefficients on those kept."""
        kept = self.r[: self.rank, : self.rank]
        return solve_upper(kept, self.r[: self.rank, self.rank :])

    def embedded(self, kept: np.ndarray, aliased: np.ndarray, made_of: np.ndarray) -> Pivoted:
        """The same among more columns: this one's are those at `kept`."""
        order = np.r_[kept[self.order], aliased]
        r = np.zeros((self.rank, len(order)))
        r[:, : self.rank] = self.r
        r[:, self.rank :] = self.r @ made_of
        return replace(self, order=order, r=r)


def solve_upper(r: np.ndarray, target: np.ndarray, transposed: bool = False) -> np.ndarray:
    """R^-1 t, or R^-T t, of an upper triangle (scipy's solve_triangular less its overhead)."""
    return dtrtrs(r, target, trans=int(transposed))[0] if len(r) else target.copy()


def inverse_triangle(r: np.ndarray) -> np.ndarray:
    """R^-1 of an upper triangle."""
    with one_thread():
        return dtrtri(r)[0] if len(r) else r.copy()


def pivot(triangle: np.ndarray, tol: float) -> Pivoted:
    """Apply the rule to a (p+1) x (p+1) triangle whose last column is the target."""
    p = triangle.shape[0] - 1
    r = triangle[:p, : p + 1]
    length = np.sqrt(np.einsum("ij,ij->j", r, r))[:p]
    least = tol * np.where(length == 0, 1.0, length)
    order, rank = np.arange(p), p
    start = 0
    while (short := _first_short(r, order, least, start, rank)) is not None:
        order = np.r_[order[:short], order[short + 1 :], order[short]]
        r = _move_last(r, short)
        rank, start = rank - 1, short
    return Pivoted(order, rank, r[:, :p], r[:, p])


def _first_short(
    r: np.ndarray, order: np.ndarray, least: np.ndarray, start: int, rank: int
) -> int | None:
    """The first column at or after `start` that the rule rejects."""
    diagonal = np.abs(np.diagonal(r))[start:rank]
    (short,) = np.nonzero(diagonal < least[order[start:rank]])
    return None if len(short) == 0 else start + int(short[0])


def _move_last(r: np.ndarray, column: int) -> np.ndarray:
    """Move a column behind the others (before the target) and make the rest triangular again."""
    p = r.shape[0]
    order = np.r_[0:column, column + 1 : p, column, p]
    r = r[:, order].copy()
    q, lower = np.linalg.qr(r[column:, column:p])
    r[column:, p] = q.T @ r[column:, p]
    r[column:, column:p] = lower
    return r
