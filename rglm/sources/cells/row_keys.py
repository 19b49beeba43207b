"""What tells rows apart, as integer codes: factors by their codes, numbers by their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rglm.design.columns import Columns

MAX_WHOLE_RANGE = 4096  # of whole numbers that are their own codes


@dataclass(frozen=True, eq=False)
class RowKey:
    """Values by which rows differ: integers from 0 to k - 1, or numbers of any kind."""

    values: np.ndarray
    k: int | None = None  # None: the values are no codes

    def codes(self, rows: slice = slice(None)) -> tuple[np.ndarray, int]:
        """A code for each of some rows, and the number of codes that there may be."""
        values = self.values[rows]
        if self.k is not None:
            return values, self.k
        return value_codes(values)


def value_codes(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Codes of numbers, equal where these are, and the number of codes that there may be."""
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if high - low < MAX_WHOLE_RANGE and low == round(low):
        codes = np.subtract(values, low, dtype=float).astype(np.intp)
        if np.array_equal(codes + low, values):
            return codes, int(high - low) + 1
    from pandas import factorize

    codes, distinct = factorize(values)
    return codes, len(distinct)


def column_keys(columns: Columns) -> list[RowKey]:
    """What tells rows with different columns apart, codes of crossed factors behind the others."""
    keys = {}
    for part in sorted(columns.indicators, key=lambda part: part.categories.is_crossed):
        keys[id(part.codes)] = RowKey(part.codes, part.categories.k)
    multipliers = [part.multiplier for part in columns.indicators]
    numbers = {
        id(values): values for values in (*columns.dense, *multipliers) if values is not None
    }
    return [*keys.values(), *number_keys(*numbers.values())]


def number_keys(*arrays: np.ndarray) -> Iterator[RowKey]:
    """The columns of arrays that are not constant by their making."""
    columns = (column for array in arrays for column in (array.T if array.ndim > 1 else [array]))
    return (RowKey(values) for values in columns if values.strides != (0,))
