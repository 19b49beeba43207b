"""One integer for each row, equal where rows are, if few rows are different."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from rglm.sources.cells.row_keys import ROWS_AT_ONCE, CodedKey, RowKey
from rglm.sources.cells.thresholds import PROBE_ROWS

MIN_REPEATED_SHARE = 0.7  # of the repeats that a sample of rows must have, of those expected


@dataclass(frozen=True, eq=False)
class RowCodes:
    """The code of each row, from 0 to k - 1, all of which occur."""

    codes: np.ndarray  # (n,)
    k: int

    def sums(self, values: np.ndarray) -> np.ndarray:
        """(k,) the sum of a value of each row by its code."""
        return np.bincount(self.codes, values, self.k)

    def first_rows(self) -> np.ndarray:
        """(k,) a row of each code."""
        out = np.empty(self.k, dtype=np.intp)
        out[self.codes] = np.arange(len(self.codes))
        return out


@dataclass(frozen=True, eq=False)
class CodeTable:
    """The table of all codes that rows may have by some keys; k is its size."""

    keys: list[CodedKey]
    n: int

    @property
    def k(self) -> int:
        """The number of codes that there may be."""
        return prod(key.k for key in self.keys)

    def blocks(self) -> Iterator[tuple[slice, np.ndarray]]:
        """The codes of a number of rows at a time, in memory that is used again."""
        size = min(max(ROWS_AT_ONCE, 2 * self.k), self.n)
        codes, part = np.empty((2, size), dtype=np.int32 if self.k < 2**31 else np.int64)
        for start in range(0, self.n, size):
            rows = slice(start, min(start + size, self.n))
            out, one = codes[: rows.stop - start], part[: rows.stop - start]
            self._write(rows, out, one)
            yield rows, out

    def _write(self, rows: slice, out: np.ndarray, part: np.ndarray) -> None:
        """Write the codes of some rows; those of the first key change fastest."""
        if not self.keys:
            out[:] = 0
            return
        first, *others = self.keys
        first.write(rows, out)
        scale = first.k
        for key in others:
            key.write(rows, part)
            part *= scale
            out += part
            scale *= key.k

    def count(self) -> tuple[np.ndarray, np.ndarray]:
        """How many rows have each code, and one of them, both (k,)."""
        counts, first = np.zeros(self.k, dtype=np.intp), np.zeros(self.k, dtype=np.intp)
        for rows, codes in self.blocks():
            here, is_new = np.bincount(codes, minlength=self.k), counts == 0
            if not rows.start:
                first[codes] = np.arange(rows.stop)
            elif np.logical_and(is_new, here).any():
                added = np.flatnonzero(is_new[codes])
                first[codes[added]] = rows.start + added
            counts += here
        return counts, first

    def codes(self) -> RowCodes:
        """The codes of all rows, numbered by those that occur."""
        codes, occurs = np.empty(self.n, dtype=np.intp), np.zeros(self.k, dtype=bool)
        for rows, of_block in self.blocks():
            codes[rows] = of_block
            occurs[of_block] = True
        if occurs.all():
            return RowCodes(codes, self.k)
        number = np.cumsum(occurs) - 1
        return RowCodes(number[codes], int(number[-1]) + 1)

    def undetermined(
        self, first: np.ndarray, keys: Sequence[RowKey], tells: Sequence[bool]
    ) -> int | None:
        """The place of a key of which not all rows of a code have one value; None without one.

        `first` is a row of each code. The keys that tell rows apart (`tells`) are in the codes.
        """
        others = [place for place, is_told in enumerate(tells) if not is_told]
        values = [(place, keys[place].values, keys[place].values[first]) for place in others]
        for rows, codes in self.blocks() if others else ():
            for place, of_rows, of_codes in values:
                if not (of_codes[codes] == of_rows[rows]).all():
                    return place
        return None


class RowGroups(NamedTuple):
    """Groups of equal rows.

    Attributes
    ----------
    rows : (m,) int array
        The place of a row of each.
    counts : (m,) int64 array
        The number of rows of each.
    """

    rows: np.ndarray
    counts: np.ndarray


def row_groups(
    keys: Sequence[RowKey], tells: Sequence[bool], n: int, most: int
) -> RowGroups | None:
    """Groups of the rows that are equal in some keys; None if they are more than `most`.

    `tells` says which keys seem to tell rows apart that those before do not.
    """
    table = _table(keys, tells, n, n // 2)
    if table is None:
        codes = row_codes(keys, tells, n, most)
        if codes is None:
            return None
        return RowGroups(codes.first_rows(), np.bincount(codes.codes, minlength=codes.k))
    counts, first = table.count()
    occurring = np.flatnonzero(counts)
    if len(occurring) > most:
        return None
    place = table.undetermined(first, keys, tells)
    if place is not None:
        return row_groups(keys, [*tells[:place], True, *tells[place + 1 :]], n, most)
    return RowGroups(first[occurring], counts[occurring])


def row_codes(keys: Sequence[RowKey], tells: Sequence[bool], n: int, most: int) -> RowCodes | None:
    """Codes of n rows, equal where all their keys are; None if more than `most` differ."""
    table = _table(keys, tells, n, 4 * n)
    codes = _crossed(keys, tells, n, most) if table is None else table.codes()
    if codes is None or codes.k > most:
        return None
    table = CodeTable([CodedKey(codes.codes, 0, codes.k)], n)
    place = table.undetermined(codes.first_rows(), keys, tells)
    if place is not None:
        return row_codes(keys, [*tells[:place], True, *tells[place + 1 :]], n, most)
    return codes


def _table(keys: Sequence[RowKey], tells: Sequence[bool], n: int, size: int) -> CodeTable | None:
    """The table of the keys that tell rows apart; None if it is larger than `size`."""
    table = CodeTable([key.coded for key, is_told in zip(keys, tells, strict=True) if is_told], n)
    return table if table.k <= size else None


def _crossed(keys: Sequence[RowKey], tells: Sequence[bool], n: int, most: int) -> RowCodes | None:
    """The codes by one key after the other, numbered anew after each."""
    from pandas import factorize

    codes, k = np.zeros(n, dtype=np.intp), 1
    for key, is_told in zip(keys, tells, strict=True):
        if not is_told:
            continue
        coded = key.coded
        table = CodeTable([CodedKey(codes, 0, k), coded], n)
        if table.k <= 4 * n:
            crossed = table.codes()
            codes, k = crossed.codes, crossed.k
        else:
            pair = np.empty(n, dtype=np.intp)
            coded.write(slice(None), pair)
            codes, distinct = factorize(pair * k + codes)
            k = len(distinct)
        if k > most:
            return None
    return RowCodes(codes, k)


def probe(keys: Sequence[RowKey], n: int, most: int) -> list[bool] | None:
    """Whether each key tells rows of a sample apart that other keys do not.

    None where nearly all rows of the sample differ. Of m rows from c equally frequent kinds
    m^2 / 2c are a second time there, if c is large.
    """
    rows = slice(None, None, max(1, n // PROBE_ROWS) | 1)
    m = len(range(*rows.indices(n)))
    fewest = max(1.0, MIN_REPEATED_SHARE * min(m * m / (2.0 * most), m / 2.0))
    values, sizes = [], []
    for key in keys:
        distinct, codes = np.unique(key.values[rows], return_inverse=True)
        if m - len(distinct) < fewest:
            return None
        values.append(codes)
        sizes.append(len(distinct))
    joint, count, tells = np.zeros(m, dtype=np.intp), 1, [False] * len(keys)
    # by a column of many values the others of a polynomial or a spline are as a rule determined
    for place in sorted(
        range(len(keys)), key=lambda place: (keys[place].k is None, -sizes[place])
    ):
        distinct, codes = np.unique(joint + count * values[place], return_inverse=True)
        if m - len(distinct) < fewest:
            return None
        tells[place] = len(distinct) > count
        joint, count = codes, len(distinct)
    return tells
