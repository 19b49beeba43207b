"""Derivatives by differences, extrapolated to a step of 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

SHRINK = 1.6  # by which each step is shorter than the one before
LEVELS = 10


def extrapolated_derivative(
    function: Callable[[np.ndarray], np.ndarray], x: np.ndarray, step: np.ndarray
) -> np.ndarray:
    """The derivative of a function, row by row, by Ridders' extrapolation of central differences.

    Parameters
    ----------
    function : function of (n,) to (n,) or (n, k)
    x : (n,) float array
    step : (n,) float array
        The longest step of each row; where the function is NaN a shorter one is taken.

    Returns
    -------
    array of the shape of the function
        Good to some 11 digits where the function is smooth over a part of the step.

    Notes
    -----
    Source: Ridders (1982), "Accurate computation of F'(x) and F'(x)F''(x)", Advances in
    Engineering Software 4.
    """
    best, error = np.zeros(0), np.zeros(0)
    before: list[np.ndarray] = []
    for level in range(LEVELS):
        h = step / SHRINK**level
        up, down = x + h, x - h
        values = _as_columns(function(up)) - _as_columns(function(down))
        row = [values / (up - down)[:, None]]
        if not level:
            best, error = row[0].copy(), np.full(row[0].shape, np.inf)
        for k in range(1, level + 1):
            factor = SHRINK ** (2 * k)
            row.append((row[k - 1] * factor - before[k - 1]) / (factor - 1))
            gap = np.fmax(np.abs(row[k] - row[k - 1]), np.abs(row[k] - before[k - 1]))
            is_better = (gap < error) | (np.isnan(best) & np.isfinite(row[k]))
            best, error = np.where(is_better, row[k], best), np.where(is_better, gap, error)
        before = row
    return best


def _as_columns(values: np.ndarray) -> np.ndarray:
    return values if values.ndim == 2 else values[:, None]
