"""QR of small matrices in extended precision (80 bits where the machine has them).

A least-squares fit loses about as many digits as the condition number of its columns has. In
extended precision all digits of a double are right up to a condition number of some thousands, and
three more digits than in double precision beyond that (Björck 1996, *Numerical Methods for Least
Squares Problems*, section 2.9).
"""

from __future__ import annotations

import numpy as np


def extended_triangle(rows: np.ndarray) -> np.ndarray:
    """R of the QR of `rows` (n x k, longdouble, overwritten) by Householder reflections, k x k."""
    n, k = rows.shape
    for j in range(min(n, k)):
        below = rows[j:, j:]
        reflector = below[:, 0].copy()
        length = np.sqrt(reflector @ reflector)
        if length == 0:
            continue
        reflector[0] += np.copysign(length, reflector[0])
        scaled = reflector * (2 / (reflector @ reflector))
        below -= scaled[:, None] * (reflector @ below)
    out = np.zeros((k, k), dtype=rows.dtype)
    out[: min(n, k)] = np.triu(rows[:k])
    return out


def back_substitute(r: np.ndarray, target: np.ndarray) -> np.ndarray:
    """The solution b of R b = target, R upper triangular, in the precision of R."""
    out = target.copy()
    for j in range(len(r) - 1, -1, -1):
        out[j] = (out[j] - r[j, j + 1 :] @ out[j + 1 :]) / r[j, j]
    return out
