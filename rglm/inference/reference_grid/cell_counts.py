"""How many rows of a fit have each combination of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

MAX_KEPT_CODES = 2000  # in a fit without its rows


@dataclass(frozen=True)
class CellCounts:
    """The combinations of levels that rows have; ``a + b`` is of the rows of both.

    Attributes
    ----------
    codes : DataFrame (c, f)
        The levels of some variables, as numbers: places in the levels of a factor, 0 and 1 of a
        logical, or the value itself.
    counts : (c,) int array
        The number of rows, whatever their weights.
    """

    codes: pd.DataFrame
    counts: np.ndarray

    @classmethod
    def of(cls, codes: Mapping[str, np.ndarray], nrows: int) -> CellCounts:
        """The cells of rows."""
        return cls(pd.DataFrame(dict(codes), index=range(nrows)), np.ones(nrows, int)).merged()

    def __add__(self, other: CellCounts) -> CellCounts:
        names = [name for name in self.codes if name in other.codes]
        codes = pd.concat([self.codes[names], other.codes[names]], ignore_index=True)
        return CellCounts(codes, np.concatenate([self.counts, other.counts])).merged()

    def merged(self) -> CellCounts:
        """The cells without those that are there twice, in the order of their codes."""
        if self.codes.empty:
            return CellCounts(self.codes.iloc[:1], self.counts.sum(keepdims=True)[:1])
        keys = [self.codes[name].to_numpy() for name in self.codes]
        number, last = cell_numbers(keys)
        counts = np.bincount(number, weights=self.counts).astype(int)
        codes = self.codes.iloc[last].reset_index(drop=True)
        return CellCounts(codes, counts)

    def compact(self) -> CellCounts:
        """The cells with whole codes in two bytes each."""
        small = {
            name: np.int16
            for name, code in self.codes.items()
            if (np.abs(code) < np.iinfo(np.int16).max).all() and (code == code.round()).all()
        }
        return CellCounts(self.codes.astype(small), self.counts)

    def nested_pairs(self) -> list[tuple[str, str]]:
        """Pairs of variables: each level of the first is seen with one level of the second."""
        values = {str(name): code.to_numpy() for name, code in self.codes.items()}
        return [p for p in permutations(values, 2) if is_nested(values[p[0]], values[p[1]])]

    def only(self, names: Sequence[str]) -> CellCounts:
        """The cells of some of the variables."""
        return CellCounts(self.codes[[n for n in self.codes if n in names]], self.counts).merged()

    def counts_at(self, codes: Mapping[str, np.ndarray], nrows: int) -> np.ndarray:
        """The number of rows in each of other cells, (nrows,); those of all their variables."""
        mine = self.only(list(codes))
        if mine.codes.empty or not nrows:
            return np.full(nrows, self.counts.sum())
        keys = [np.concatenate([mine.codes[str(n)], codes[str(n)]]) for n in mine.codes]
        number = cell_numbers(keys)[0]
        known = np.zeros(number.max() + 1, int)
        known[number[: len(mine.counts)]] = mine.counts
        return known[number[len(mine.counts) :]]


def is_nested(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether each value of `one` is seen with one value of `other` only."""
    return len(cell_numbers([one, other])[1]) == len(np.unique(one))


def cell_numbers(keys: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The number of the combination of each row, by the last key first, and a row of each."""

    def combine(number: np.ndarray, key: np.ndarray) -> np.ndarray:
        codes, count = _ranks(key)
        return _ranks(number * count + codes)[0]

    number: Any = reduce(combine, keys[::-1], np.zeros(len(keys[0]), dtype=np.int64))
    first = np.zeros(int(number.max(initial=-1)) + 1, dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    return number, first


def _ranks(values: np.ndarray) -> tuple[np.ndarray, int]:
    """The place of each value among the distinct ones, and how many these are.

    Whole numbers of a short range are counted, which is faster than to sort them.
    """
    low, high = (values.min(), values.max()) if len(values) else (0, np.inf)
    if high - low <= len(values):  # not so where one is NaN
        shifted = (values - low).astype(np.int64)
        if (shifted + low == values).all():
            seen = np.bincount(shifted) > 0
            return (np.cumsum(seen) - 1)[shifted], int(seen.sum())
    distinct, codes = np.unique(values, return_inverse=True)
    return codes.ravel(), len(distinct)
