"""The estimable columns of a least-squares fit: R's rule, limited column pivoting.

Columns are taken in their order. A column whose part orthogonal to the columns before it is
shorter than `tol` times its own length is moved behind all others (Businger & Golub 1965;
LINPACK's dqrdc with the limited pivoting that R's ``lm`` and ``glm`` describe in ``?qr``). The
R factor of the columns has their lengths and angles, so that the rule is applied to that p x p
matrix instead of the n x p columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dtrtri, dtrtrs

from rglm.linalg.solved_system import DesignColumns
from rglm.linalg.threads import one_thread

MAX_UNTHREADED_COLUMNS = 32  # for which BLAS uses one thread in any case
MAX_SQUARE = 1e307  # a squared length above it, or below its inverse, has lost digits


@dataclass(frozen=True)
class PivotedSystem:
    """A solved system in its pivoted QR factorization; see `SolvedSystem`."""

    order: np.ndarray  # (p,) the columns in their new order; the first `rank` are estimable
    rank: int
    r: np.ndarray  # (p, p - e) the R factor of the columns in that order, without the last e
    rotated: np.ndarray  # (p,) the target in the same rotation, Q't
    # the number e of columns, the last ones, that are zero in every row with a weight
    zeros: int = 0

    @property
    def estimable(self) -> np.ndarray:
        """The estimable columns, in their order."""
        return self.order[: self.rank]

    @property
    def dependent(self) -> np.ndarray:
        """The columns that are combinations of the estimable ones, and not zero."""
        return self.order[self.rank : len(self.order) - self.zeros]

    @property
    def zero_columns(self) -> np.ndarray:
        """The columns that are zero in every row with a weight."""
        return self.order[len(self.order) - self.zeros :]

    def step(self) -> np.ndarray:
        """The solution (p,); zero for aliased columns."""
        out = np.zeros(len(self.order))
        triangle = self.r[: self.rank, : self.rank]
        out[self.estimable] = solve_upper(triangle, self.rotated[: self.rank])
        return out

    @property
    def gain(self) -> float:
        """By how much the solution lowers the sum of squares."""
        return float((self.rotated[: self.rank] ** 2).sum())

    @cached_property
    def inverse_root(self) -> np.ndarray:
        """R^-1 of the estimable columns (rank x rank): (X'WX)^-1 = R^-1 R^-T."""
        return invert_upper(self.r[: self.rank, : self.rank])

    def variances(self) -> np.ndarray:
        """The diagonal of (X'WX)^-1, in the order of `estimable`."""
        return np.einsum("ij,ij->i", self.inverse_root, self.inverse_root)

    def covariance(self, places: np.ndarray | None = None) -> np.ndarray:
        """(X'WX)^-1 of the columns at `places` within `estimable`; of all if None."""
        root = self.inverse_root if places is None else self.inverse_root[places]
        with one_thread():
            return root @ root.T

    def apply(self, vector: np.ndarray) -> np.ndarray:
        """(X'WX)^-1 times a vector (p,); zero for aliased columns."""
        out = np.zeros(len(self.order))
        out[self.estimable] = self.inverse_root @ (vector[self.estimable] @ self.inverse_root)
        return out

    def row_variances(
        self, columns: DesignColumns, rows: slice, inside: np.ndarray | None = None
    ) -> np.ndarray:
        """X' (X'WX)^-1 x of some rows x of a design; of the columns `inside` (p,) only."""
        if self.rank < len(self.order):
            x = columns.select(self.estimable).matrix(rows)
        else:
            x = columns.matrix(rows)[:, self.estimable]
        if inside is not None:
            x[:, ~inside[self.estimable]] = 0.0
        x = x @ self.inverse_root
        return np.einsum("ij,ij->i", x, x)

    def alias_coefficients(self) -> np.ndarray:
        """The coefficients of the dependent columns on the estimable ones."""
        triangle = self.r[: self.rank, : self.rank]
        return solve_upper(triangle, self.r[: self.rank, self.rank :])

    def column_lengths(self) -> np.ndarray:
        """The weighted lengths of the estimable and the dependent columns, in `order`."""
        return np.sqrt((self.r[: self.rank] ** 2).sum(axis=0))

    def embed(
        self,
        places: np.ndarray,
        dependent: np.ndarray,
        aliases: np.ndarray,
        zero_columns: np.ndarray,
    ) -> PivotedSystem:
        """The same solution among more columns; see `SolvedSystem`."""
        own = self.order[: len(self.order) - self.zeros]
        r = np.zeros((self.rank, len(own) + len(dependent)))
        r[:, : len(own)] = self.r[: self.rank]
        r[:, len(own) :] = self.r[: self.rank] @ aliases[own]
        order = np.concatenate([places[own], dependent, places[self.zero_columns], zero_columns])
        return replace(self, order=order, r=r, zeros=self.zeros + len(zero_columns))


def solve_upper(r: np.ndarray, target: np.ndarray, transposed: bool = False) -> np.ndarray:
    """R^-1 t, or R^-T t, of an upper triangular R (solve_triangular without its overhead)."""
    return dtrtrs(r, target, trans=int(transposed))[0] if len(r) else target.copy()


def invert_upper(r: np.ndarray) -> np.ndarray:
    """R^-1 of an upper triangular R."""
    if len(r) <= MAX_UNTHREADED_COLUMNS:
        return dtrtri(r)[0] if len(r) else r.copy()
    with one_thread():
        return dtrtri(r)[0]


class ScaleError(ArithmeticError):
    """The squared length of a column is no floating point number."""


def pivot(factor: np.ndarray, tol: float) -> PivotedSystem:
    """Solve a system given by its (p+1) x (p+1) R factor, whose last column is the target.

    Raises ScaleError: the squared length of a column is no floating point number.
    """
    p = factor.shape[0] - 1
    r = factor[:p, : p + 1]
    squares = np.einsum("ij,ij->j", r, r)[:p]  # einsum never warns of an overflow
    lengths = np.sqrt(squares)
    if not all(1 / MAX_SQUARE < square < MAX_SQUARE for square in squares.tolist()):
        _check_scale(r[:, :p], squares)
        lengths[lengths == 0] = 1.0
    min_lengths = tol * lengths
    order, rank = np.arange(p), p
    start = 0
    while (short := _first_short(r, order, min_lengths, start, rank)) is not None:
        rest = r[short:, short:rank]
        if (np.einsum("ij,ij->j", rest, rest) < min_lengths[order[short:rank]] ** 2).all():
            # no rows are left: every further column is a combination of those before
            places = np.r_[0:short, rank:p, short:rank]
            return PivotedSystem(order[places], short, r[:, places], r[:, p])
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
    r: np.ndarray, order: np.ndarray, min_lengths: np.ndarray, start: int, rank: int
) -> int | None:
    """The first column, from `start` on, that the rule rejects."""
    is_short = np.abs(r.diagonal()[start:rank]) < min_lengths[order[start:rank]]
    return start + int(is_short.argmax()) if is_short.any() else None


def _move_last(r: np.ndarray, column: int) -> np.ndarray:
    """Move a column before the target, and make the matrix triangular again."""
    p = r.shape[0]
    order = np.r_[0:column, column + 1 : p, column, p]
    r = r[:, order].copy()
    q, lower = np.linalg.qr(r[column:, column:p])
    r[column:, p] = q.T @ r[column:, p]
    r[column:, column:p] = lower
    return r
