"""Data that are read chunk by chunk: a few rows in memory at a time, as often as a fit needs them.

`ChunkedData` is what a fit asks of them. Chunks come in the same order with the same rows every
time, so that sums over them have the same bits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import iadd
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import pandas as pd

from rglm.sources.chunks.progress import with_progress
from rglm.sources.file_states import FileState

if TYPE_CHECKING:
    from rglm.sources.grouping.distinct_rows import DistinctRows
    from rglm.sources.memory import MemorySource

Result = TypeVar("Result")

CHUNK_NUMBER_ATTR = "rglm_chunk"  # in `attrs` of a chunk: its place among them
CHUNK_START_ATTR = "rglm_start"  # the place of its first row among all rows, where it is known


class ChunkedData(ABC):
    """A table whose rows are not in memory.

    Attributes
    ----------
    columns : list of str
        Their names.
    chunk_word, advice : str
        What a message calls a chunk, and what to do where chunks are not the same each time.
    count : int, optional
        The number of chunks, where it is known before they are read; for the progress bar.
    """

    columns: list[str]
    chunk_word: str
    advice: str
    count: int | None = None
    # whether chunks may stay in memory between passes: they are in this process, and
    # `file_states` tells of any change of the data
    keeps_chunks: ClassVar[bool] = False

    @abstractmethod
    def map_chunks(
        self,
        function: Callable[[pd.DataFrame], Result],
        columns: Sequence[str],
        in_threads: bool = False,
    ) -> Iterator[Result]:
        """The results of a function of each chunk, in order.

        A chunk has the `columns` that the function reads, and its number in ``attrs``. With
        `in_threads` several threads may call the function at once.
        """

    @abstractmethod
    def row_values(
        self, function: Callable[[pd.DataFrame], pd.Series | pd.DataFrame], columns: Sequence[str]
    ) -> Any:
        """The results by row, not yet computed: `ChunkedValues`, a Dask Series or DataFrame."""

    def most_rows(self) -> int | None:
        """The number of rows, or one above it, where it is known before they are read."""
        return None

    def distinct_rows(self, columns: Sequence[str], most: int) -> list[DistinctRows] | None:
        """The distinct rows of some columns, a table for each layout; None where the source
        has no quicker way than to read its chunks.

        Raises
        ------
        RowsDifferError
            There are more than `most`.
        """
        return None

    def sized_for(self, columns: Sequence[str]) -> ChunkedData:
        """The same data in chunks that are not too large with so many columns, if that can be."""
        return self

    def kept_rows(self, builder: Any) -> dict[int, MemorySource] | None:
        """The rows made of chunks that are in memory, by number; None if chunks are not."""
        return None

    def keep_rows(  # noqa: B027  # most data keep nothing
        self, builder: Any, number: int, rows: MemorySource
    ) -> None:
        """Keep the rows of a chunk that is in memory."""

    def file_states(self) -> Mapping[str, FileState]:
        """The size, date and inode of each file of the data, by path; a later file has others."""
        return {}

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of those read, or would be one if it were written."""
        return False


def sum_over_chunks(
    data: ChunkedData,
    function: Callable[[pd.DataFrame], Result],
    columns: Sequence[str],
    label: str = "",
    progress: bool = True,
) -> Result:
    """The sum (``+=``) of a function of each chunk, in order."""
    results = data.map_chunks(function, columns, in_threads=True)
    return reduce(iadd, with_progress(results, data.count, label, progress))
