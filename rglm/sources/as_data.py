"""The data of a fit: a DataFrame, or chunked data where they are not in memory."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.sources.chunks.chunked_data import ChunkedData
from rglm.sources.frames.as_frame import as_frame
from rglm.sources.frames.check_data import GLM_ORDER, ArgumentOrder, check_data


def as_data(
    data: Any, argument: str = "data", is_own: bool = True, order: ArgumentOrder = GLM_ORDER
) -> pd.DataFrame | ChunkedData:
    """The data of ``data=`` (or another `argument`), in memory or chunked.

    Chunked data are what `rglm.parquet` returns, a Parquet folder, pattern or large file by its
    path, a Dask DataFrame, a function that returns an iterator of DataFrames, and a `Chunks` of
    the user's own. For `is_own` see `as_frame`, for `order` `check_data`.
    """
    if isinstance(data, ChunkedData):
        return data
    check_data(data, argument, order)
    if not isinstance(data, pd.DataFrame):
        from rglm.sources.readers import READERS  # not imported for data in memory

        for read in READERS:
            if (chunked := read(data)) is not None:
                return chunked
    return as_frame(data, argument, is_own)
