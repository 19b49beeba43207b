"""Chunked data that have to be the same in each pass: checksums of each chunk are compared.

A fit reads its data in several passes, and its verbs in some more. If another pass saw other
values, the numbers would be of no data at all, so that such data are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks.chunk_threads import map_chunks_in_threads
from rglm.sources.chunks.chunked_data import CHUNK_NUMBER_ATTR, ChunkedData, Result
from rglm.sources.chunks.chunked_values import ChunkedValues
from rglm.sources.chunks.kept_chunks import KeptChunks
from rglm.sources.chunks.memory_budget import memory_budget
from rglm.sources.chunks.row_sample import RowSample
from rglm.sources.file_states import FileState
from rglm.sources.frames.checksums import ROW_COUNT_KEY, Checksums, checksums
from rglm.sources.grouping.distinct_rows import DistinctRows
from rglm.sources.memory import MemorySource

BYTES_PER_VALUE = 8  # of a column of numbers


@dataclass
class VerifiedData(ChunkedData):
    """Chunked data, refused with an error if they are not as they were when first read."""

    data: ChunkedData
    # the columns of which each value counts, not only those of a sample
    whole: frozenset[str] = frozenset()
    # the states of the files in the first pass: see `ChunkedData.file_states`
    first_states: Mapping[str, FileState] | None = None
    # by the number of a chunk, the checksums of its columns in the first pass that read them
    first_checksums: dict[int, Checksums] = field(default_factory=dict, repr=False)
    first_count: list[int] = field(default_factory=list, repr=False)  # shared by copies
    # by columns, the distinct rows that were counted without reading chunks; shared by copies
    first_distinct: dict[tuple[str, ...], list[DistinctRows]] = field(
        default_factory=dict, repr=False
    )
    # rows that the first pass has kept, of the columns that it read
    sample: RowSample | None = field(default=None, repr=False)
    kept: KeptChunks | None = field(default=None, repr=False)  # chunks that are in memory

    columns: list[str] = field(init=False)
    count: int | None = field(init=False)

    def __post_init__(self) -> None:
        if self.first_states is None:
            self.first_states = self.data.file_states()
        self.columns = self.data.columns
        self.count = self.first_count[0] if self.first_count else self.data.count

    def most_rows(self) -> int | None:
        """The number of rows, or one above it, where it is known.

        Raises DataError: a file is not as it was.
        """
        self._check_files()
        return self.data.most_rows()

    def distinct_rows(self, columns: Sequence[str], most: int) -> list[DistinctRows] | None:
        """The distinct rows of some columns, as `ChunkedData.distinct_rows` counts them.

        Raises DataError: they, or a file, are not as they were.
        """
        self._check_files()
        try:
            rows = self.data.distinct_rows(columns, most)
        finally:
            self._check_files()  # a change may be the reason of an error
        first = None if rows is None else self.first_distinct.setdefault(tuple(columns), rows)
        if rows is not None and rows != first:
            raise DataError(
                f"data=: the data have changed since they were first read. {self.data.advice}"
            )
        return rows

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of the data's, or would be one if it were written."""
        return self.data.would_read(path)

    def __getstate__(self) -> dict[str, Any]:
        """Without the states of files, which elsewhere are copies of other dates, or rows."""
        return self.__dict__ | {"first_states": None, "sample": None, "kept": None}

    def with_whole(self, whole: Iterable[str]) -> VerifiedData:
        """The same data, of which each value of these columns counts too."""
        return replace(self, whole=self.whole.union(whole))

    def file_states(self) -> Mapping[str, FileState]:
        """The size, date and inode of each file of the data, by path."""
        return self.data.file_states()

    def sized_for(self, columns: Sequence[str]) -> VerifiedData:
        """The same data in chunks that suit so many columns, unless they have been read before."""
        return self if self.first_checksums else replace(self, data=self.data.sized_for(columns))

    def keeping(self, columns: Sequence[str]) -> VerifiedData:
        """The same data, whose chunks the next pass keeps, if the memory allows it."""
        if self.kept is not None and set(columns) <= set(self.kept.columns):
            return self
        nrows = self.data.most_rows()
        is_large = nrows is not None and BYTES_PER_VALUE * nrows * len(columns) > memory_budget()
        if not self.data.keeps_chunks or is_large:
            return self
        return replace(self, kept=KeptChunks(columns))

    def kept_rows(self, builder: Any) -> dict[int, MemorySource] | None:
        """The rows that a builder has made of chunks that are in memory."""
        return None if self.kept is None else self.kept.rows_of(builder)

    def keep_rows(self, builder: Any, number: int, rows: MemorySource) -> None:
        """Keep the rows of a chunk that is in memory."""
        if self.kept is not None:
            self.kept.add_rows(builder, number, rows)

    def map_chunks(
        self,
        function: Callable[[pd.DataFrame], Result],
        columns: Sequence[str],
        in_threads: bool = False,
    ) -> Iterator[Result]:
        """The results of a function of each chunk, in order.

        Raises DataError: a chunk, or a file, is not as it was.
        """
        self._check_distinct_rows()
        self._check_files()
        chunks = None if self.kept is None else self.kept.chunks(columns)
        if chunks is None:
            yield from self._read_chunks(function, columns, in_threads)
        elif in_threads:
            yield from map_chunks_in_threads(function, chunks)
        else:
            yield from map(function, chunks)
        self._check_files()

    def _read_chunks(
        self, function: Callable[[pd.DataFrame], Result], columns: Sequence[str], in_threads: bool
    ) -> Iterator[Result]:
        """The results where chunks are read, whose checksums are compared."""
        is_kept = self.kept is not None and tuple(columns) == self.kept.columns
        kept = self.kept if is_kept and self.kept is not None and self.kept.begin() else None
        checked, number = _WithChecksums(function, self.whole, kept is not None), -1
        try:
            results = self.data.map_chunks(checked, columns, in_threads)
            for number, (now, result, chunk) in enumerate(results):
                self._check_chunk(number, now)
                if kept is not None and chunk is not None:
                    kept.add(chunk)
                yield result
        except DataError:
            self._check_files()  # which may be the reason
            raise
        self._check_count(number + 1)
        if kept is not None:
            kept.finish()

    def row_values(
        self, function: Callable[[pd.DataFrame], pd.Series | pd.DataFrame], columns: Sequence[str]
    ) -> Any:
        """The results by row, not yet computed; each chunk is checked when it is."""
        known = {number: _select(sums, columns) for number, sums in self.first_checksums.items()}
        words = self.data.chunk_word, self.data.advice
        values = self.data.row_values(
            _CheckedFunction(function, self.whole, *words, known), columns
        )
        if isinstance(values, ChunkedValues):  # read here, where `map_chunks` can check all
            return ChunkedValues(self, function, columns)
        return values

    def _check_distinct_rows(self) -> None:
        """Count distinct rows again before chunks are read for the first time."""
        if self.first_checksums or self.first_states:  # or the files tell
            return
        for columns, tables in self.first_distinct.items():
            self.distinct_rows(columns, sum(int(rows.counts.sum()) for rows in tables))

    def _check_files(self) -> None:
        now = self.data.file_states()
        if self.first_states is None:
            self.first_states = now
        _compare_files(self.first_states, now)

    def _check_count(self, count: int) -> None:
        if not self.first_count:
            self.first_count.append(count)
        self.count = first = self.first_count[0]
        if count != first:
            raise DataError(
                f"data=: the data have changed since they were first read: {first} "
                f"{self.data.chunk_word}s then and {count} now. {self.data.advice}"
            )

    def _check_chunk(self, number: int, now: Checksums) -> None:
        """Compare the checksums of a chunk with its first, or keep them as the first."""
        first = self.first_checksums.setdefault(number, {})
        for name, sum in now.items():
            before = first.setdefault(name, sum)
            if before == sum:
                continue
            rows = f"has {sum:,} rows and had {before:,}" if name == ROW_COUNT_KEY else None
            raise DataError(
                f"data=: the data have changed while they were read: {self.data.chunk_word} "
                f"{number + 1} {rows or f'has other values of {name!r} than before'}. A fit and "
                "its verbs read the data several times and need the same rows each time. "
                f"{self.data.advice}"
            )


def verified(data: ChunkedData) -> VerifiedData:
    """Chunked data with the checksums that are known of them; of new data none yet."""
    return data if isinstance(data, VerifiedData) else VerifiedData(data)


def _compare_files(before: Mapping[str, FileState], now: Mapping[str, FileState]) -> None:
    """Check that no file was written, and that none is new or gone."""
    for path in {**before, **now}:
        if before.get(path) == now.get(path):
            continue
        what = "is new" if path not in before else "is gone" if path not in now else "was written"
        raise DataError(
            f"data=: the data have changed: the file {path!r} {what} since the fit first read "
            "them. Fit again, and let nothing write to the files of a fit until you are done "
            "with it"
        )


@dataclass(frozen=True)
class _WithChecksums:
    """A function of a chunk, with the chunk's checksums beside its result.

    The chunk to be kept is a copy: one block of memory, where Arrow has one for each column, with
    which its allocator takes long.
    """

    function: Callable[[pd.DataFrame], Any]
    whole: frozenset[str]
    with_chunk: bool

    def __call__(self, data: pd.DataFrame) -> tuple[Checksums, Any, pd.DataFrame | None]:
        sums = checksums(data, self.whole)
        return sums, self.function(data), data.copy() if self.with_chunk else None


@dataclass(frozen=True)
class _CheckedFunction:
    """A function of a chunk, which first checks that the chunk is as it was."""

    function: Callable[[pd.DataFrame], Any]
    whole: frozenset[str]
    chunk_word: str
    advice: str
    first: dict[int, Checksums]

    def __call__(self, data: pd.DataFrame) -> Any:
        number = data.attrs.get(CHUNK_NUMBER_ATTR, -1)  # Dask's example of a chunk has none
        first = self.first.get(number, {})
        now = checksums(data, self.whole) if first else {}
        if any(now.get(name, sum) != sum for name, sum in first.items()):
            raise DataError(
                f"data=: the data have changed: {self.chunk_word} {number + 1} has other values "
                f"than when the fit first read it. {self.advice}"
            )
        return self.function(data)


def _select(sums: Checksums, columns: Sequence[str]) -> Checksums:
    return {name: sums[name] for name in (ROW_COUNT_KEY, *columns) if name in sums}
