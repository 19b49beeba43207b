"""Batches of the rows of Parquet files, of which little more than the batch is in memory.

A file is read column by column through small buffers: pyarrow's default is to read ahead whole
columns of a row group, which is made for object stores over a network and takes hundreds of
megabytes for nothing where the files are local, as they are here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rglm.sources.chunks.arrow_batches import equal_tables

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

BUFFER_BYTES = 1 << 17  # of a column that is read at once


def dataset_tables(
    dataset: ds.Dataset, names: Sequence[str], filter: pc.Expression | None, size: int
) -> Iterator[pa.Table]:
    """The rows of all files in order, in tables of at most `size` rows.

    Which rows are in a table depends on the files, `filter` and `size` alone: pyarrow's batches
    may end with a row group where some column is text.

    Parameters
    ----------
    dataset : pyarrow.dataset.Dataset
        Of local Parquet files; its schema says as what types the columns are read.
    names : sequence of str
        The columns that are read.
    filter : pyarrow expression, optional
        The rows that are read.
    size : int
    """
    import pyarrow as pa

    schema = pa.schema([dataset.schema.field(name) for name in names])
    if filter is not None:
        batches = _filtered_batches(dataset, names, filter, size)
        return equal_tables(batches, schema, size)
    return _all_tables(dataset, schema, size)


def _filtered_batches(
    dataset: ds.Dataset, names: Sequence[str], filter: pc.Expression, size: int
) -> Iterator[pa.RecordBatch]:
    """The batches by pyarrow's scanner, which skips row groups, and holds a row group or two."""
    import pyarrow.dataset as ds

    options = ds.ParquetFragmentScanOptions(
        pre_buffer=False, use_buffered_stream=True, buffer_size=BUFFER_BYTES
    )
    return dataset.to_batches(
        columns=list(names),
        filter=filter,
        batch_size=size,
        batch_readahead=1,
        fragment_readahead=1,
        fragment_scan_options=options,
        use_threads=False,
    )


def _all_tables(dataset: ds.Dataset, schema: pa.Schema, size: int) -> Iterator[pa.Table]:
    """The rows file by file: a row group is never whole in memory, however large."""
    for fragment in dataset.get_fragments():
        yield from equal_tables(_file_batches(fragment, schema, size), schema, size)


def _file_batches(fragment: Any, schema: pa.Schema, size: int) -> Iterator[pa.RecordBatch]:
    """The batches of a file, with the columns and types of a schema."""
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq
    import pyarrow.types as types

    here = fragment.physical_schema.names
    texts = [f.name for f in schema if types.is_dictionary(f.type) and f.name in here]
    own = [name for name in schema.names if name in here] or here[:1]
    keys = ds.get_partition_keys(fragment.partition_expression)
    with pq.ParquetFile(
        fragment.path, read_dictionary=texts, pre_buffer=False, buffer_size=BUFFER_BYTES
    ) as file:
        for batch in file.iter_batches(size, columns=own, use_threads=False):
            yield _with_schema(batch, schema, keys)


def _with_schema(batch: pa.RecordBatch, schema: pa.Schema, keys: dict[str, Any]) -> pa.RecordBatch:
    """The batch with the columns of a schema; those that it lacks are in the folder's name."""
    import pyarrow as pa

    if batch.schema.equals(schema):
        return batch
    names = {*batch.schema.names}
    columns = [
        _cast(batch.column(field.name), field.type)
        if field.name in names
        else _constant(keys.get(field.name), len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _cast(array: pa.Array, type: pa.DataType) -> pa.Array:
    """The values as another type."""
    import pyarrow as pa
    import pyarrow.types as types

    if array.type == type:
        return array
    if types.is_null(array.type):
        return pa.nulls(len(array), type)
    if not types.is_dictionary(type):
        return array.cast(type)
    coded = array if types.is_dictionary(array.type) else array.dictionary_encode()
    codes, labels = coded.indices.cast(type.index_type), coded.dictionary.cast(type.value_type)
    return pa.DictionaryArray.from_arrays(codes, labels, ordered=type.ordered)


def _constant(value: Any, count: int, type: pa.DataType) -> pa.Array:
    """A value `count` times, as a column of the names of folders is stored."""
    import numpy as np
    import pyarrow as pa

    if value is None:
        return pa.nulls(count, type)
    codes = pa.array(np.zeros(count, dtype=np.int32))
    return pa.DictionaryArray.from_arrays(codes, pa.array([value], type.value_type))
