"""The linear program of separation, and the null space of some rows."""

from __future__ import annotations

import numpy as np

from rglm.linalg.pivot import solve_upper
from rglm.linalg.threads import one_thread
from rglm.linalg.triangle import qr_triangle

LP_TOLERANCE = 1e-10  # of the constraints, whose columns are scaled to 1
DEPENDENT_LENGTH = 1e-9  # of a column: what is left of a combination of others
ROUNDING_ENTRY = 1e-13  # of a scaled row
SOLVER_OPTIONS = {
    "primal_feasibility_tolerance": LP_TOLERANCE,
    "dual_feasibility_tolerance": LP_TOLERANCE,
}


def null_space(rows: np.ndarray) -> np.ndarray:
    """A basis (q, q - rank) of the orthogonal complement of rows (m, q)."""
    from scipy.linalg import qr

    q = rows.shape[1]
    if not len(rows):
        return np.eye(q)
    factor = qr_triangle(np.asfortranarray(rows))
    length = np.linalg.norm(factor, axis=0)
    scale = 1 / np.where(length > 0, length, 1.0)
    with one_thread():
        r, order = qr(factor * scale, mode="r", pivoting=True)
    rank = int((np.abs(np.diag(r)) > DEPENDENT_LENGTH).sum())
    out = np.zeros((q, q - rank))
    out[order[:rank]] = -solve_upper(r[:rank, :rank], r[:rank, rank:])
    out[order[rank:]] = np.eye(q - rank)
    out *= scale[:, None]
    return out / np.abs(out).max(axis=0, initial=1e-300)


class LinearProgram:
    """Maximise objective @ c over the c in the unit box with rows @ c >= 0."""

    def __init__(self) -> None:
        self.rows = np.zeros((0, 0))

    def add(self, rows: np.ndarray) -> None:
        """Add rows (m, q); equal ones once."""
        rows = np.where(np.abs(rows) < ROUNDING_ENTRY, 0.0, rows)
        stacked = np.vstack([self.rows, rows]) if len(self.rows) else rows
        self.rows = np.unique(stacked, axis=0)

    def forbids(self, objective: np.ndarray) -> bool:
        """Whether one row alone implies that an objective (q,) cannot be above 0.

        `solve` finds what several rows imply together.
        """
        along = -(self.rows @ objective)
        lengths = np.linalg.norm(self.rows, axis=1) * np.linalg.norm(objective)
        return bool((along >= (1 - 1e-10) * lengths)[lengths > 0].any())

    def solve(self, objective: np.ndarray) -> np.ndarray:
        """The best c (q,)."""
        from scipy.optimize import linprog
        from scipy.sparse import csr_array

        rows = csr_array(-self.rows)
        zero, box = np.zeros(rows.shape[0]), (-1, 1)
        # the stubs of scipy know neither sparse constraints nor options in part
        solution = linprog(-objective, rows, zero, None, None, box, "highs", None, SOLVER_OPTIONS)  # type: ignore[call-overload]
        return solution.x if solution.x is not None else np.zeros(len(objective))
