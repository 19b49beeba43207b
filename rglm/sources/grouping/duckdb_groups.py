"""The distinct rows of a DuckDB relation, counted by DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.sources.cells.thresholds import PROBE_ROWS
from rglm.sources.frames.duckdb_table import quoted_name, select_columns
from rglm.sources.grouping.column_codes import least_cells
from rglm.sources.grouping.distinct_rows import DistinctRows, RowsDifferError, join

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pandas as pd


def count_by_query(
    relation: duckdb.DuckDBPyRelation,
    columns: Sequence[str],
    most: int,
    as_chunk: Callable[[duckdb.DuckDBPyRelation], pd.DataFrame],
) -> DistinctRows:
    """The distinct rows of some columns, in the order of their values.

    Parameters
    ----------
    relation : duckdb.DuckDBPyRelation
    columns : sequence of str
        Their names.
    most : int
        The most distinct rows.
    as_chunk : function
        The rows of a relation as a chunk of the data.

    Raises
    ------
    RowsDifferError
        There are more distinct rows; a sample says so as a rule.
    """
    probe = DistinctRows.of(as_chunk(select_columns(relation, columns).limit(PROBE_ROWS)))
    if probe is None or least_cells(probe.counts) > most:
        raise RowsDifferError
    count = _new_name(columns)
    groups = relation.aggregate(f"{', '.join(_keys(relation, columns))}, count(*) AS {count}")
    chunk = as_chunk(groups.order("ALL").limit(most + 1))
    if len(chunk) > most:
        raise RowsDifferError
    counts = chunk.pop(count).to_numpy().astype(np.int64)
    return join([DistinctRows(chunk, counts)])  # where a missing value is null or NaN


def _keys(relation: duckdb.DuckDBPyRelation, columns: Sequence[str]) -> list[str]:
    """The columns to group by; text by its characters, whatever its collation says is equal."""
    text = dict(zip(relation.columns, relation.types, strict=True))
    quoted = {name: quoted_name(name) for name in columns}
    return [
        f"{quoted[name]} COLLATE C AS {quoted[name]}"
        if text[name].id == "varchar"
        else quoted[name]
        for name in columns
    ]


def _new_name(columns: Sequence[str]) -> str:
    """A name that no column has, for DuckDB ignores case."""
    name, taken = "rows", {column.lower() for column in columns}
    while name in taken:
        name += "_"
    return name
