"""Arrow tables of any library in a form that pyarrow and pandas agree on: integers stay exact."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.values.exact_numbers import LARGEST_EXACT

if TYPE_CHECKING:
    import pyarrow as pa

MAX_SCALE = 22  # 10^22 is the largest power of ten that a float holds
ARROW_INTERFACE = ("__arrow_c_stream__", "__arrow_c_array__")  # of a table, of a batch of rows


def as_table(data: Any, argument: str = "data") -> pa.Table | None:
    """A table of any library that speaks Arrow's C interface as an Arrow table; None of others.

    polars, pyarrow, DuckDB and ibis do; a reader that can be read once is read whole.

    Raises ImportError: pyarrow is missing.
    """
    polars = sys.modules.get("polars")
    is_polars = polars is not None and isinstance(data, polars.DataFrame)
    if not any(callable(getattr(type(data), name, None)) for name in ARROW_INTERFACE):
        return None
    try:
        import pyarrow as pa
    except ImportError:
        kind = f"{type(data).__module__.partition('.')[0]} {type(data).__name__}"
        raise ImportError(
            f'{argument}= is a {kind}, and reading it needs pyarrow: pip install "rglm[parquet]"'
        ) from None
    try:
        return data.to_arrow() if is_polars else pa.table(data)
    except (pa.ArrowInvalid, TypeError):
        return None  # a column


def readable_table(table: pa.Table) -> pa.Table:
    """The table with the same values, which every pyarrow can hand to pandas quickly."""
    return with_float_decimals(with_signed_indices(table))


def with_float_decimals(table: pa.Table) -> pa.Table:
    """The table with decimals as floats where these are the nearest there are.

    As Python's Decimals they would be read a hundred times slower.
    """
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        is_read = types.is_decimal128(column.type) and 0 <= column.type.scale <= MAX_SCALE
        if is_read and (floats := _decimals_as_floats(column)) is not None:
            table = table.set_column(place, name, floats)
    return table


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


def with_common_dictionaries(table: pa.Table) -> pa.Table:
    """The table whose columns of categories have one dictionary each, not one for each piece.

    Arrow looks up the codes of missing values too. Its own `group_by` leaves any number there, and
    the process would crash, so that they are set to 0 before.
    """
    import pyarrow as pa
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        is_coded = types.is_dictionary(column.type) and column.num_chunks > 1
        if is_coded and any(array.indices.null_count for array in column.chunks):
            arrays = [_with_codes_at_missing(array) for array in column.chunks]
            table = table.set_column(place, name, pa.chunked_array(arrays, column.type))
    return table.unify_dictionaries()


def _with_codes_at_missing(array: pa.DictionaryArray) -> pa.DictionaryArray:
    """The array with 0 where the codes of missing values are stored."""
    import pyarrow as pa

    codes = array.indices
    missing = codes.is_null().to_numpy(zero_copy_only=False)
    numbers = codes.fill_null(0).to_numpy()
    codes = pa.array(numbers, codes.type, mask=missing)
    return pa.DictionaryArray.from_arrays(codes, array.dictionary, ordered=array.type.ordered)


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


def _decimals_as_floats(column: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Decimals k / 10^scale as floats; None where some k is no float, nor the quotient nearest."""
    import pyarrow as pa

    arrays = []
    for array in column.chunks:
        words = np.frombuffer(array.buffers()[1] or b"", np.int64)[2 * array.offset :]
        low, high = words[: 2 * len(array)].reshape(-1, 2).T
        missing = array.is_null().to_numpy(zero_copy_only=False)
        is_short = (high == low >> 63) & (np.abs(low) <= LARGEST_EXACT)
        if not (is_short | missing).all():
            return None
        arrays.append(pa.array(low / 10.0**column.type.scale, mask=missing))
    return pa.chunked_array(arrays, pa.float64())


def _is_long(column: pa.ChunkedArray) -> bool:
    """Whether some integer is too large for a float to hold it exactly."""
    from pyarrow.compute import call_function

    ends = call_function("min_max", [column]).as_py()
    return any(v is not None and abs(v) >= LARGEST_EXACT for v in ends.values())
