"""The R factor ("triangle") of a least-squares problem, built a block of rows at a time.

For the weighted system min |W^(1/2) (t - X b)| with X (n x p), the triangle is the factor R of the
QR factorization of [W^(1/2) X, W^(1/2) t]: upper triangular, (p+1) x (p+1). Two blocks of rows
merge by the QR of one triangle over the other (Golub & Van Loan 2013, section 5.3). The normal
equations, which square the condition number, are never formed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.linalg.lapack import dgeqrf

from rglm.linalg.pivot import PivotedSystem, pivot
from rglm.linalg.threads import one_thread


def qr_triangle(rows: np.ndarray) -> np.ndarray:
    """R of the QR of `rows` (n x k, Fortran order, overwritten), padded to k x k."""
    n, k = rows.shape
    if k == 0:
        return np.zeros((0, 0))
    if n == 0:
        return np.zeros((k, k))
    with one_thread():
        factored = dgeqrf(rows, lwork=32 * k, overwrite_a=1)[0]
    out = np.zeros((k, k))
    np.copyto(out[:n], factored[:k], where=_upper_part(k)[:n])
    return out


@lru_cache(maxsize=64)
def _upper_part(k: int) -> np.ndarray:
    """True on and above the diagonal of a k x k matrix."""
    return np.tri(k, dtype=bool).T


def merge_triangles(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The triangle of the rows of two triangles together."""
    return qr_triangle(np.asfortranarray(np.vstack([first, second])))


@dataclass
class Triangle:
    """The triangle of some rows; ``+=`` merges that of other rows."""

    r: np.ndarray  # (p + 1, p + 1)

    def __iadd__(self, other: Triangle) -> Triangle:
        self.r = merge_triangles(self.r, other.r)
        return self

    @property
    def is_finite(self) -> bool:
        """Whether every number of the triangle is finite."""
        return bool(np.isfinite(self.r).all())

    def solve(self, tol: float) -> PivotedSystem:
        """The estimable columns under R's rule, and the solution on them."""
        with one_thread():
            return pivot(self.r, tol)

    def refinable(self, solved: PivotedSystem, before: Triangle) -> PivotedSystem | None:
        """`solved`, if the weighted columns are those of the step before, to the last bit."""
        p = len(solved.order)
        return solved if np.array_equal(before.r[:p, :p], self.r[:p, :p]) else None

    def next(self, solved: PivotedSystem, beta: np.ndarray | None) -> np.ndarray:
        """The next coefficients: the last ones plus the step where every column is estimable.

        Such steps end at a zero of the score, whatever the rounding in the triangle. Where columns
        are aliased beta itself is solved for, because other columns may be aliased at the next
        step.
        """
        if beta is None or solved.rank == len(beta):
            return solved.step() if beta is None else beta + solved.step()
        p = len(beta)
        target = self.r[:p, p] + self.r[:p, :p] @ beta
        q, r = np.linalg.qr(self.r[:p][:, solved.order])
        return PivotedSystem(solved.order, solved.rank, r, q.T @ target).step()
