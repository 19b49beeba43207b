"""In which directions the likelihood of a row rises without end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# A linear predictor that moves less than this share of the largest move does not move.
MIN_RELATIVE_MOVE = 1e-2


@dataclass(frozen=True)
class Constraint:
    """A condition on a direction g of the coefficients in each row, for g to lead to the limit.

    With c_i made of the columns of the K linear predictors, s_i c_i'g >= 0, or c_i'g = 0.

    Attributes
    ----------
    factors : (K,) array
        c_i holds the columns of predictor k times factor k.
    sides : (n,) array
        s_i: 1 or -1; 0 where the product has to be 0; NaN where there is no condition.
    shapes : tuple of int
        Predictors (0, ..., K - 1) and scalars (K, ...) that only the rows which the direction
        leaves uncertain have information on.
    """

    factors: np.ndarray
    sides: np.ndarray
    shapes: tuple[int, ...] = ()


def step_sides(moved: np.ndarray) -> np.ndarray:
    """Return the sides to which a step has moved a linear predictor (n,); 0 where it did not."""
    largest = np.abs(moved).max(initial=0.0)
    return np.where(np.abs(moved) > MIN_RELATIVE_MOVE * largest, np.sign(moved), 0.0)
