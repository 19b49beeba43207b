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
MAX_PASSES = 4  # each of which may find values that the sample lacks
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
    known = np.unique(numbers[::step] + 0.0)
    for _ in range(MAX_PASSES):
        table = _table(known)
        if table is None:
            return None
        codes, others = table.codes(numbers)
        if not len(others):
            return FewValues(codes, known)
        known = np.union1d(known, others)
    return None


@dataclass(frozen=True, eq=False)
class _Table:
    """A value and its code at the place that the bits of the value give."""

    multiplier: np.uint64
    shift: np.uint64
    values: np.ndarray  # NaN where there is none
    codes_: np.ndarray

    def codes(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The codes of numbers, and up to some of those that are not in the table."""
        codes = np.empty(len(numbers), dtype=self.codes_.dtype)
        others: list[np.ndarray] = []
        size = min(BLOCK_ROWS, len(numbers))
        sums, values, is_known = np.empty(size), np.empty(size), np.empty(size, dtype=bool)
        for start in range(0, len(numbers), BLOCK_ROWS):
            block = numbers[start : start + BLOCK_ROWS]
            m = len(block)
            place = self._places(block, sums[:m])
            self.codes_.take(place, mode="clip", out=codes[start : start + m])
            self.values.take(place, mode="clip", out=values[:m])
            if not np.equal(values[:m], block, out=is_known[:m]).all():
                others.append(np.unique(block[~is_known[:m]]))
                if sum(map(len, others)) > MAX_FEW_VALUES:
                    break
        return codes, np.unique(np.concatenate(others)) if others else np.zeros(0)

    def _places(self, numbers: np.ndarray, out: np.ndarray) -> np.ndarray:
        bits = np.add(numbers, 0.0, out=out).view(np.uint64)  # minus zero becomes zero
        np.multiply(bits, self.multiplier, out=bits)
        return np.right_shift(bits, self.shift, out=bits).view(np.int64)


def _table(values: np.ndarray) -> _Table | None:
    """The table of ascending values; None if they are too many, or the last is missing."""
    k = len(values)
    if k > MAX_FEW_VALUES or not k or np.isnan(values[-1]):
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
