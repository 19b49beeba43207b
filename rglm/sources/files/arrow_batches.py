"""Batches of rows that pyarrow reads, as DataFrames of many rows."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import pandas as pd

from rglm.design.values.data_column import TEXT_COLUMNS
from rglm.sources.frames.arrow_tables import Categories, with_exact_integers, with_signed_indices

ROWS = 1 << 17  # of a part: 20 columns of them take 21 MB


def together(batches: Iterator[Any], dataset: Any, names: list[str]) -> Iterator[Any]:
    """Batches joined until they have about `ROWS` rows, for files may be small.

    Where there are no rows it is one table without any.
    """
    import pyarrow as pa

    waiting, n, any_rows = [], 0, False
    for batch in batches:
        any_rows = any_rows or len(batch) > 0
        if n and n + len(batch) > ROWS:
            yield pa.Table.from_batches(waiting)
            waiting, n = [], 0
        waiting.append(batch)
        n += len(batch)
    if n:
        yield pa.Table.from_batches(waiting)
    if not any_rows:
        yield pa.schema([dataset.schema.field(name) for name in names]).empty_table()


def as_pandas(
    table: Any, start: int, text: Set[str], categories: Categories | None = None
) -> pd.DataFrame:
    """The table as a DataFrame whose rows are counted from `start`; `text` comes as categories."""
    unified = _without_null_categories(with_signed_indices(table)).unify_dictionaries()
    frame = unified.to_pandas(ignore_metadata=True, split_blocks=True)
    frame.index = pd.RangeIndex(start, start + len(frame))
    frame.attrs[TEXT_COLUMNS] = tuple(name for name in table.column_names if name in text)
    frame = with_exact_integers(frame, table)
    return frame if categories is None else categories.put_in_order(frame)


def _without_null_categories(table: Any) -> Any:
    """The table with null where a folder's name says null, which pyarrow has as a category."""
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        kind = column.type
        if types.is_dictionary(kind) and any(c.dictionary.null_count for c in column.chunks):
            decoded = column.cast(kind.value_type)
            table = table.set_column(place, name, decoded.dictionary_encode())
    return table
