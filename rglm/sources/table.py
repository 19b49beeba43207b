"""Any table a person may have in hand, as a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd


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
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ValueError(f"{argument}= has two columns named {twice!r}; rename one of them")
    return frame


def _convert(data: Any, argument: str) -> pd.DataFrame:
    if isinstance(data, pd.DataFrame):
        return data.copy(deep=False)  # so that pandas copies what is written to data later
    if isinstance(data, Mapping):
        scalars = all(pd.api.types.is_scalar(value) for value in data.values())
        return pd.DataFrame(data, index=[0] if scalars and data else None)
    if isinstance(data, (str, PathLike)):
        return _read_path(Path(data))
    if callable(convert := getattr(data, "to_pandas", None)):  # polars and pyarrow tables
        return convert()
    raise TypeError(
        f"{argument}= takes a pandas DataFrame, a dict of columns, a polars or pyarrow table or "
        f"the path of a Parquet file, got {type(data).__name__}"
    )


def _read_path(path: Path) -> pd.DataFrame:
    if not path.exists():
        raise ValueError(f"data={str(path)!r}: there is no such file")
    if path.suffix.lower() not in (".parquet", ".pq"):
        raise ValueError(f"data={str(path)!r} is not a Parquet file; read it with pandas first")
    try:
        return pd.read_parquet(path)
    except ImportError:
        message = 'reading Parquet needs pyarrow: pip install "rglm[parquet]"'
        raise ImportError(message) from None
