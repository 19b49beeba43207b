"""DuckDB relations that are large, read a few rows at a time: a query in each pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks import arrow_batches
from rglm.sources.chunks.chunks import Chunks
from rglm.sources.frames.arrow_categories import ArrowCategories
from rglm.sources.frames.arrow_tables import is_text
from rglm.sources.frames.check_data import check_names
from rglm.sources.frames.duckdb_table import (
    CURSOR_ADVICE,
    check_pyarrow,
    is_relation,
    query_errors,
    select_columns,
    with_enums,
)
from rglm.sources.grouping.duckdb_groups import count_by_query

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from rglm.sources.grouping.distinct_rows import DistinctRows

MAX_VALUES_IN_MEMORY = 1 << 25  # a relation of more values is read in chunks


class Relation(Chunks):
    """A relation whose rows are read by `CHUNK_ROWS` from DuckDB's stream of Arrow batches.

    Parameters
    ----------
    relation : duckdb.DuckDBPyRelation
    nrows : int
    """

    chunk_word = "part"
    advice = (
        "DuckDB runs the query of a relation anew in each pass: give the rows an order, "
        "relation.order('id'), or write random numbers and joins to a table first"
    )

    def __init__(self, relation: duckdb.DuckDBPyRelation, nrows: int) -> None:
        self.relation, self.columns, self.nrows = relation, list(relation.columns), nrows
        self.count = -(-nrows // arrow_batches.CHUNK_ROWS) or 1

    def most_rows(self) -> int:
        """The number of rows."""
        return self.nrows

    def read(self, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
        """The chunks, whose rows are counted from 0.

        Raises DataError: DuckDB cannot run the query, or gives another number of rows.
        """
        start = 0
        with query_errors():
            for chunk in _read(select_columns(self.relation, columns)):
                start += len(chunk)
                yield chunk
        self._check_count(start)

    def distinct_rows(self, columns: Sequence[str], most: int) -> list[DistinctRows]:
        """The distinct rows of some columns, counted by DuckDB.

        Raises
        ------
        DataError
            DuckDB cannot run the query, or counts another number of rows.
        RowsDifferError
            There are more than `most`.
        """
        with query_errors():
            rows = count_by_query(self.relation, columns, most, _whole_chunk)
        self._check_count(int(rows.counts.sum()))
        return [rows]

    def _check_count(self, count: int) -> None:
        if count != self.nrows:
            raise DataError(
                f"data=: DuckDB gave {count:,} rows of {self.nrows:,}: the table has changed, or "
                f"another query on the connection has ended this one. {CURSOR_ADVICE}"
            )

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a fit to a DuckDB relation cannot be pickled or copied to another process, as its "
            "connection cannot; keep fit.strip(), or fit to a Parquet file"
        )


def relation_chunks(data: Any) -> Relation | None:
    """The chunks of a relation; None if `data` is none, or one of few values.

    Raises
    ------
    ImportError
        pyarrow is missing.
    DataError
        DuckDB cannot count the rows.
    """
    if not is_relation(data):
        return None
    check_pyarrow()
    with query_errors():
        names = data.columns
        nrows = data.aggregate("count(*)").fetchall()[0][0]
    check_names(pd.Index(names), "data")
    return Relation(data, nrows) if nrows * len(names) > MAX_VALUES_IN_MEMORY else None


def _read(relation: duckdb.DuckDBPyRelation) -> Iterator[pd.DataFrame]:
    """The rows of a relation in chunks."""
    reader, start = _record_batches(relation), 0
    schema = with_enums(reader.schema, relation)
    text = {field.name for field in schema if is_text(field.type)}
    categories = ArrowCategories.of(schema)
    for table in arrow_batches.equal_tables(reader, reader.schema, arrow_batches.CHUNK_ROWS):
        coded = _with_coded_text(table.cast(schema), text)
        chunk = arrow_batches.chunk_frame(coded, start, text, categories)
        start += len(chunk)
        yield chunk


def _whole_chunk(relation: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The rows of a relation of few rows as one chunk."""
    table = relation.to_arrow_table()
    schema = with_enums(table.schema, relation)
    text = {field.name for field in schema if is_text(field.type)}
    coded = _with_coded_text(table.cast(schema), text)
    return arrow_batches.chunk_frame(coded, 0, text, ArrowCategories.of(schema))


def _record_batches(relation: duckdb.DuckDBPyRelation) -> pa.RecordBatchReader:
    """The rows of a relation in batches; DuckDB 1 has another name for it."""
    import duckdb

    kind = duckdb.DuckDBPyRelation
    read = getattr(kind, "to_arrow_reader", None) or kind.fetch_arrow_reader
    return read(relation, arrow_batches.CHUNK_ROWS)


def _with_coded_text(table: pa.Table, text: set[str]) -> pa.Table:
    """The table whose text is coded, as it is much quicker to read."""
    for name in text:
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, table.column(name).dictionary_encode())
    return table
