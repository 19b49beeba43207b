"""The mean, the ends and the few values of a number, on rows that may come in chunks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_DISTINCT = 50  # the values of a number that has more are not kept


@dataclass(frozen=True)
class NumberSums:
    """A number, or the k columns of a matrix, on some rows; ``a + b`` is of both.

    Attributes
    ----------
    total : (k,) long double array
        The sums; they have more digits than a double, so that the mean of chunks is that of all
        rows.
    count : (k,) int array
        How many rows have a value.
    low, high : (k,) array
    distinct : tuple of float or None
        The values, sorted; None of a matrix, and where there are more than `MAX_DISTINCT`.
    """

    total: np.ndarray
    count: np.ndarray
    low: np.ndarray
    high: np.ndarray
    distinct: tuple[float, ...] | None

    @classmethod
    def of(cls, values: np.ndarray) -> NumberSums:
        """The sums of numbers (n,) or of a matrix (n, k); NaN is missing."""
        columns = values.reshape(len(values), -1)
        known = ~np.isnan(columns)
        return cls(
            np.where(known, columns, 0).sum(axis=0, dtype=np.longdouble),
            known.sum(axis=0),
            np.where(known, columns, np.inf).min(axis=0, initial=np.inf),
            np.where(known, columns, -np.inf).max(axis=0, initial=-np.inf),
            few_values(values[known[:, 0]]) if values.ndim == 1 else None,
        )

    def __add__(self, other: NumberSums) -> NumberSums:
        distinct: tuple[float, ...] | None = None
        if self.distinct is not None and other.distinct is not None:
            distinct = few_values(np.array([*self.distinct, *other.distinct]))
        return NumberSums(
            self.total + other.total,
            self.count + other.count,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            distinct,
        )

    @property
    def means(self) -> np.ndarray:
        """The mean of each column, (k,)."""
        means = (self.total / np.maximum(self.count, 1)).astype(float)
        return np.where(self.count > 0, means, np.nan)


def few_values(values: np.ndarray) -> tuple[float, ...] | None:
    """The distinct values, sorted; None if there are more than `MAX_DISTINCT`."""
    if len(np.unique(values[: 20 * MAX_DISTINCT])) > MAX_DISTINCT:  # as a rule the first rows tell
        return None
    distinct = np.unique(values)
    return tuple(distinct.tolist()) if len(distinct) <= MAX_DISTINCT else None
