"""Derivatives of functions of linear predictors and scalars by differences of the fourth order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

STEP = 1e-3  # of predictors and logarithms, which are of size 1: an error of some 1e-12

Function = Callable[[list[np.ndarray], np.ndarray], np.ndarray]


def fourth_order(
    up: np.ndarray, down: np.ndarray, up2: np.ndarray, down2: np.ndarray
) -> np.ndarray:
    """The slope per step of values at 1, -1, 2 and -2 steps."""
    return (8 * (up - down) - (up2 - down2)) / 12


def difference_slopes(
    function: Function, eta: Sequence[np.ndarray], scalars: Sequence[float] | np.ndarray
) -> list[np.ndarray]:
    """The derivatives of a function by each predictor (n,), then by each scalar.

    Parameters
    ----------
    function : function of (list of K (n,), (A,)) to (n,) or (n, k)
    eta : sequence of K (n,) float arrays
    scalars : (A,) float array
    """
    count, slopes = len(eta), []
    for place in range(count + len(scalars)):
        ends = []
        for steps in (1, -1, 2, -2):
            moved, others = list(eta), np.array(scalars, dtype=float)
            if place < count:
                moved[place] = eta[place] + steps * STEP
            else:
                others[place - count] += steps * STEP
            ends.append(function(moved, others))
        slopes.append(fourth_order(*ends) / STEP)
    return slopes
