"""How often each value of a response or a weight occurs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class ValueCounts:
    """The distinct values and the total weight of each; ``+=`` adds those of other rows."""

    values: np.ndarray
    totals: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray, weights: np.ndarray) -> ValueCounts:
        """The counts of some rows."""
        distinct, place = np.unique(values, return_inverse=True)
        return cls(distinct, np.bincount(place, weights))

    def __iadd__(self, other: ValueCounts) -> ValueCounts:
        values = np.concatenate([self.values, other.values])
        return ValueCounts.of(values, np.concatenate([self.totals, other.totals]))

    @property
    def mean(self) -> float:
        """The weighted mean of the response; NaN without any weight."""
        with np.errstate(invalid="ignore"):
            return float(np.float64(self.totals @ self.values) / self.totals.sum())
