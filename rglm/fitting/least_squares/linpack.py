"""A small least-squares fit in the order of LINPACK's sums, which R's arithmetic follows.

A number that lies half-way between two printed ones, as 9.2725 at four digits, is rounded by its
last bits. R's are those of Householder's reflections with sums taken row after row (dqrdc and
dqrsl; Dongarra et al. 1979, *LINPACK Users' Guide*, chapter 9). Here they are made again, bit by
bit, for printing; the fit itself is solved with less rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LinpackFit:
    """Coefficients (k,) and residuals (n,) of weighted rows."""

    coefficients: np.ndarray
    residuals: np.ndarray


def linpack_fit(rows: np.ndarray) -> LinpackFit:
    """The fit of weighted rows [X, y] (n, k + 1; overwritten), X of independent columns."""
    k = rows.shape[1] - 1
    reflectors = _reflect(rows)
    r, residuals = np.triu(rows[:k, :k]), rows[:, k].copy()
    residuals[:k] = 0.0
    for j in reversed(range(k)):
        reflector = reflectors[j]
        if reflector is not None:
            step = -_ordered_sum(reflector * residuals[j:]) / reflector[0]
            residuals[j:] += step * reflector
    return LinpackFit(_back_substitute(r, rows[:k, k].copy()), residuals)


def linpack_effects(rows: np.ndarray) -> np.ndarray:
    """Q'y (n,) of the same rows (overwritten)."""
    _reflect(rows)
    return rows[:, -1]


def _reflect(rows: np.ndarray) -> list[np.ndarray | None]:
    """Householder's reflections of the columns, made; R and Q'y stand in the rows afterwards."""
    n, k = rows.shape[0], rows.shape[1] - 1
    out: list[np.ndarray | None] = []
    for j in range(k):
        reflector = rows[j:, j]
        length = np.sqrt(_ordered_sum(reflector * reflector))
        if j == n - 1 or length == 0:
            out.append(None)
            continue
        length = np.copysign(length, reflector[0] or 1.0)
        reflector = reflector * (1 / length)
        reflector[0] += 1.0
        rest = rows[j:, j + 1 :]
        steps = -_ordered_sum(reflector[:, None] * rest) / reflector[0]
        rest += reflector[:, None] * steps
        rows[j, j] = -length
        out.append(reflector)
    return out


def _back_substitute(r: np.ndarray, target: np.ndarray) -> np.ndarray:
    """R^-1 t, a column of R at a time; `target` is overwritten."""
    for j in reversed(range(len(r))):
        target[j] /= r[j, j]
        target[:j] += -target[j] * r[:j, j]
    return target


def _ordered_sum(values: np.ndarray) -> np.ndarray:
    """The sum over the first axis, one row after the other."""
    total: np.ndarray = np.add.accumulate(values)[-1]
    return total
