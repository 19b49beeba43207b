"""Tables that are computed when they are read: LazyFrames of polars and relations of DuckDB."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.design.values.data_column import OTHER_COLUMNS_ATTR
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.duckdb_table import is_relation, query_errors, select_columns
from rglm.sources.frames.polars_frames import NeededColumns, chosen_columns, is_lazy_frame


def is_lazy_table(data: Any) -> bool:
    """Whether data are a LazyFrame or a relation."""
    return is_lazy_frame(data) or is_relation(data)


def column_names(data: Any) -> list[str]:
    """The names of the columns of a lazy table.

    Raises DataError: DuckDB cannot tell.
    """
    if is_lazy_frame(data):
        return data.collect_schema().names()
    with query_errors():
        return list(data.columns)


def read_columns(data: Any, needed: NeededColumns, argument: str = "data") -> pd.DataFrame:
    """The rows of a lazy table with those of its columns that are needed, at least one.

    The names of the others are in ``attrs``.
    """
    names = column_names(data)
    chosen = chosen_columns(names, needed)
    table = data.select(chosen) if is_lazy_frame(data) else select_columns(data, chosen)
    frame = as_frame(table, argument)
    frame.attrs[OTHER_COLUMNS_ATTR] = tuple(name for name in names if name not in frame)
    return frame
