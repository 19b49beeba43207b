"""The distinct rows of Arrow tables, counted by Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.sources.cells.thresholds import PROBE_ROWS
from rglm.sources.frames.arrow_tables import with_common_dictionaries
from rglm.sources.grouping.column_codes import least_cells
from rglm.sources.grouping.distinct_rows import DistinctRows, RowsDifferError, join
from rglm.sources.grouping.distinct_table import MAX_LAYOUTS, MIN_WAITING_ROWS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

COUNT = "count"  # the column behind those that are counted, whose names are numbers meanwhile


def count_tables(
    tables: Iterable[pa.Table],
    text: Set[str],
    most: int,
    as_chunk: Callable[[pa.Table], pd.DataFrame],
) -> list[DistinctRows] | None:
    """The distinct rows of tables of the same columns, a table for each set of categories.

    Parameters
    ----------
    tables : iterable of pyarrow.Table
        A sample of the first tells whether it is worth it.
    text : set of str
        The columns of text, whose dictionaries say no more than their values.
    most : int
        The most distinct rows.
    as_chunk : function
        A table as a chunk of the data.

    Returns
    -------
    list of DistinctRows or None
        None where Arrow cannot compare the values of some column.

    Raises
    ------
    RowsDifferError
        There are more distinct rows.
    """
    import pyarrow as pa

    groups: dict[Any, _Groups] = {}
    try:
        for table in tables:
            if not groups and not _has_equal_rows(table, most, as_chunk):
                raise RowsDifferError
            table = with_common_dictionaries(table)
            groups.setdefault(_categories(table, text), _Groups(most)).add(table)
            if len(groups) > MAX_LAYOUTS:
                raise RowsDifferError
    except pa.ArrowNotImplementedError:
        return None
    return [each.rows(as_chunk) for each in groups.values()]


@dataclass
class _Groups:
    """Groups of equal rows of tables with the same categories, and their numbers of rows."""

    most: int
    waiting: list[pa.Table] = field(default_factory=list)
    size: int = 0  # the number of groups that wait to be merged
    merged: int = 0  # the number of groups when they were merged last
    names: list[str] = field(default_factory=list)

    def add(self, table: pa.Table) -> None:
        """Add the rows of a table."""
        self.names = table.column_names
        keys = [str(place) for place in range(len(self.names))]
        table = table.rename_columns(keys)
        counted = table.group_by(keys, use_threads=False).aggregate([([], "count_all")])
        self.waiting.append(counted.rename_columns([*keys, COUNT]))
        self.size += len(counted)
        if self.size > max(MIN_WAITING_ROWS, 2 * self.merged):
            self.merge()

    def merge(self) -> pa.Table:
        """The groups as a table."""
        import pyarrow as pa

        table = with_common_dictionaries(pa.concat_tables(self.waiting))
        keys = table.column_names[:-1]
        table = table.group_by(keys, use_threads=False).aggregate([(COUNT, "sum")])
        table = table.rename_columns([*keys, COUNT])
        self.waiting, self.size, self.merged = [table], 0, len(table)
        if self.merged > self.most:
            raise RowsDifferError
        return table

    def rows(self, as_chunk: Callable[[pa.Table], pd.DataFrame]) -> DistinctRows:
        """The distinct rows; those with a missing value that Arrow tells from NaN are equal."""
        table = self.merge()
        counts = table.column(COUNT).to_numpy().astype(np.int64)
        chunk = as_chunk(table.drop_columns(COUNT).rename_columns(self.names))
        return join([DistinctRows(chunk, counts)])


def _has_equal_rows(
    table: pa.Table, most: int, as_chunk: Callable[[pa.Table], pd.DataFrame]
) -> bool:
    """Whether a sample of the rows says that there are at most `most` distinct ones."""
    step = max(1, len(table) // PROBE_ROWS)
    rows = DistinctRows.of(as_chunk(table.take(np.arange(0, len(table), step))))
    return rows is not None and least_cells(rows.counts) <= most


def _categories(table: pa.Table, text: Set[str]) -> Any:
    """The categories of each column that has an order of its own, or says which there are."""
    import pyarrow.types as types

    return tuple(
        tuple(column.chunk(0).dictionary.to_pylist()) if column.num_chunks else ()
        for name, column in zip(table.column_names, table.columns, strict=True)
        if name not in text and types.is_dictionary(column.type)
    )
