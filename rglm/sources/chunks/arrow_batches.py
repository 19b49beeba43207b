"""Batches of rows that pyarrow reads, as DataFrames of many rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

import pandas as pd

from rglm.design.values.data_column import TEXT_COLUMNS_ATTR
from rglm.sources.frames.arrow_categories import ArrowCategories
from rglm.sources.frames.arrow_tables import (
    readable_table,
    with_common_dictionaries,
    with_exact_integers,
)

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK_ROWS = 1 << 17  # rows of a chunk: 20 columns of them take 21 MB
MAX_CHUNK_VALUES = 1 << 22  # of a chunk of many columns: 34 MB


def rows_per_chunk(column_count: int) -> int:
    """The rows of a chunk of so many columns, fewer where a chunk would be large."""
    return max(1, min(CHUNK_ROWS, MAX_CHUNK_VALUES // max(1, column_count)))


def join_tables(tables: Iterator[pa.Table], empty: pa.Schema, size: int) -> Iterator[pa.Table]:
    """Tables joined until they have about `size` rows, for files may be small.

    Where there are no rows it is one table without any, of the schema `empty`.
    """
    import pyarrow as pa

    waiting: list[pa.Table] = []
    n, has_rows = 0, False
    for table in tables:
        has_rows = has_rows or len(table) > 0
        if n and n + len(table) > size:
            yield pa.concat_tables(waiting)
            waiting, n = [], 0
        waiting.append(table)
        n += len(table)
    if n:
        yield pa.concat_tables(waiting)
    if not has_rows:
        yield empty.empty_table()


def equal_tables(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, size: int
) -> Iterator[pa.Table]:
    """Batches of any size as tables of `size` rows, the last one of fewer.

    The sizes of DuckDB's batches depend on its threads, and those of Parquet files on the columns
    that are read; those of chunks must not. Where there are no rows it is one table without any.
    """
    import pyarrow as pa

    waiting: list[pa.RecordBatch] = []
    n, has_rows = 0, False
    for batch in batches:
        while n + len(batch) >= size:
            first, batch = batch.slice(0, size - n), batch.slice(size - n)
            yield pa.Table.from_batches([*waiting, first], schema)
            waiting, n, has_rows = [], 0, True
        if len(batch):
            waiting.append(batch)
            n += len(batch)
    if n or not has_rows:
        yield pa.Table.from_batches(waiting, schema)


def chunk_frame(
    table: pa.Table, start: int, text: Set[str], categories: ArrowCategories
) -> pd.DataFrame:
    """The table as a DataFrame whose rows are counted from `start`; `text` comes as categories."""
    unified = with_common_dictionaries(_without_null_categories(readable_table(table)))
    frame = unified.to_pandas(ignore_metadata=True, split_blocks=True)
    frame.index = pd.RangeIndex(start, start + len(frame))
    frame.attrs[TEXT_COLUMNS_ATTR] = tuple(name for name in table.column_names if name in text)
    return categories.put_in_order(with_exact_integers(frame, table))


def _without_null_categories(table: pa.Table) -> pa.Table:
    """The table with missing values where a category is null, as the name of a folder can say."""
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        type = column.type
        if types.is_dictionary(type) and any(c.dictionary.null_count for c in column.chunks):
            decoded = column.cast(type.value_type)
            table = table.set_column(place, name, decoded.dictionary_encode())
    return table
