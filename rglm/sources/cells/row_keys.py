"""What tells rows apart, as integer codes: factors by their codes, numbers by their values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rglm.design.columns import Columns
from rglm.design.values.few_values import few_values
from rglm.families.numerics.floating_point import are_whole
from rglm.linalg.constant_array import is_constant

ROWS_AT_ONCE = 1 << 15  # whose codes stay in the cache
MAX_WHOLE_RANGE = 4096  # of whole numbers that are their own codes
MAX_WHOLE = 2**30  # so that they are 32-bit integers


@dataclass(frozen=True, eq=False)
class CodedKey:
    """A key whose codes are its values, less the lowest."""

    values: np.ndarray
    low: int
    k: int  # the number of codes

    def write(self, rows: slice, out: np.ndarray) -> None:
        """Write the codes of some rows, 0 to k - 1."""
        np.copyto(out, self.values[rows], casting="unsafe")
        if self.low:
            out -= self.low


@dataclass(frozen=True, eq=False)
class RowKey:
    """Values by which rows differ: integers from 0 to k - 1, or numbers of any kind."""

    values: np.ndarray
    k: int | None = None  # None: the values are no codes

    def take(self, rows: np.ndarray) -> RowKey:
        """The key of some rows, with the same codes."""
        out = RowKey(self.values[rows], self.k)
        if "coded" in vars(self):
            vars(out)["coded"] = replace(self.coded, values=self.coded.values[rows])
        return out

    @cached_property
    def coded(self) -> CodedKey:
        """The key with a code for each value."""
        if self.k is not None:
            return CodedKey(self.values, 0, self.k)
        low = self.values.min()
        span = self.values.max() - low
        if span < MAX_WHOLE_RANGE and abs(low) < MAX_WHOLE and are_whole(self.values):
            return CodedKey(self.values, int(low), int(span) + 1)
        few = few_values(self.values) if self.values.dtype == float else None
        if few is not None:
            return CodedKey(few.codes, 0, len(few.values))
        from pandas import factorize

        codes, distinct = factorize(self.values)
        return CodedKey(codes, 0, len(distinct))


def column_keys(columns: Columns) -> list[RowKey]:
    """What tells rows with different columns apart, codes of crossed factors behind the others."""
    keys = {}
    for part in sorted(columns.indicators, key=lambda part: part.categories.is_crossed):
        keys[id(part.codes)] = RowKey(part.codes, part.categories.k)
    multipliers = [part.multiplier for part in columns.indicators]
    numbers = {id(array): array for array in (*columns.dense, *multipliers) if array is not None}
    return [*keys.values(), *number_keys(*numbers.values())]


def number_keys(*arrays: np.ndarray) -> Iterator[RowKey]:
    """The columns of arrays that are not constant."""
    columns = (column for array in arrays for column in (array.T if array.ndim > 1 else [array]))
    return (RowKey(values) for values in columns if not is_constant(values))
