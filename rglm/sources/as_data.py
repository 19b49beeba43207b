"""Any table a person may have in hand, as a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from glob import has_magic
from inspect import isroutine
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from rglm.design.values.exact_numbers import LARGEST_EXACT
from rglm.errors import DataError
from rglm.sources.frames.check_data import check_data, check_names

LARGE = 1 << 25  # values: a Parquet file of more is read part by part


def as_frame(data: Any, argument: str = "data") -> pd.DataFrame:
    """The DataFrame of ``data=`` (or another `argument`).

    That is a DataFrame itself, a dict of columns, a polars or pyarrow table, or the path of a
    Parquet file.

    Raises
    ------
    TypeError
        `data` is none of these.
    ValueError
        Two columns have the same name.
    """
    frame = _convert(data, argument)
    if not all(isinstance(name, str) for name in frame.columns):
        frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    check_names(frame.columns, argument)
    return frame


def as_data(data: Any, argument: str = "data") -> Any:
    """The data of ``data=`` (or another `argument`).

    They are a DataFrame, or `Parts` where they are not in memory.

    Parts are what `rglm.parquet` returns, a Parquet folder, pattern or large file by its path, a
    Dask DataFrame, and a function that returns an iterator of DataFrames.
    """
    if hasattr(data, "each") and hasattr(data, "lazily"):
        return data
    check_data(data, argument)
    if isinstance(data, (str, PathLike)) and not _small(Path(data)):
        from rglm.sources.files.parquet import parquet

        return parquet(data)
    if type(data).__module__.startswith(("dask.", "dask_expr")):
        from rglm.sources.dask_partitions import Partitions

        return Partitions(data)
    if isroutine(data) or isinstance(data, partial):
        from rglm.sources.chunks.chunks import Frames

        return Frames(data)
    return as_frame(data, argument)


def _small(path: Path) -> bool:
    """Whether a path is to be read at once: that of a file of not too many values."""
    if not path.is_file() or path.suffix.lower() not in (".parquet", ".pq"):
        return not (path.is_dir() or has_magic(str(path)))
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_metadata
    except ImportError:
        return True
    try:
        found = read_metadata(path)
    except (ArrowException, OSError):
        return True  # an error to come
    return found.num_rows * found.num_columns <= LARGE


def _convert(data: Any, argument: str) -> pd.DataFrame:
    check_data(data, argument)
    if isinstance(data, pd.DataFrame):
        return data.copy(deep=False)  # so that pandas copies what is written to data later
    if isinstance(data, Mapping):
        scalars = all(pd.api.types.is_scalar(value) for value in data.values())
        return _keep_integers(pd.DataFrame(data, index=[0] if scalars and data else None), data)
    if isinstance(data, (str, PathLike)):
        return _read_path(Path(data), argument)
    if type(data).__module__.partition(".")[0] in ("polars", "pyarrow"):
        from rglm.sources.frames.arrow_tables import as_table, table_frame

        if (table := as_table(data)) is not None:
            return table_frame(table)
    if callable(convert := getattr(data, "to_pandas", None)):
        found = convert()
        if isinstance(found, pd.DataFrame):  # and not a column of polars or pyarrow
            return found
    if isinstance(data, Iterator):
        raise TypeError(
            f"{argument}= is an iterator, which can be read only once, and a fit reads its data "
            f"several times; give a function that returns a new one: {argument}=lambda: ..."
        )
    if callable(getattr(data, "collect", None)):
        raise TypeError(f"{argument}= is a {type(data).__name__}; call its .collect() first")
    raise TypeError(
        f"{argument}= takes a pandas DataFrame, a dict of columns, a polars or pyarrow table, "
        "the path of Parquet files, a Dask DataFrame, or a function that returns an iterator of "
        f"DataFrames, got {type(data).__name__}"
    )


def _read_path(path: Path, argument: str) -> pd.DataFrame:
    said = f"{argument}={str(path)!r}"
    if not path.exists():
        raise ValueError(f"{said}: there is no such file")
    if path.suffix.lower() not in (".parquet", ".pq"):
        raise ValueError(f"{said} is not a Parquet file; read it with pandas first")
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_table

        from rglm.sources.files.parquet_files import read_schema
        from rglm.sources.frames.arrow_tables import table_frame
    except ImportError:
        message = 'reading Parquet needs pyarrow: pip install "rglm[parquet]"'
        raise ImportError(message) from None
    read_schema(str(path), argument)
    try:
        return table_frame(read_table(path))
    except (ArrowException, OSError) as error:
        raise DataError(f"{argument}=: {str(path)!r} cannot be read: {error}") from None


def _keep_integers(frame: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """The frame of columns, whose long integers are floats in pandas where some are missing."""
    for name, kind in frame.dtypes.items():
        given = columns[name]
        is_list = kind == "float64" and isinstance(given, (list, tuple))
        if is_list and (frame[name].abs() >= LARGEST_EXACT).any():
            frame[name] = pd.Series([None if pd.isna(v) else v for v in given], dtype=object)
    return frame
