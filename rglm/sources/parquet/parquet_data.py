"""Parquet files as one table, read a few rows at a time by pyarrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks import arrow_batches
from rglm.sources.chunks.chunks import Chunks
from rglm.sources.file_states import FileState, file_states, is_among
from rglm.sources.frames.arrow_categories import ArrowCategories
from rglm.sources.frames.arrow_tables import is_text
from rglm.sources.frames.parquet_table import read_schema
from rglm.sources.grouping.arrow_groups import count_tables
from rglm.sources.grouping.distinct_rows import DistinctRows
from rglm.sources.parquet.column_types import common_field
from rglm.sources.parquet.file_batches import dataset_tables
from rglm.sources.parquet.parquet_files import PathOrPaths, find_files_now, is_broken, would_find

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds


@dataclass
class Parquet(Chunks):
    """Parquet files as one table."""

    paths: list[str]  # the files, in order
    base: str | None = None  # the folder below which ``key=value`` folders are columns
    filter: pc.Expression | None = None  # the rows that are read
    place: PathOrPaths | None = None  # where the files were found, and may be found again
    _states: dict[str, FileState] = field(default_factory=dict, repr=False)
    _datasets: dict[tuple[str, ...], ds.Dataset] = field(default_factory=dict, repr=False)
    _text: frozenset[str] = frozenset()  # the columns read so far that are text
    chunk_rows: int | None = None  # the rows of a chunk; as many as the constant says where None

    chunk_word = "part"
    keeps_chunks = is_read_by_any_thread = True
    advice = "Let nothing write to the files of a fit until you are done with it"

    def file_states(self) -> dict[str, FileState]:
        """The state of each file that exists now; a change clears what is cached of the files."""
        base, paths = self.base, self.paths
        if self.place is not None:
            base, paths = find_files_now(self.place)
        now = file_states(paths)
        if now and now != self._states:
            self.base, self.paths, self._states = base, paths, now
            self._datasets.clear()
            for name in ("_read_schemas", "_categories", "columns", "_partitioning", "_keys"):
                vars(self).pop(name, None)
        return now

    def sized_for(self, columns: Sequence[str]) -> Parquet:
        """The same files in chunks that are not too large with so many columns."""
        rows = arrow_batches.rows_per_chunk(len(columns))
        return self if rows == arrow_batches.CHUNK_ROWS else replace(self, chunk_rows=rows)

    def would_read(self, path: Path) -> bool:
        """Whether a file is one of the data's, or would be one if it were written."""
        return is_among(path, self.paths) or (
            self.place is not None and would_find(self.place, path)
        )

    @property
    def _schemas(self) -> list[pa.Schema]:
        return self._read_schemas[0]

    @cached_property
    def _read_schemas(self) -> tuple[list[pa.Schema], ArrowCategories]:
        """The schema of each file, and the columns that are categories."""
        schemas, categories = [], ArrowCategories()
        for path in self.paths:
            schema = read_schema(path)
            categories.join(ArrowCategories.of(schema))
            schemas.append(schema.remove_metadata())
        return schemas, categories

    @cached_property
    def columns(self) -> list[str]:  # type: ignore[override]  # read when first asked for
        """The names of the columns, those of the folders last."""
        names = dict.fromkeys(name for schema in self._schemas for name in schema.names)
        return [*names, *(name for name in self._keys.names if name not in names)]

    @cached_property
    def _partitioning(self) -> ds.PartitioningFactory | None:
        import pyarrow.dataset as ds

        return None if self.base is None else ds.HivePartitioning.discover(infer_dictionary=True)

    @cached_property
    def _keys(self) -> pa.Schema:
        """The schema of the columns that are names of folders."""
        import pyarrow as pa
        import pyarrow.dataset as ds
        from pyarrow.fs import LocalFileSystem

        if self.base is None:
            return pa.schema([])
        factory = ds.FileSystemDatasetFactory(
            LocalFileSystem(),
            self.paths,
            ds.ParquetFileFormat(),
            ds.FileSystemFactoryOptions(self.base, partitioning=self._partitioning),
        )
        try:
            whole = factory.inspect()
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise DataError(
                f"data=: the names of the folders below {self.base!r} cannot be read as columns: "
                f"{error}"
            ) from None
        return pa.schema([whole.field(n) for n in whole.names if n not in self._schemas[0].names])

    @cached_property
    def _categories(self) -> ArrowCategories:
        categories = ArrowCategories.of(self._keys)
        categories.join(self._read_schemas[1])
        return categories

    @property
    def nrows(self) -> int:
        """The number of rows in the files, before any filter."""
        import pyarrow.parquet as pq

        return sum(pq.read_metadata(path).num_rows for path in self.paths)

    def most_rows(self) -> int:
        """The number of rows in the files, before any filter."""
        return self.nrows

    def _dataset(self, names: Sequence[str]) -> ds.Dataset:
        """The files with one type for each column that is read."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        key = tuple(sorted({*names, *self._columns_of_filter}))
        if key not in self._datasets:
            own = [name for name in key if name not in self._keys.names]
            fields = [common_field(name, self._schemas, self.paths) for name in own]
            text = [field.name for field in fields if is_text(field.type)]
            coded = pa.dictionary(pa.int32(), pa.string())
            fields = [pa.field(f.name, coded) if f.name in text else f for f in fields]
            self._text = self._text | set(text)
            self._datasets[key] = ds.dataset(
                self.paths,
                schema=pa.schema([*fields, *self._keys]),
                format=ds.ParquetFileFormat(dictionary_columns=text),
                partitioning=self._partitioning,
                partition_base_dir=self.base,
            )
        return self._datasets[key]

    @property
    def _columns_of_filter(self) -> list[str]:
        """The columns that the filter reads, as far as its text tells."""
        text = str(self.filter)
        if self.filter is None:
            return []
        return [n for n in self.columns if re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text)]

    def read(self, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
        """The chunks, whose rows are counted from 0."""
        start = 0
        for table in self._tables(columns):
            chunk = arrow_batches.chunk_frame(table, start, self._text, self._categories)
            start += len(chunk)
            yield chunk

    def distinct_rows(self, columns: Sequence[str], most: int) -> list[DistinctRows] | None:
        """The distinct rows of some columns, counted by Arrow; a table for each set of categories.

        Raises RowsDifferError: there are more than `most`.
        """
        tables = self._tables(columns)  # makes known which columns are text
        return count_tables(
            tables,
            self._text,
            most,
            lambda table: arrow_batches.chunk_frame(table, 0, self._text, self._categories),
        )

    def _tables(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """The rows of some columns, a table for each chunk."""
        names = list(columns)
        return self._read_tables(self._dataset(names), names)

    def _read_tables(self, dataset: ds.Dataset, names: Sequence[str]) -> Iterator[pa.Table]:
        import pyarrow as pa

        size = arrow_batches.CHUNK_ROWS if self.chunk_rows is None else self.chunk_rows
        tables = dataset_tables(dataset, names, self.filter, size)
        empty = pa.schema([dataset.schema.field(name) for name in names])
        try:
            yield from arrow_batches.join_tables(tables, empty, size)
        except (pa.ArrowInvalid, OSError) as error:
            path = next(filter(is_broken, self.paths), None)
            which = "a Parquet file" if path is None else repr(path)
            raise DataError(f"data=: {which} cannot be read: {error}") from None
