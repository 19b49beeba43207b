"""Readers of chunked data: a source of another kind is a line here."""

from __future__ import annotations

from rglm.sources.chunks.function_chunks import function_chunks
from rglm.sources.dask_partitions import dask_partitions
from rglm.sources.duckdb_relation import relation_chunks
from rglm.sources.parquet.parquet import parquet_chunks

# each returns chunked data, or None of what it does not read
READERS = (parquet_chunks, dask_partitions, relation_chunks, function_chunks)
