"""Vectors that each have a last entry of their own: which columns depend on those before them."""

from __future__ import annotations

import numpy as np

MIN_INDEPENDENT_PART = (
    1e-7  # of a unit row: what is left of one that depends on those after it is rounding
)
ROUNDING_ENTRY = 1e-11  # an entry, beside a last one of 1, that rounding may have made
ROWS_AT_ONCE = 128  # rows that are looked at together


def echelon(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same space spanned by vectors that are 1 in a last entry, where the others are 0.

    Parameters
    ----------
    vectors : (p, d) array
        Independent.

    Returns
    -------
    last : (d,) int array
        The entries, rising.
    vectors : (p, d) array

    Examples
    --------
    >>> echelon(np.array([[1.0, 1], [1, 2], [1, 0]]))[0]
    array([1, 2])
    """
    basis = np.linalg.qr(vectors)[0]
    last = _last_independent(basis)
    out = np.linalg.solve(basis[last].T, basis.T).T
    out[np.abs(out) < ROUNDING_ENTRY] = 0.0
    out[np.arange(len(out))[:, None] > last] = 0.0
    out[last] = np.eye(len(last))
    return last, out


def _last_independent(rows: np.ndarray) -> np.ndarray:
    """From the last of the rows (p, d) up, those independent of the ones found before, (d,)."""
    p, d = rows.shape
    found: list[int] = []
    directions = np.zeros((d, d))
    for high in range(p, 0, -ROWS_AT_ONCE):
        low, first = max(high - ROWS_AT_ONCE, 0), len(found)
        left = _outside(rows[low:high], directions[:first])
        for i in range(high - 1, low - 1, -1):
            row = _outside(left[i - low], directions[first : len(found)])
            size = np.sqrt(row @ row)
            if size > MIN_INDEPENDENT_PART:
                directions[len(found)] = row / size
                found.append(i)
                if len(found) == d:
                    return np.array(found[::-1])
    raise np.linalg.LinAlgError("the vectors are not independent")


def _outside(rows: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """What is left of rows without their parts in orthonormal directions; twice, for rounding."""
    for _ in range(2 if len(directions) else 0):
        rows = rows - (rows @ directions.T) @ directions
    return rows
