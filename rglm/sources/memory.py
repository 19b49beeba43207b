"""Rows that are in memory, handed out in blocks of one fixed size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import reduce
from operator import iadd
from typing import Any, ClassVar, TypeVar

import numpy as np

from rglm.design.block import BLOCK_ROWS, Block, Rows
from rglm.design.columns import Columns, constant_column, vstack
from rglm.linalg.helper_threads import as_worker
from rglm.linalg.ordered_sum import sum_in_threads
from rglm.linalg.threads import map_in_threads
from rglm.sources.frames.data_copies import DataChecksums
from rglm.sources.row_sums import RowSums, block_sums
from rglm.sources.source import THREADED_BLOCKS, PureStatistic, ScratchStatistic

Result = TypeVar("Result")

OTHER_NUMBERS = 5  # of a row, beside its columns, that a pass reads and writes
MIN_THREADED_NUMBERS = 4_000_000  # in all rows: 200,000 of 15 columns


@dataclass(frozen=True)
class MemorySource:
    """The columns and rows of a fit in memory: see `Source`."""

    columns: Columns
    rows: Rows
    # of the caller's arrays, where the rows are views of these
    checksums: DataChecksums | None = None
    # of rows that stand for several, what the deviance of these is above that of their means
    within_deviance: float = 0.0
    is_chunked: ClassVar[bool] = False

    @property
    def distinct(self) -> MemorySource:
        """The rows themselves, which are in memory."""
        return self

    def check(self) -> None:
        """Check that nobody has written to the memory of the rows; an error says who may have."""
        if self.checksums is not None:
            self.checksums.check()

    @property
    def stands_for_more_rows(self) -> bool:
        """Whether each row is the mean of several."""
        return self.rows.squares is not None

    @property
    def nrows(self) -> int:
        """The number of rows."""
        return self.columns.nrows

    @property
    def row_sums(self) -> RowSums:
        """Counts of the rows, and sums of their weights, responses and offsets."""
        return RowSums.from_array(self.total(PureStatistic(block_sums), THREADED_BLOCKS))

    @property
    def _is_long(self) -> bool:
        """Whether several threads gain time: on fewer rows they wait for each other's lock."""
        return self.nrows * (len(self.columns) + OTHER_NUMBERS) >= MIN_THREADED_NUMBERS

    def blocks(self, blocks_at_once: int = 1) -> Iterator[Block]:
        """The rows in order, `blocks_at_once` times `BLOCK_ROWS` at a time."""
        size = blocks_at_once * BLOCK_ROWS
        if self.nrows <= size:
            yield Block(0, self.rows, self.columns, slice(0, self.nrows))
            return
        for start in range(0, self.nrows, size):
            place = slice(start, min(start + size, self.nrows))
            yield Block(start, self.rows.take(place), self.columns, place)

    def total(self, statistic: Callable[[Block], Result], blocks_at_once: int = 1) -> Result:
        """The sum (``+=``) of a statistic of each block, or of several blocks at once."""
        blocks = self.blocks(blocks_at_once)
        if isinstance(statistic, ScratchStatistic) and statistic.is_threaded:
            with nullcontext() if self._is_long else as_worker():
                return sum_in_threads(lambda block: statistic.for_thread()(block), blocks)
        return reduce(iadd, map(statistic, blocks))

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """The values of a function of a block, an entry for each row, for all rows."""
        if isinstance(function, PureStatistic):
            with nullcontext() if self._is_long else as_worker():
                values = map_in_threads(function, self.blocks(THREADED_BLOCKS))
        else:
            values = [function(block) for block in self.blocks()]
        return values[0] if len(values) == 1 else np.concatenate(values)

    def every_nth(self, step: int, first: int = 0) -> MemorySource:
        """Every `step`-th row, from the row at place `first`, in arrays of their own."""
        return self.take(slice(first, None, step)).copy()

    def take(self, rows: slice | np.ndarray) -> MemorySource:
        """Some rows: views for a slice, copies for an array of row numbers."""
        return MemorySource(self.columns.take(rows), self.rows.take(rows))

    def with_rows(self, **numbers: Any) -> MemorySource:
        """The same columns with other numbers of `Rows`."""
        return replace(self, rows=replace(self.rows, **numbers))

    def subsample(self, step: int) -> MemorySource:
        """Every `step`-th row."""
        return self.every_nth(step)

    def map_sources(
        self, function: Callable[[MemorySource], Result], label: str = "", in_threads: bool = False
    ) -> Iterator[Result]:
        """The result of a function of all rows, which are one chunk."""
        yield function(self)

    def transform(
        self, change: Callable[[MemorySource], MemorySource], columns: Columns | None = None
    ) -> MemorySource:
        """The same rows after a change that keeps their number."""
        return change(self)

    def copy(self) -> MemorySource:
        """The same rows in arrays of their own, none a view of a larger one."""
        return concatenate([self])

    def select(self, places: Sequence[int] | np.ndarray) -> MemorySource:
        """The same rows with some of the columns."""
        return replace(self, columns=self.columns.select(places).compact())

    def constant(self) -> MemorySource:
        """The same rows with a column of ones as their only column."""
        return replace(self, columns=constant_column(self.nrows))


def concatenate(sources: Sequence[MemorySource]) -> MemorySource:
    """The rows of several sources of the same columns, one after the other."""
    columns = vstack([source.columns for source in sources])
    names = ("y", "weights", "offset", "trials", "etastart")
    numbers = {
        n: np.concatenate([np.asarray(getattr(source.rows, n)) for source in sources])
        for n in names
    }
    return MemorySource(columns, Rows(**numbers))
