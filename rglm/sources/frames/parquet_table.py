"""One Parquet file as a DataFrame in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rglm.errors import DataError
from rglm.sources.frames.arrow_categories import table_frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PARQUET_SUFFIXES = (".parquet", ".pq")
PYARROW_MESSAGE = 'reading Parquet needs pyarrow: pip install "rglm[parquet]"'


def read_parquet(path: Path, argument: str = "data") -> pd.DataFrame:
    """The rows of a Parquet file.

    Raises
    ------
    ValueError
        There is no such file, or it is not one of Parquet.
    ImportError
        pyarrow is missing.
    """
    given = f"{argument}={str(path)!r}"
    if not path.exists():
        raise ValueError(f"{given}: there is no such file")
    if path.suffix.lower() not in PARQUET_SUFFIXES:
        raise ValueError(f"{given} is not a Parquet file; read it with pandas first")
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_table
    except ImportError:
        raise ImportError(PYARROW_MESSAGE) from None
    read_schema(str(path), argument)
    try:
        return table_frame(read_table(path))
    except (ArrowException, OSError) as error:
        raise DataError(f"{argument}=: {str(path)!r} cannot be read: {error}") from None


def read_schema(path: str, argument: str = "data") -> pa.Schema:
    """The schema of a Parquet file.

    Raises DataError: it is no Parquet file, or only a part of one, or has two columns of one name.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{argument}=: {path!r} cannot be read as Parquet: {error}") from None
    if len({*schema.names}) < len(schema.names):
        twice = next(name for name in schema.names if schema.names.count(name) > 1)
        raise DataError(
            f"{argument}=: the file {path!r} has two columns named {twice!r}; rename one of them"
        )
    return schema
