"""Tables as CSV, tab-separated text, JSON or Parquet, in parts where they are not in memory."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rglm.errors import DataError
from rglm.sources.chunks.chunked_values import ChunkedValues
from rglm.sources.frames.parquet_table import PYARROW_MESSAGE

FORMAT_BY_SUFFIX = {
    ".json": "json",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
SEPARATORS = {"csv": ",", "tsv": "\t"}


def table_parts(values: Any) -> Iterator[pd.DataFrame]:
    """The parts of a Series or table, which is one part where it is in memory.

    The names of rows, if there are any, are a first column without a name.
    """
    if isinstance(values, ChunkedValues):
        return (_named_columns(part).reset_index(drop=True) for part in values)
    table = _named_columns(values)
    has_names = not isinstance(table.index, pd.RangeIndex)
    return iter([table.reset_index(names="") if has_names else table])


def _named_columns(values: Any) -> pd.DataFrame:
    """A table with a name for each column: ``fit`` of a Series, ``fit.a`` of columns in levels."""
    table = values.to_frame("fit") if isinstance(values, pd.Series) else values
    names = [".".join(map(str, n)) if isinstance(n, tuple) else str(n) for n in table.columns]
    return pd.DataFrame(table).set_axis(names, axis=1)


def table_texts(parts: Iterator[pd.DataFrame], format: str) -> Iterator[str]:
    """The parts of a table as texts that make one file.

    Raises ValueError: the format is no text.
    """
    if format == "json":
        return _json_texts(parts)
    if format not in SEPARATORS:
        raise DataError(f"a table of {format} has to be written to a file: add --out FILE")
    first = next(parts)
    texts = (
        part.to_csv(sep=SEPARATORS[format], index=False, header=part is first)
        for part in chain([first], parts)
    )
    return texts


def _json_texts(parts: Iterable[pd.DataFrame]) -> Iterator[str]:
    """A list of rows, each in a line of its own."""
    before = "[\n"
    for part in parts:
        for row in part.rename(columns={"": "row"}).to_dict("records"):
            yield before + json.dumps(_plain(row), ensure_ascii=False)
            before = ",\n"
    yield "\n]\n"


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """A row with values that JSON has: what is not finite is null."""
    values = {str(k): v.item() if isinstance(v, np.generic) else v for k, v in row.items()}
    return {k: _json_value(v) for k, v in values.items()}


def _json_value(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, (str, int)) else None if value is pd.NA else str(value)


def write_parquet(parts: Iterable[pd.DataFrame], path: Path) -> None:
    """Write a table to a Parquet file, a row group for each part."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise ImportError(PYARROW_MESSAGE.replace("reading", "writing")) from None
    writer = None
    try:
        for part in parts:
            table = pa.Table.from_pandas(part.rename(columns={"": "row"}), preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema)
            writer.write_table(table.cast(writer.schema))
    finally:
        if writer is not None:
            writer.close()
