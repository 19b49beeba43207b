"""The triangle of a least-squares problem, kept a block of rows at a time.

For the weighted system min |W^(1/2) (t - X b)| with X (n x p), the triangle is the factor R of the
QR factorization of [W^(1/2) X, W^(1/2) t]: upper triangular, (p+1) x (p+1). Two blocks of rows
merge by the QR of one triangle over the other (Golub & Van Loan 2013, section 5.3), so that the
normal equations, which square the condition number, are never formed.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    out[: min(n, k)] = np.triu(factored[:k])
    return out


def merge_triangles(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The triangle of the rows of both."""
    return qr_triangle(np.asfortranarray(np.vstack([first, second])))


@dataclass
class Triangle:
    """The least-squares problem of some rows as its triangle; ``+=`` joins that of others.

    Attributes
    ----------
    r : (p + 1, p + 1) array
    """

    r: np.ndarray

    def __iadd__(self, other: Triangle) -> Triangle:
        self.r = merge_triangles(self.r, other.r)
        return self

    @property
    def finite(self) -> bool:
        """Whether every number is."""
        return bool(np.isfinite(self.r).all())

    def solve(self, tol: float) -> PivotedSystem:
        """The columns kept under R's rule, and the solution on them."""
        with one_thread():
            return pivot(self.r, tol)

    def next(self, solved: PivotedSystem, beta: np.ndarray | None) -> np.ndarray:
        """The next coefficients: a correction of the last where every column is kept.

        The fixed point of corrections is the zero of the score, whatever the rounding in the
        triangle. Where columns are aliased the whole of beta is solved for, since the columns
        kept may change from step to step.
        """
        if beta is None or solved.rank == len(beta):
            return solved.step() if beta is None else beta + solved.step()
        p = len(beta)
        target = self.r[:p, p] + self.r[:p, :p] @ beta
        q, r = np.linalg.qr(self.r[:p][:, solved.order])
        return PivotedSystem(solved.order, solved.rank, r, q.T @ target).step()
