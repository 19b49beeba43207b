"""Any table in memory that a person may have in hand, as a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.sources.frames.arrow_categories import table_frame
from rglm.sources.frames.arrow_tables import as_table
from rglm.sources.frames.check_data import check_data, check_names
from rglm.sources.frames.columns_frame import columns_frame
from rglm.sources.frames.duckdb_table import is_relation, relation_frame
from rglm.sources.frames.parquet_table import read_parquet
from rglm.sources.frames.polars_frames import is_lazy_frame, is_polars_frame
from rglm.sources.frames.polars_table import polars_table_frame


def as_frame(data: Any, argument: str = "data", is_own: bool = True) -> pd.DataFrame:
    """The DataFrame of ``data=`` (or another `argument`).

    Parameters
    ----------
    data : DataFrame of any library, dict of columns, Arrow table, path of a Parquet file, relation
    is_own : bool
        Whether a DataFrame is to be another object, which does not follow what is written to
        `data` later. Who copies it in any case says False.

    Raises
    ------
    TypeError
        `data` is none of these.
    ValueError
        Two columns have the same name.
    """
    check_data(data, argument)
    frame = _convert(data, argument, is_own)
    if frame.columns.inferred_type != "string" or frame.columns.hasnans:  # pandas keeps both
        frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    check_names(frame.columns, argument)
    return frame


def _convert(data: Any, argument: str, is_own: bool) -> pd.DataFrame:
    if isinstance(data, pd.DataFrame):
        return data.copy(deep=False) if is_own else data
    if isinstance(data, Mapping):
        return columns_frame(data, argument)
    if isinstance(data, (str, PathLike)):
        return read_parquet(Path(data), argument)
    if is_relation(data):
        return relation_frame(data, argument)
    if is_lazy_frame(data):
        data = data.collect()
    if is_polars_frame(data):
        return polars_table_frame(data, argument)
    if (table := as_table(data, argument)) is not None:
        return table_frame(table)
    if callable(to_pandas := getattr(data, "to_pandas", None)):
        frame = to_pandas()
        if isinstance(frame, pd.DataFrame):  # and not a column of polars or pyarrow
            return frame
    raise TypeError(_not_a_table(data, argument))


def _not_a_table(data: Any, argument: str) -> str:
    """The message of an error: what `data` is, and what is taken."""
    if isinstance(data, Iterator):
        return (
            f"{argument}= is an iterator, which can be read only once, and a fit reads its data "
            f"several times; give a function that returns a new one: {argument}=lambda: ..."
        )
    if callable(getattr(data, "collect", None)):
        return f"{argument}= is a {type(data).__name__}; call its .collect() first"
    return (
        f"{argument}= takes a pandas or polars DataFrame, a dict of columns, an Arrow table, the "
        "path of Parquet files, a DuckDB relation, a Dask DataFrame, or a function that returns "
        f"an iterator of DataFrames, got {type(data).__name__}"
    )
