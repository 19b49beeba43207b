"""In which directions the likelihood of a row rises without end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

STILL = 1e-2  # of the largest move of a linear predictor: in such a row it does not move


@dataclass(frozen=True)
class Constraint:
    """What a direction g of the coefficients has to obey in each row, to lead to the limit.

    With c_i made of the columns of the K linear predictors, s_i c_i'g >= 0, or c_i'g = 0.

    Attributes
    ----------
    factors : (K,) array
        c_i holds the columns of predictor k times factor k.
    sides : (n,) array
        s_i: 1 or -1; 0 where the product has to be 0; NaN where nothing is asked.
    shapes : tuple of int
        Predictors (0, ..., K - 1) and scalars (K, ...) of which only those rows say anything that
        stay uncertain.
    """

    factors: np.ndarray
    sides: np.ndarray
    shapes: tuple[int, ...] = ()


def step_sides(moved: np.ndarray) -> np.ndarray:
    """The sides to which a step has moved a linear predictor (n,); 0 where it did not."""
    most = np.abs(moved).max(initial=0.0)
    return np.where(np.abs(moved) > STILL * most, np.sign(moved), 0.0)
