"""Rows that are in memory, handed out in blocks of one fixed size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TypeVar

import numpy as np

from rglm.design.block import Block, Rows
from rglm.design.columns import Columns

# 8192 rows of 20 columns stay in a core's cache; one size everywhere gives the same sums
BLOCK = 8192

Total = TypeVar("Total")


@dataclass(frozen=True)
class MemorySource:
    """The columns and rows of a fit in memory.

    `total` sums a statistic over the blocks in the order of the rows, so that a fit has the same
    bits every time.
    """

    columns: Columns
    rows: Rows

    @property
    def nrows(self) -> int:
        """The number of rows."""
        return self.columns.nrows

    def blocks(self) -> Iterator[Block]:
        """The rows in order, `BLOCK` at a time."""
        for start in range(0, max(self.nrows, 1), BLOCK):
            place = slice(start, min(start + BLOCK, self.nrows))
            yield Block(start, self.rows.part(place), self.columns, place)

    def total(self, statistic: Callable[[Block], Total]) -> Total:
        """The sum (``+``) of a statistic of each block."""
        return reduce(add, map(statistic, self.blocks()))

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """What a function says of each row, for all rows."""
        parts = [function(block) for block in self.blocks()]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def select(self, places: Sequence[int] | np.ndarray) -> MemorySource:
        """The same rows with some of the columns."""
        return replace(self, columns=self.columns.select(places))
