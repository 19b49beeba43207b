"""Chunks that are read one after the other, here: the base of a data source of one's own."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd

from rglm.sources.chunks.chunk_threads import map_chunks_in_threads
from rglm.sources.chunks.chunked_data import (
    CHUNK_NUMBER_ATTR,
    CHUNK_START_ATTR,
    ChunkedData,
    Result,
)
from rglm.sources.chunks.chunked_values import ChunkedValues
from rglm.sources.file_states import FileState, file_states, is_among
from rglm.sources.frames.as_frame import as_frame


class Chunks(ChunkedData):
    """A table that is read in chunks; subclass it for a source of your own.

    A subclass needs ``columns``, the list of the names of the columns, and ``read``. It can then
    be the ``data=`` of any model, and ``newdata=``. A fit reads the data in several passes, and
    refuses chunks whose checksums are not those of an earlier pass. Each value of the response,
    weights and offset counts in them, of other columns of a large chunk some hundred values: a
    source has to give the same chunks every time.

    Attributes
    ----------
    columns : list of str
        The names of all columns.
    count : int, optional
        The number of chunks, if it is known; it is the length of the progress bar.
    chunk_word : str
        What a message calls a chunk.
    advice : str
        The last sentence of the error that says that chunks are not the same in each pass.
    is_read_by_any_thread : bool
        Whether one thread may read the first chunk and another one the next, by the same iterator
        (False; a connection of sqlite3 refuses that). Then several threads work on the chunks.

    Examples
    --------
    A table of a database, 100 rows at a time:

    >>> import sqlite3
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> class Table(Chunks):
    ...     def __init__(self, connection, name):
    ...         self.connection, self.name = connection, name
    ...         empty = pd.read_sql(f"SELECT * FROM {name} LIMIT 0", connection)
    ...         self.columns = empty.columns.tolist()
    ...
    ...     def read(self, columns):
    ...         query = f"SELECT {', '.join(columns)} FROM {self.name} ORDER BY rowid"
    ...         return pd.read_sql(query, self.connection, chunksize=100)
    >>> connection = sqlite3.connect(":memory:")
    >>> _ = load("galaxies").to_sql("galaxies", connection, index=False)
    >>> fit = glm("has_gc ~ logmass", Table(connection, "galaxies"), binomial())
    >>> fit.coefficients.round(3).tolist()
    [-10.15, 1.497]
    >>> connection.close()
    """

    chunk_word = "chunk"
    advice = "Let the source give the same chunks in every pass"
    # whether one thread may begin what another one goes on to read
    is_read_by_any_thread: ClassVar[bool] = False

    @abstractmethod
    def read(self, columns: Sequence[str]) -> Iterable[Any]:
        """The chunks in order, anew at each call.

        Parameters
        ----------
        columns : sequence of str
            The names of the columns that are needed, at least one; there may be more.

        Returns
        -------
        iterable of DataFrames
            Or of anything else that ``data=`` takes for a table in memory.
        """

    def files(self) -> Sequence[str]:
        """The paths of the files that are read, of which a change is noticed; by default none."""
        return ()

    def file_states(self) -> Mapping[str, FileState]:
        """The size, date and inode of each file that is read, by path."""
        return file_states(self.files())

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of those read, so that no results may be written to it."""
        return is_among(path, self.files())

    def map_chunks(
        self,
        function: Callable[[pd.DataFrame], Result],
        columns: Sequence[str],
        in_threads: bool = False,
    ) -> Iterator[Result]:
        """The results of a function of each chunk, in order."""
        chunks = self._chunks(list(columns))
        if in_threads and self.is_read_by_any_thread:
            return map_chunks_in_threads(function, chunks)
        return map(function, chunks)

    def _chunks(self, columns: list[str]) -> Iterator[pd.DataFrame]:
        start = 0
        for number, table in enumerate(self.read(columns or self.columns[:1])):
            chunk = as_frame(table)
            if list(chunk.columns) != columns:
                chunk = chunk[[name for name in columns if name in chunk]]
            chunk.attrs[CHUNK_NUMBER_ATTR] = number
            chunk.attrs[CHUNK_START_ATTR] = start
            start += len(chunk)
            yield chunk

    def row_values(
        self, function: Callable[[pd.DataFrame], pd.Series | pd.DataFrame], columns: Sequence[str]
    ) -> ChunkedValues:
        """The results by row, to be iterated over."""
        return ChunkedValues(self, function, columns)
