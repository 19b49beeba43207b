"""What a family's own step of iteratively reweighted least squares reads and returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class WorkingSums(NamedTuple):
    """Sums over some rows at their linear predictors."""

    deviance: float
    # lowest, highest: the range of the fitted values
    lowest: float
    highest: float
    informative: int  # the number of rows with a working weight


@dataclass(frozen=True)
class WorkArrays:
    """Arrays (m,) of one thread: a step writes weights and residuals, and uses the others."""

    weight: np.ndarray  # the working weights w
    residual: np.ndarray  # the working residuals (y - mu) / (dmu/deta); any number where w is 0
    spare1: np.ndarray
    spare2: np.ndarray
    spare3: np.ndarray

    @classmethod
    def of_length(cls, m: int) -> WorkArrays:
        """New arrays of m numbers."""
        return cls(*np.empty((5, m)))

    def first(self, m: int) -> WorkArrays:
        """The first m numbers of each array."""
        if m == len(self.weight):
            return self
        return WorkArrays(*(array[:m] for array in vars(self).values()))
