"""A DuckDB relation as a DataFrame in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeGuard

import pandas as pd

from rglm.errors import DataError
from rglm.sources.frames.arrow_categories import ENUM_KEY, table_frame, write_strings

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

CURSOR_ADVICE = (
    "A connection works on one result at a time: give the fit a relation of another, "
    "cursor = connection.cursor() and cursor.table('t')"
)
ADVICE = {  # by what DuckDB's message says
    "open result": CURSOR_ADVICE,
    "closed": "Keep the connection open, and in a variable, for as long as the fit is used",
}
MESSAGE = 'reading a DuckDB relation needs pyarrow: pip install "rglm[duckdb]"'


def is_relation(data: Any) -> TypeGuard[duckdb.DuckDBPyRelation]:
    """Whether data are a relation of DuckDB."""
    duckdb = sys.modules.get("duckdb")
    return duckdb is not None and isinstance(data, duckdb.DuckDBPyRelation)


def check_pyarrow() -> None:
    """Raise an ImportError that names the extra if pyarrow is missing."""
    try:
        import pyarrow  # noqa: F401  whether it is there
    except ImportError:
        raise ImportError(MESSAGE) from None


@contextmanager
def query_errors(argument: str = "data") -> Iterator[None]:
    """Errors of DuckDB's queries become a DataError with advice."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        advice = "".join(f". {text}" for key, text in ADVICE.items() if key in str(error))
        raise DataError(
            f"{argument}=: DuckDB could not run the query of the relation: {error}{advice}"
        ) from error


def relation_frame(relation: duckdb.DuckDBPyRelation, argument: str = "data") -> pd.DataFrame:
    """The rows of a relation in memory.

    Raises
    ------
    ImportError
        pyarrow is missing.
    DataError
        DuckDB could not run its query.
    """
    check_pyarrow()
    with query_errors(argument):
        table = relation.to_arrow_table()
    return table_frame(table.cast(with_enums(table.schema, relation)))


def select_columns(
    relation: duckdb.DuckDBPyRelation, names: Iterable[str]
) -> duckdb.DuckDBPyRelation:
    """The relation with some of its columns."""
    return relation.project(", ".join(map(quoted_name, names)))


def quoted_name(name: str) -> str:
    """The name of a column in a query."""
    return '"' + name.replace('"', '""') + '"'


def with_enums(schema: pa.Schema, relation: duckdb.DuckDBPyRelation) -> pa.Schema:
    """The schema of a relation's Arrow table, which says the order of an ENUM's values."""
    for name, type in zip(relation.columns, relation.types, strict=True):
        if type.id == "enum" and name in schema.names:
            place = schema.get_field_index(name)
            values: Any = dict(type.children)["values"]
            field = schema.field(place).with_metadata({ENUM_KEY: write_strings(values)})
            schema = schema.set(place, field)
    return schema
