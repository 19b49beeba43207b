"""Vectors and matrices of any library, by name, as the columns of a DataFrame."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.exact_numbers import LARGEST_EXACT
from rglm.design.values.matrix_column import MatrixColumn
from rglm.errors import DataError
from rglm.sources.frames.arrow_categories import table_frame
from rglm.sources.frames.polars_table import polars_table_frame

MAX_COLUMNS_SHOWN = 8


def columns_frame(columns: Mapping[Any, Any], argument: str = "data") -> pd.DataFrame:
    """A frame of columns, a matrix being one of them; long integers stay exact.

    pandas would have floats where some are missing. A column of polars or pyarrow is read as it is
    in a table of theirs.

    Raises DataError: the columns of ``data=`` (or another `argument`) differ in length.
    """
    read = {name: _read_column(name, values) for name, values in columns.items()}
    attrs: dict[Any, Any] = {}
    for name, values in read.items():
        if isinstance(values, pd.DataFrame):  # of one column, with what its library says of it
            for key, names in values.attrs.items():
                attrs[key] = (*attrs.get(key, ()), *names)
            read[name] = values[str(name)].array
    scalars = all(pd.api.types.is_scalar(value) for value in read.values())
    try:
        frame = pd.DataFrame(read, index=[0] if scalars and read else None)
    except ValueError:
        check_lengths(read, argument)
        raise
    for name, values in columns.items():
        is_list = isinstance(values, (list, tuple)) and frame[name].dtype == "float64"
        if is_list and (frame[name].abs() >= LARGEST_EXACT).any():
            frame[name] = pd.Series([None if pd.isna(v) else v for v in values], dtype=object)
    frame.attrs |= attrs
    return frame


def check_lengths(columns: Mapping[Any, Any], argument: str) -> None:
    """Check that columns have one length; a single value is of any.

    Raises DataError: two columns differ.
    """
    lengths = {
        str(name): len(values)
        for name, values in columns.items()
        if not pd.api.types.is_scalar(values) and hasattr(values, "__len__")
    }
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{n!r} has {k}" for n, k in list(lengths.items())[:MAX_COLUMNS_SHOWN])
        more = ", ..." if len(lengths) > MAX_COLUMNS_SHOWN else ""
        raise DataError(
            f"the columns of {argument}= differ in length: {shown}{more}; give each a value for "
            "each row (a single value, x=3, is for all rows)"
        )


def _read_column(name: Any, values: Any) -> Any:
    """A column as pandas takes it; a DataFrame of one column for one of polars or pyarrow."""
    if isinstance(values, (pd.Series, pd.Index, pd.api.extensions.ExtensionArray)):
        return values
    if isinstance(values, pd.DataFrame):
        column = _matrix(name, values, [str(label) for label in values.columns])
        return pd.Series(column, index=values.index)
    if (frame := _frame_of_column(str(name), values)) is not None:
        return frame
    if isinstance(values, (list, tuple)):
        is_nested = bool(values) and all(isinstance(v, (list, tuple, np.ndarray)) for v in values)
        return _matrix(name, values) if is_nested else values
    shape = getattr(values, "shape", None)
    if not isinstance(shape, tuple) or len(shape) < 2:
        is_other_array = isinstance(shape, tuple) and shape and hasattr(values, "__array__")
        return _plain_array(values) if is_other_array else values
    names = getattr(values, "columns", None)  # of a polars DataFrame
    return _matrix(name, values, names if isinstance(names, list) else None)


def _plain_array(values: Any) -> Any:
    """An array of any library as numpy has it."""
    return values if isinstance(values, np.ndarray) else np.asarray(values)


def _matrix(name: Any, values: Any, suffixes: list[str] | None = None) -> MatrixColumn:
    """A matrix of numbers as a column.

    Raises TypeError: it does not hold numbers, or is no matrix.
    """
    if callable(to_array := getattr(values, "toarray", None)):  # a sparse matrix
        values = to_array()
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(float), np.nan)
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(
            f"{str(name)!r} is a matrix that does not hold numbers, or whose rows differ in "
            "length; give each of its columns by its own name"
        ) from None
    if array.ndim != 2:
        raise TypeError(f"{str(name)!r} has shape {array.shape}; a matrix has rows and columns")
    return MatrixColumn(array, suffixes)


def _frame_of_column(name: str, values: Any) -> pd.DataFrame | None:
    """A column of polars or pyarrow as a DataFrame; None of anything else."""
    polars, pyarrow = sys.modules.get("polars"), sys.modules.get("pyarrow")
    if polars is not None and isinstance(values, polars.Series):
        return polars_table_frame(values.to_frame(name))
    if pyarrow is not None and isinstance(values, (pyarrow.Array, pyarrow.ChunkedArray)):
        return table_frame(pyarrow.table({name: values}))
    return None
