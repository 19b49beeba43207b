"""Draws that were resampled from weighted proposals: how often each proposal was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DrawnProposals:
    """The m proposals that were drawn at least once.

    Attributes
    ----------
    proposals : (m,) int array
        Their places among all proposals.
    draws : (m,) int array
        The place of one draw of each.
    shares : (m,) float array
        The share w of the draws that each has.
    """

    proposals: np.ndarray
    draws: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, places: np.ndarray) -> DrawnProposals:
        """Those of the proposal of each draw (S,)."""
        drawn, first, counts = np.unique(places, return_index=True, return_counts=True)
        return cls(drawn, first, counts / len(places))

    def squares(self, values: np.ndarray) -> np.ndarray:
        """The squared distances of values of them (m, k) from their weighted means."""
        squares: np.ndarray = (values - self.shares @ values) ** 2
        return squares

    def mean_ess(self, squares: np.ndarray) -> np.ndarray:
        """The effective sample sizes of the means of k quantities, from their `squares`.

        sum w (x - m)^2 / sum w^2 (x - m)^2, which counts the error of the resampling too. NaN of
        a quantity that does not vary.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            sizes: np.ndarray = (self.shares @ squares) / (self.shares**2 @ squares)
        return sizes
