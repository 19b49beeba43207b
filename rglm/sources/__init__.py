"""Where the rows of a fit come from: tables in memory, Parquet files, Dask, other chunks.

`Chunks` is the base class of a data source of your own.
"""

from __future__ import annotations

from rglm.sources.chunks.chunks import Chunks

__all__ = ["Chunks"]
