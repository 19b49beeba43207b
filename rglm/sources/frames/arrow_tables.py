"""Arrow tables of any library in a form that pyarrow and pandas agree on: integers stay exact."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.design.values.exact_numbers import LARGEST_EXACT

if TYPE_CHECKING:
    import pyarrow as pa


def as_table(data: Any) -> pa.Table | None:
    """A polars or pyarrow table as an Arrow table; None of anything else."""
    if (pyarrow := sys.modules.get("pyarrow")) is not None:
        if isinstance(data, pyarrow.RecordBatch):
            return pyarrow.Table.from_batches([data])
        if isinstance(data, pyarrow.Table):
            return data
    polars = sys.modules.get("polars")
    if polars is None or not isinstance(data, polars.DataFrame):
        return None
    return None if "Object" in {str(dtype) for dtype in data.dtypes} else data.to_arrow()


def with_signed_indices(table: pa.Table) -> pa.Table:
    """The table with dictionaries that every pyarrow can hand to pandas; polars' are unsigned."""
    import pyarrow as pa
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        type = column.type
        if types.is_dictionary(type) and types.is_unsigned_integer(type.index_type):
            arrays = [
                pa.DictionaryArray.from_arrays(
                    array.indices.cast(pa.int32()), array.dictionary, ordered=type.ordered
                )
                for array in column.chunks
            ]
            signed = pa.dictionary(pa.int32(), type.value_type, type.ordered)
            column = pa.chunked_array(arrays, signed)
            table = table.set_column(place, pa.field(name, signed), column)
    return table


def with_exact_integers(frame: pd.DataFrame, table: pa.Table) -> pd.DataFrame:
    """The frame with long integers as they are, which are floats in pandas if some are missing."""
    import pyarrow as pa

    exact = {pa.int64(): pd.Int64Dtype(), pa.uint64(): pd.UInt64Dtype()}
    new = {
        name: column.to_pandas(types_mapper=exact.get).set_axis(frame.index)
        for name, column in zip(table.column_names, table.columns, strict=True)
        if name in frame and column.type in exact and column.null_count and _is_long(column)
    }
    return frame.assign(**new) if new else frame


def is_text(type: pa.DataType) -> bool:
    """Whether an Arrow type is of strings."""
    import pyarrow.types as types

    return types.is_string(type) or types.is_large_string(type) or types.is_string_view(type)


def _is_long(column: pa.ChunkedArray) -> bool:
    """Whether some integer is too large for a float to hold it exactly."""
    from pyarrow.compute import call_function

    ends = call_function("min_max", [column]).as_py()
    return any(v is not None and abs(v) >= LARGEST_EXACT for v in ends.values())
