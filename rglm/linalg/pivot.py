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

MAX_SQUARE = 1e307  # a squared length above it, or below its inverse, has lost its digits


@dataclass(frozen=True)
class PivotedSystem:
    """A triangle after pivoting.

    Attributes
    ----------
    order : (p,) int array
        The columns in their new order; the first `rank` are kept.
    rank : int
    r : (p, p - e) array
        The triangle of the columns in that order, less the last e.
    rotated : (p,) array
        The target in the same rotation, Q't.
    zeros : int
        How many of the last columns, e, are zero in every row with a weight.
    """

    order: np.ndarray
    rank: int
    r: np.ndarray
    rotated: np.ndarray
    zeros: int = 0

    @property
    def kept(self) -> np.ndarray:
        """The columns that are kept, in their order."""
        return self.order[: self.rank]

    @property
    def combined(self) -> np.ndarray:
        """The columns that are combinations of those kept, not all zero."""
        return self.order[self.rank : len(self.order) - self.zeros]

    @property
    def empty(self) -> np.ndarray:
        """The columns that are zero in every row with a weight."""
        return self.order[len(self.order) - self.zeros :]

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
        return invert_upper(self.r[: self.rank, : self.rank])

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
        if self.rank < len(self.order):
            x = columns.select(self.kept).matrix(rows)
        else:
            x = columns.matrix(rows)[:, self.kept]
        if inside is not None:
            x[:, ~inside[self.kept]] = 0.0
        x = x @ self.half
        return np.einsum("ij,ij->i", x, x)

    def alias(self) -> np.ndarray:
        """What the combined columns are made of: their coefficients on those kept."""
        kept = self.r[: self.rank, : self.rank]
        return solve_upper(kept, self.r[: self.rank, self.rank :])

    def lengths(self) -> np.ndarray:
        """The weighted lengths of the columns kept and combined, in `order`."""
        return np.sqrt((self.r[: self.rank] ** 2).sum(axis=0))

    def embedded(
        self, kept: np.ndarray, combined: np.ndarray, made_of: np.ndarray, empty: np.ndarray
    ) -> PivotedSystem:
        """The same among more columns.

        Parameters
        ----------
        kept : (p,) int array
            Where this one's columns are among all.
        combined, made_of : (a,) int array, (p, a) array
            Further columns, and their coefficients on this one's.
        empty : int array
            Further columns that are zero.
        """
        mine = self.order[: len(self.order) - self.zeros]
        r = np.zeros((self.rank, len(mine) + len(combined)))
        r[:, : len(mine)] = self.r[: self.rank]
        r[:, len(mine) :] = self.r[: self.rank] @ made_of[mine]
        order = np.concatenate([kept[mine], combined, kept[self.empty], empty])
        return replace(self, order=order, r=r, zeros=self.zeros + len(empty))


def solve_upper(r: np.ndarray, target: np.ndarray, transposed: bool = False) -> np.ndarray:
    """R^-1 t, or R^-T t, of an upper triangle (scipy's solve_triangular less its overhead)."""
    return dtrtrs(r, target, trans=int(transposed))[0] if len(r) else target.copy()


def invert_upper(r: np.ndarray) -> np.ndarray:
    """R^-1 of an upper triangle."""
    with one_thread():
        return dtrtri(r)[0] if len(r) else r.copy()


class ScaleError(ArithmeticError):
    """A column whose length is too large, or too small, to be squared."""


def pivot(triangle: np.ndarray, tol: float) -> PivotedSystem:
    """Apply the rule to a (p+1) x (p+1) triangle whose last column is the target.

    Raises
    ------
    ScaleError
        The squared length of a column is no floating point number.
    """
    p = triangle.shape[0] - 1
    r = triangle[:p, : p + 1]
    squares = np.einsum("ij,ij->j", r, r)[:p]  # which never warns of an overflow
    if not all(1 / MAX_SQUARE < square < MAX_SQUARE for square in squares.tolist()):
        _check_scale(r[:, :p], squares)
    length = np.sqrt(squares)
    least = tol * np.where(length == 0, 1.0, length)
    order, rank = np.arange(p), p
    start = 0
    while (short := _first_short(r, order, least, start, rank)) is not None:
        rest = r[short:, short:rank]
        if (np.einsum("ij,ij->j", rest, rest) < least[order[short:rank]] ** 2).all():
            # every further column is a combination of those before: no rows are left
            moved = np.r_[0:short, rank:p, short:rank]
            return PivotedSystem(order[moved], short, r[:, moved], r[:, p])
        order = np.r_[order[:short], order[short + 1 :], order[short]]
        r = _move_last(r, short)
        rank, start = rank - 1, short
    return PivotedSystem(order, rank, r[:, :p], r[:, p])


def _check_scale(r: np.ndarray, squares: np.ndarray) -> None:
    lost = (squares <= 1 / MAX_SQUARE) & r.any(axis=0) | ~(squares < MAX_SQUARE)
    if lost.any():
        raise ScaleError(
            "a column is so large or so small that its square is no floating point number; "
            "rescale the numeric columns, or the weights"
        )


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
