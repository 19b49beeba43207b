"""The R factor of many rows by Cholesky's factor of preconditioned columns.

The R factor of A is that of Z = A T^-1 times T, for any upper triangular T. With T the R factor of
a sample of the rows the columns of Z are nearly orthogonal, so that the Cholesky factor of Z'Z is
its R factor to the last digits (Yamamoto et al. 2015, "Roundoff error analysis of the CholeskyQR2
algorithm", ETNA 44; Fan, Guo & Lin 2021, arXiv:2111.11148, for a factor from a sample of rows).
Solving Z T = A is backward stable, so that the condition of A costs nothing. Columns that are
nearly orthogonal already need no T. Whether T is good enough is known afterwards; where it is not,
Householder's reflections take longer and are always right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.linalg.lapack import dpotrf

from rglm.linalg.gram_kernel import gram_of_rows
from rglm.linalg.threads import one_thread

MIN_PIVOT = 1e-2  # of Z'Z with columns of length 1: below it two digits would be lost
MIN_SAMPLE_PIVOT = 2e-2  # the same of a sample, from which on no T is needed
MAX_LENGTH = 1e100  # of a column that needs no T: squares are far from overflow and underflow
MIN_RESIDUAL = 1e-10  # of a column of the sample, beside its length: less is an aliased column
PANEL_COLUMNS = 11
ROUNDING_RESIDUAL = 1e-15  # the same, of all rows: rounding leaves as much of 0


class PreconditionedGram:
    """Z'Z of rows A, with Z T = A; `add` takes some rows at a time, and ``+=`` those of another.

    It calls numpy's BLAS, which several threads can do at once; scipy's holds their lock.

    Parameters
    ----------
    preconditioner : (k, k) float array or None
        T, in Fortran order; None is the identity.
    columns : int
        The number k of columns.
    """

    def __init__(self, preconditioner: np.ndarray | None, columns: int) -> None:
        self.preconditioner = preconditioner
        self.gram = np.zeros((columns, columns), order="F")

    def add(self, rows: np.ndarray) -> None:
        """Add some rows (m x k, in Fortran order; overwritten)."""
        with np.errstate(all="ignore"):
            if self.preconditioner is not None:
                _divide_rows(rows, self.preconditioner)
            self.gram += gram_of_rows(rows)

    def __iadd__(self, other: PreconditionedGram) -> PreconditionedGram:
        self.gram += other.gram
        return self

    def triangle(self) -> np.ndarray | None:
        """The R factor (k, k) of all rows; None where T was not good enough."""
        squares = np.diagonal(self.gram)
        if not np.isfinite(squares).all():
            return None
        is_zero = squares <= ROUNDING_RESIDUAL**2 * self._squared_lengths()
        scale = np.where(is_zero, 0.0, 1 / np.sqrt(np.where(is_zero, 1.0, squares)))
        correlation = self.gram * scale * scale[:, None]
        correlation[is_zero, is_zero] = 1.0
        factor, failed = dpotrf(correlation, lower=0, clean=1)
        if failed or (np.diagonal(factor) ** 2 < MIN_PIVOT).any():
            return None
        factor *= np.sqrt(squares)
        factor[is_zero] = factor[:, is_zero] = 0.0
        if self.preconditioner is None:
            return factor
        with one_thread():
            return np.triu(factor @ self.preconditioner)

    def _squared_lengths(self) -> np.ndarray:
        """The squared length of each column of A, in units of the diagonal of T."""
        if self.preconditioner is None:
            return np.diagonal(self.gram)
        whole = np.triu(self.gram) + np.triu(self.gram, 1).T
        unit = self.preconditioner / np.diagonal(self.preconditioner)
        with one_thread():
            return np.einsum("ij,ij->j", unit, whole @ unit)


def _divide_rows(rows: np.ndarray, t: np.ndarray) -> None:
    """Overwrite rows A with the solution Z of Z T = A, in panels of columns.

    Calls are as long as can be: a thread that returns from one waits for the interpreter's lock.
    """
    z, k = rows.T, len(t)
    for first in range(0, k, PANEL_COLUMNS):
        last = min(first + PANEL_COLUMNS, k)
        if first:
            z[first:last] -= t[:first, first:last].T @ z[:first]
        for j in range(first, last):
            if j > first:
                z[j] -= t[first:j, j] @ z[first:j]
            z[j] /= t[j, j]


def preconditioners(r: np.ndarray) -> Iterator[np.ndarray | None]:
    """The matrices T to try, the quickest first, from the R factor of a sample."""
    largest = np.abs(r).max(axis=0)
    scaled = r / np.where(largest > 0, largest, 1.0)  # whose squares do not overflow
    lengths = largest * np.sqrt(np.einsum("ij,ij->j", scaled, scaled))
    diagonal = np.abs(np.diagonal(r))
    if ((lengths > 1 / MAX_LENGTH) & (lengths < MAX_LENGTH)).all() and (
        diagonal > np.sqrt(MIN_SAMPLE_PIVOT) * lengths
    ).all():
        yield None
    out = np.asfortranarray(r)
    for j in np.flatnonzero(diagonal <= MIN_RESIDUAL * lengths):
        out[j, j:] = 0.0  # of an aliased column no digits are left to divide by
        out[j, j] = lengths[j] if lengths[j] > 0 else 1.0
    yield out
