"""The data of a fit: a DataFrame, or chunked data where they are not in memory."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.sources.chunks.chunked_data import ChunkedData
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.check_data import GLM_ORDER, ArgumentOrder, check_data
from rglm.sources.frames.lazy_tables import is_lazy_table, read_columns
from rglm.sources.frames.polars_frames import NeededColumns


def as_data(
    data: Any,
    argument: str = "data",
    is_own: bool = True,
    order: ArgumentOrder = GLM_ORDER,
    needed: NeededColumns | None = None,
) -> pd.DataFrame | ChunkedData:
    """The data of ``data=`` (or another `argument`), in memory or chunked.

    Chunked data are what `rglm.parquet` returns, a Parquet folder, pattern or large file by its
    path, a large DuckDB relation, a Dask DataFrame, a function that returns an iterator of
    DataFrames, and a `Chunks` of the user's own. For `is_own` see `as_frame`, for `order`
    `check_data`. Of a polars LazyFrame or a relation in memory the columns that are `needed`
    are read.
    """
    if isinstance(data, ChunkedData):
        return data
    check_data(data, argument, order)
    if not isinstance(data, pd.DataFrame):
        from rglm.sources.readers import READERS  # not imported for data in memory

        for read in READERS:
            if (chunked := read(data)) is not None:
                return chunked
    if needed is not None and is_lazy_table(data):
        return read_columns(data, needed, argument)
    return as_frame(data, argument, is_own)
