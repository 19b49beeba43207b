"""One integer for each row, equal where rows are, if few rows are different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.sources.cells.row_keys import RowKey

PROBE_ROWS = 5000
MIN_REPEATED_SHARE = 0.7  # of the repeats that a sample of rows must have, of those expected


@dataclass(frozen=True, eq=False)
class RowCodes:
    """The code of each row, from 0 to k - 1; some codes may have no row."""

    codes: np.ndarray  # (n,)
    k: int

    def cross(self, codes: np.ndarray, k: int) -> RowCodes:
        """The codes of pairs."""
        crossed = np.multiply(codes, self.k, dtype=np.intp)
        crossed += self.codes
        return RowCodes(crossed, self.k * k)

    def renumber(self, max_table: int) -> RowCodes:
        """The codes that occur, numbered from 0."""
        from pandas import factorize

        if self.k > max_table:
            codes, distinct = factorize(self.codes)
            return RowCodes(codes, len(distinct))
        occurs = np.bincount(self.codes, minlength=self.k) > 0
        number = np.cumsum(occurs) - 1
        return RowCodes(number[self.codes], int(number[-1]) + 1)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """(k,) the sum of a value of each row by its code."""
        return np.bincount(self.codes, values, self.k)

    def first_rows(self) -> np.ndarray:
        """(k,) a row of each code; -1 for a code without one."""
        out = np.full(self.k, -1)
        out[self.codes] = np.arange(len(self.codes))
        return out


def row_codes(
    keys: Sequence[RowKey], n: int, max_cells: int, with_probe: bool = True
) -> RowCodes | None:
    """Codes of n rows, equal where all their keys are; None if more than `max_cells` differ.

    A sample of the rows decides first (`with_probe`), so that it takes no time to see that all
    rows differ. Some codes may occur in no row, so that there may be more codes than cells.
    """
    independent = _probe(keys, n, max_cells) if with_probe else [True] * len(keys)
    if independent is None:
        return None
    pending = [key for key, tells in zip(keys, independent, strict=True) if tells]
    others = [key for key, tells in zip(keys, independent, strict=True) if not tells]
    codes: RowCodes | None = RowCodes(np.zeros(n, dtype=np.intp), 1)
    while pending:
        for key in pending:
            codes = None if codes is None else _crossed(codes, key, n, max_cells)
        if codes is None:
            return None
        rows = codes.first_rows() if others else np.zeros(0, dtype=int)
        pending = [key for key in others if not _is_determined(key, codes, rows)][:1]
        others = [key for key in others if key not in pending]
    return codes


def _crossed(codes: RowCodes, key: RowKey, n: int, max_cells: int) -> RowCodes | None:
    """The codes of rows by one more key; None if they are too many."""
    crossed = codes.cross(*key.codes())
    max_table = max(n, max_cells)
    if crossed.k > max_table:
        crossed = crossed.renumber(4 * max_table)
    return crossed if crossed.k <= max_table else None


def _is_determined(key: RowKey, codes: RowCodes, rows: np.ndarray) -> bool:
    """Whether rows of one code have one value of a key."""
    return bool((key.values[rows][codes.codes] == key.values).all())


def _probe(keys: Sequence[RowKey], n: int, max_cells: int) -> list[bool] | None:
    """Whether each key tells rows of a sample apart that those before it do not.

    None if nearly all rows of the sample differ. Of m rows from c equally frequent cells
    m^2 / 2c are a second time there, if c is large.
    """
    rows = slice(None, None, max(1, n // PROBE_ROWS) | 1)
    m = len(range(*rows.indices(n)))
    fewest = max(1.0, MIN_REPEATED_SHARE * min(m * m / (2.0 * max_cells), m / 2.0))
    codes, count, independent = RowCodes(np.zeros(m, dtype=np.intp), 1), 1, []
    for key in keys:
        values = np.unique(key.values[rows], return_inverse=True)[1]
        crossed = codes.cross(values, int(values.max(initial=0)) + 1)
        distinct, inverse = np.unique(crossed.codes, return_inverse=True)
        if m - len(distinct) < fewest:
            return None
        independent.append(len(distinct) > count)
        codes, count = RowCodes(inverse, len(distinct)), len(distinct)
    return independent
