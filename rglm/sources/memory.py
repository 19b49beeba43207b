"""Rows that are in memory, handed out in blocks of one fixed size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import iadd
from typing import TypeVar

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block, Rows
from rglm.design.columns import Columns, vstack
from rglm.sources.frames.data_copies import DataChecksums
from rglm.sources.row_counts import as_sizes, sizes_of

Total = TypeVar("Total")


@dataclass(frozen=True)
class MemorySource:
    """The columns and rows of a fit in memory.

    `total` sums a statistic over the blocks in the order of the rows, so that a fit has the same
    bits every time.
    """

    columns: Columns
    rows: Rows
    checksums: DataChecksums | None = None

    def check(self) -> None:
        """Check that nobody has written to the memory of the rows; an error says who may have."""
        if self.checksums is not None:
            self.checksums.check()

    @property
    def nrows(self) -> int:
        """The number of rows."""
        return self.columns.nrows

    @property
    def sizes(self) -> dict[str, float]:
        """How much there is of the rows: see `sizes_of`."""
        return as_sizes(self.total(sizes_of))

    def blocks(self, many: int = 1) -> Iterator[Block]:
        """The rows in order, `many` times `BLOCK_ROWS` at a time."""
        size = many * BLOCK_ROWS
        for start in range(0, max(self.nrows, 1), size):
            place = slice(start, min(start + size, self.nrows))
            yield Block(start, self.rows.take(place), self.columns, place)

    def total(self, statistic: Callable[[Block], Total], many: int = 1) -> Total:
        """The sum (``+=``) of a statistic of each block (of `many` times the usual rows)."""
        return reduce(iadd, map(statistic, self.blocks(many)))

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """What a function says of each row, for all rows."""
        parts = [function(block) for block in self.blocks()]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def every(self, step: int, first: int = 0) -> MemorySource:
        """Every so manieth row from one on."""
        rows = slice(first, None, step)
        return MemorySource(self.columns.take(rows), self.rows.take(rows))

    def each(self, function: Callable[[MemorySource], Total], doing: str = "") -> Iterator[Total]:
        """What a function says of all rows: they are one part."""
        yield function(self)

    def changed(
        self, change: Callable[[MemorySource], MemorySource], columns: Columns | None = None
    ) -> MemorySource:
        """The same rows after a change that keeps their number."""
        return change(self)

    def copied(self) -> MemorySource:
        """The same, of which nothing is a view of something larger."""
        return joined([self])

    def select(self, places: Sequence[int] | np.ndarray) -> MemorySource:
        """The same rows with some of the columns."""
        return replace(self, columns=self.columns.select(places).compact())


def joined(parts: Sequence[MemorySource]) -> MemorySource:
    """The rows of several sources of the same columns, one after the other."""
    columns = vstack([part.columns for part in parts])
    names = ("y", "weights", "offset", "trials", "etastart")
    found = {
        n: np.concatenate([np.asarray(getattr(part.rows, n)) for part in parts]) for n in names
    }
    return MemorySource(columns, Rows(**found))
