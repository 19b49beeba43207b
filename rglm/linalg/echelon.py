"""The echelon form of a null space: which columns depend on the columns before them."""

from __future__ import annotations

import numpy as np

MIN_RESIDUAL = 1e-7  # of a unit row, less its parts along others: a shorter one is rounding
ROUNDING_ENTRY = 1e-11  # beside a last entry of 1
ROWS_AT_ONCE = 128


def echelon(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A basis of the same space: each vector ends in a 1, where all others are 0.

    Parameters
    ----------
    vectors : (p, d) array
        Linearly independent.

    Returns
    -------
    last : (d,) int array
        The place of the last entry of each vector, increasing.
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
    """The rows (p, d), from the last one up, that are independent of those after them, (d,)."""
    p, d = rows.shape
    independent: list[int] = []
    directions = np.zeros((d, d))
    for high in range(p, 0, -ROWS_AT_ONCE):
        low, first = max(high - ROWS_AT_ONCE, 0), len(independent)
        rest = _orthogonal_part(rows[low:high], directions[:first])
        for i in range(high - 1, low - 1, -1):
            row = _orthogonal_part(rest[i - low], directions[first : len(independent)])
            size = np.sqrt(row @ row)
            if size > MIN_RESIDUAL:
                directions[len(independent)] = row / size
                independent.append(i)
                if len(independent) == d:
                    return np.array(independent[::-1])
    raise np.linalg.LinAlgError("the vectors are not independent")


def _orthogonal_part(rows: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """The part of rows orthogonal to some orthonormal directions; taken twice, for rounding."""
    for _ in range(2 if len(directions) else 0):
        rows = rows - (rows @ directions.T) @ directions
    return rows
