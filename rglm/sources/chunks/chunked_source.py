"""The rows of a fit to chunked data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from operator import add, iadd
from typing import Any, ClassVar, NoReturn, TypeVar

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns, constant_column
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.threads import single_threaded
from rglm.sources.chunks.chunked_data import ChunkedData
from rglm.sources.chunks.chunked_draws import chunk_values
from rglm.sources.chunks.model_chunk import (
    ChunkResult,
    ChunkTask,
    ModelChunk,
    SourceBuilder,
    SourceTask,
    Transform,
)
from rglm.sources.chunks.pair_of_sums import PairOfSums
from rglm.sources.chunks.progress import with_progress
from rglm.sources.chunks.row_sample import RowSample
from rglm.sources.memory import MemorySource, concatenate
from rglm.sources.row_sums import RowSums, block_sums
from rglm.sources.source import SAMPLE_STEP, ScratchStatistic

Result = TypeVar("Result")

NOT_IN_MEMORY_MESSAGE = (
    "this needs all rows in memory, and the data of the fit are read part by part; fit to "
    "a sample of the rows, or to a DataFrame if they fit into memory"
)


@dataclass
class PassRecord:
    """Results of earlier passes over the rows that later passes use."""

    row_sums: RowSums | None = None
    # the messages that the user has seen, without their numbers
    warnings: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class ChunkedSource:
    """The columns and rows of a fit, made anew of each chunk in each pass: a `Source`."""

    data: ChunkedData
    builder: SourceBuilder  # makes the rows of a chunk that are fitted; there may be none
    columns_read: list[str]  # the columns of the data that are needed
    columns: Columns  # those of the fit, without rows
    row_counts: tuple[int, ...]  # the number of rows of each chunk
    transforms: tuple[Transform, ...] = ()  # how the rows of each chunk are changed after that
    # the distinct rows with their `counts`, where they are few; `row_counts` is then that of all
    distinct: MemorySource | None = None
    progress: bool = True  # whether a progress bar may be shown
    sample: RowSample | None = field(default=None, repr=False)  # kept while the data were learned
    record: PassRecord = field(default_factory=PassRecord, repr=False)
    is_chunked: ClassVar[bool] = True
    within_deviance: ClassVar[float] = 0.0
    stands_for_more_rows: ClassVar[bool] = False

    def check(self) -> None:
        """Nothing: each pass checks the chunks that it reads."""

    @property
    def nrows(self) -> int:
        """The number of rows."""
        return sum(self.row_counts)

    @property
    def row_sums(self) -> RowSums:
        """Counts of the rows, and sums of their weights, responses and offsets."""
        if self.distinct is not None:
            return self.distinct.row_sums
        if self.record.row_sums is None:
            return RowSums.from_array(self.total(block_sums))
        return self.record.row_sums

    @property
    def rows(self) -> NoReturn:
        """Raise a DataError that says what to do: no rows are in memory."""
        raise DataError(NOT_IN_MEMORY_MESSAGE)

    def blocks(self, blocks_at_once: int = 1) -> NoReturn:
        """There are none of all rows: the error of `rows`."""
        raise DataError(NOT_IN_MEMORY_MESSAGE)

    def map_sources(
        self, function: Callable[[MemorySource], Result], label: str = "", in_threads: bool = False
    ) -> Iterator[Result]:
        """The results of a function of the rows of each chunk that has some, in order.

        With `in_threads` several threads may call the function at once.
        """
        known = self.data.kept_rows(self.builder)
        keep = None if known is None else partial(self.data.keep_rows, self.builder)
        task = SourceTask(self.builder, self.transforms, function, known or {}, keep)
        return self._results(task, label, self.columns_read, in_threads)

    def map_chunks(
        self,
        function: Callable[[ModelChunk], Result],
        label: str = "",
        extra_columns: Sequence[str] = (),
    ) -> Iterator[Result]:
        """The results of a function of each chunk that has rows to be fitted, in order.

        Parameters
        ----------
        function
        label : str
            What the progress bar says.
        extra_columns : sequence of str
            Further columns of the data that the function reads.
        """
        task = ChunkTask(self.builder, self.transforms, function)
        return self._results(task, label, self._names_read(extra_columns), False)

    def _results(
        self,
        task: Callable[[pd.DataFrame], ChunkResult],
        label: str,
        columns: Sequence[str],
        in_threads: bool,
    ) -> Iterator[Any]:
        results = self.data.map_chunks(task, columns, in_threads)
        nrows = 0
        for result in with_progress(results, self.data.count, label, self.progress):
            if result.nrows:
                nrows += result.nrows
                self._warn(result.warnings)
                yield result.value
        if nrows != self.nrows and not self.transforms:
            raise DataError(
                f"the data have changed while they were read: {self.nrows:,} rows took part in "
                f"the first pass and {nrows:,} in this one"
            )

    def _warn(self, warnings: dict[str, type[Warning]]) -> None:
        """Show the warnings of a chunk, once where they differ only in numbers of rows."""
        for message, category in warnings.items():
            without_numbers = re.sub(r"\d+", "", message)
            if without_numbers not in self.record.warnings:
                self.record.warnings.add(without_numbers)
                warn(message, category)

    def row_values(
        self,
        function: Callable[[ModelChunk], pd.Series | pd.DataFrame],
        extra_columns: Sequence[str] = (),
        by_draw: bool = False,
    ) -> Any:
        """The results of a function of each chunk by row, not yet computed.

        They are `ChunkedValues`, or a Dask Series or DataFrame; with a column for each row
        (`by_draw`) `ChunkedDraws`. `extra_columns` are further columns of the data that the
        function reads.
        """
        of_chunk = partial(_of_chunk, self.builder, self.transforms, function)
        names = self._names_read(extra_columns)
        return chunk_values(self.data, of_chunk, names, by_draw)

    def _names_read(self, extra_columns: Sequence[str]) -> list[str]:
        return list(dict.fromkeys([*self.columns_read, *extra_columns]))

    def total(self, statistic: Callable[[Block], Result], blocks_at_once: int = 1) -> Result:
        """The sum (``+=``) of a statistic of each block, or of several blocks at once.

        The first one gives `row_sums` too, for which no further pass is needed then.
        """
        function = partial(_total, statistic, blocks_at_once)
        if self.record.row_sums is not None:
            return reduce(iadd, self.map_sources(function, in_threads=True))
        both = reduce(iadd, self.map_sources(partial(_with_row_sums, function), in_threads=True))
        self.record.row_sums = RowSums.from_array(both.beside)
        return both.result

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """The values of a function of a block, an entry for each row, for all rows in memory."""
        return np.concatenate(list(self.map_sources(lambda rows: rows.by_row(function))))

    def transform(self, change: Transform, columns: Columns | None = None) -> ChunkedSource:
        """The same rows after a change that keeps their number.

        `columns` (without rows) are those after the change, if it makes others.
        """
        columns = self.columns if columns is None else columns
        transforms = (*self.transforms, change)
        distinct = self.distinct
        if distinct is not None:
            distinct = change(distinct).with_rows(counts=distinct.rows.counts)
        return replace(
            self, transforms=transforms, distinct=distinct, columns=columns, record=PassRecord()
        )

    def subsample(self, step: int) -> MemorySource:
        """About every `step`-th row, in memory: those kept while the data were learned.

        They are let go then. Where there are none, or too few, it takes a pass over the data.
        """
        kept = self.sample
        if kept is None or not kept.frames or (kept.step > step and step <= SAMPLE_STEP):
            return self.every_nth(step)
        chunks = (ModelChunk.of(rows, self.builder, self.transforms) for rows in kept.take())
        return concatenate([chunk.source for chunk in chunks])

    def every_nth(self, step: int) -> MemorySource:
        """Every `step`-th row, in memory; `row_sums` are known then too."""
        ends = np.cumsum([0, *self._counts_by_chunk()])
        sums, samples = zip(*self.map_chunks(partial(_every_nth, step, ends)), strict=True)
        if not self.transforms:
            self.record.row_sums = RowSums.from_array(reduce(add, sums))
        return concatenate(samples)

    def _counts_by_chunk(self) -> Sequence[int]:
        """The number of rows of each chunk; another pass where only their sum is known."""
        if self.distinct is None:
            return self.row_counts
        known = dict(self.map_chunks(_count_rows))
        return [known.get(number, 0) for number in range(max(known) + 1)]

    def select(self, places: Sequence[int] | np.ndarray) -> ChunkedSource:
        """The same rows with some of the columns."""
        selected = self.transform(partial(_select, places), self.columns.select(places))
        return replace(selected, record=self.record)

    def constant(self) -> ChunkedSource:
        """The same rows with a column of ones as their only column."""
        return replace(
            self.transform(MemorySource.constant, constant_column(0)), record=self.record
        )


def _count_rows(chunk: ModelChunk) -> tuple[int, int]:
    return chunk.number, chunk.source.nrows


@single_threaded
def _of_chunk(
    builder: SourceBuilder,
    transforms: Sequence[Transform],
    function: Callable[[ModelChunk], Result],
    data: pd.DataFrame,
) -> Result:
    return function(ModelChunk.of(data, builder, transforms))


def _total(
    statistic: Callable[[Block], Result], blocks_at_once: int, source: MemorySource
) -> Result:
    if isinstance(statistic, ScratchStatistic):  # chunks may be worked on by several threads
        statistic = statistic.for_thread()
    return source.total(statistic, blocks_at_once)


def _with_row_sums(
    function: Callable[[MemorySource], Result], source: MemorySource
) -> PairOfSums[Result, np.ndarray]:
    """The result of a function of some rows, with the sums of `RowSums`."""
    return PairOfSums(function(source), source.total(block_sums))


def _every_nth(step: int, ends: np.ndarray, chunk: ModelChunk) -> tuple[np.ndarray, MemorySource]:
    first = -int(ends[chunk.number]) % step  # counted from the first row of all
    return chunk.source.total(block_sums), chunk.source.every_nth(step, first)


def _select(places: Sequence[int] | np.ndarray, source: MemorySource) -> MemorySource:
    return source.select(places)
