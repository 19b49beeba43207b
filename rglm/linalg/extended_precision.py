"""Small triangles in extended precision (80 bits where the machine has them).

A least-squares fit loses about as many digits as its columns' condition number has. In extended
precision the loss leaves a double's digits whole up to a condition of some thousands, and three
digits better beyond (Björck 1996, *Numerical Methods for Least Squares Problems*, section 2.9).
"""

from __future__ import annotations

import numpy as np


def extended_triangle(rows: np.ndarray) -> np.ndarray:
    """R of the QR of `rows` (n x k, longdouble, overwritten) by Householder reflections, k x k."""
    n, k = rows.shape
    for j in range(min(n, k)):
        below = rows[j:, j:]
        mirror = below[:, 0].copy()
        length = np.sqrt(mirror @ mirror)
        if length == 0:
            continue
        mirror[0] += np.copysign(length, mirror[0])
        below -= np.outer(mirror * (2 / (mirror @ mirror)), mirror @ below)
    out = np.zeros((k, k), dtype=rows.dtype)
    out[: min(n, k)] = np.triu(rows[:k])
    return out


def back_substitute(r: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The solution b of R b = target, R upper triangular, in the precision of R."""
    out = target.copy()
    for j in range(len(r) - 1, -1, -1):
        out[j] = (out[j] - r[j, j + 1 :] @ out[j + 1 :]) / r[j, j]
    return out
