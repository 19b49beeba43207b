"""The triangle of a least-squares problem, kept a block of rows at a time.

For the weighted system min |W^(1/2) (t - X b)| with X (n x p), the triangle is the factor R of the
QR factorization of [W^(1/2) X, W^(1/2) t]: upper triangular, (p+1) x (p+1). Two blocks of rows
merge by the QR of one triangle over the other (Golub & Van Loan 2013, section 5.3), so that the
normal equations, which square the condition number, are never formed.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dgeqrf


def triangle(rows: np.ndarray) -> np.ndarray:
    """R of the QR of `rows` (n x k, Fortran order, overwritten), padded to k x k."""
    n, k = rows.shape
    if k == 0:
        return np.zeros((0, 0))
    if n == 0:
        return np.zeros((k, k))
    factored = dgeqrf(rows, lwork=32 * k, overwrite_a=1)[0]
    out = np.zeros((k, k))
    out[: min(n, k)] = np.triu(factored[:k])
    return out


def merge(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The triangle of the rows of both."""
    return triangle(np.asfortranarray(np.vstack([first, second])))
