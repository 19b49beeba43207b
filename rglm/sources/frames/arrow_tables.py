"""Arrow tables as DataFrames: which columns are categories, in what order, and exact integers.

Arrow's dictionary is a way to store text, whose order is that of the rows, unless the table says
more: that it is ordered, that pandas wrote a Categorical, that polars wrote an Enum.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rglm.design.values.data_column import NUMERIC_CATEGORIES, TEXT_COLUMNS
from rglm.design.values.exact_numbers import LARGEST_EXACT

ENUM = b"_PL_ENUM_VALUES"  # polars' name of the categories in a field's metadata


@dataclass
class Categories:
    """The columns of a table that are categories.

    Attributes
    ----------
    texts : set of str
        Dictionaries without an order: of text, which has that of the alphabet, or of numbers.
    enums : dict of str to list of str or None
        Enums of polars with their categories (None: those of the dictionary), which have no order.
    numbers : dict of str to bool
        Categories that are numbers, in the order of these; whether that is an order.
    """

    texts: set[str] = field(default_factory=set)
    enums: dict[str, list[str] | None] = field(default_factory=dict)
    numbers: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: Any) -> Categories:
        """Those of an Arrow schema with its metadata."""
        out, of_pandas = cls(), _pandas_categories(schema)
        for column in schema:
            out._add(column, of_pandas)
        return out

    def _add(self, column: Any, of_pandas: dict[str, bool]) -> None:
        import pyarrow.types as types

        name, kind = column.name, column.type
        if not types.is_dictionary(kind):
            if name in of_pandas:  # Parquet has no dictionaries of numbers
                self.numbers[name] = of_pandas[name]
        elif (enum := _enum(column)) is not False:
            self.enums[name] = enum
        elif not kind.ordered and name not in of_pandas:
            if is_text(kind.value_type):
                self.texts.add(name)
            else:
                self.numbers[name] = False

    def join(self, other: Categories) -> None:
        """Add those of another file."""
        self.texts |= other.texts
        self.enums = other.enums | self.enums
        self.numbers = other.numbers | self.numbers

    def put_in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with the categories in their order, and in `attrs` what they are."""
        have = {str(name) for name, kind in frame.dtypes.items() if kind == "category"}
        new = {name: _sort_categories(frame[name]) for name in self.texts & have}
        numbers = {name for name, column in new.items() if _has_numbers(column)}
        for name in self.enums.keys() & have:
            new[name] = _enum_categories(frame[name], self.enums[name])
        for name in self.numbers.keys() & {*map(str, frame.columns)}:
            new[name] = _number_categories(frame[name], self.numbers[name])
        out = frame.assign(**new) if new else frame
        numbers |= set(self.numbers) & set(new)
        for key, names in (
            (TEXT_COLUMNS, (self.texts & have) - numbers),
            (NUMERIC_CATEGORIES, numbers),
        ):
            out.attrs[key] = tuple(sorted({*out.attrs.get(key, ()), *names}))
        return out


def table_frame(table: Any) -> pd.DataFrame:
    """An Arrow table in memory as a DataFrame."""
    frame = with_signed_indices(table).to_pandas()
    if not frame.columns.is_unique:
        return frame  # an error to come
    return Categories.of(table.schema).put_in_order(with_exact_integers(frame, table))


def with_signed_indices(table: Any) -> Any:
    """The table with dictionaries that every pyarrow can hand to pandas; polars' are unsigned."""
    import pyarrow as pa
    import pyarrow.types as types

    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        kind = column.type
        if types.is_dictionary(kind) and types.is_unsigned_integer(kind.index_type):
            parts = [
                pa.DictionaryArray.from_arrays(
                    part.indices.cast(pa.int32()), part.dictionary, ordered=kind.ordered
                )
                for part in column.chunks
            ]
            signed = pa.dictionary(pa.int32(), kind.value_type, kind.ordered)
            column = pa.chunked_array(parts, signed)
            table = table.set_column(place, pa.field(name, signed), column)
    return table


def with_exact_integers(frame: pd.DataFrame, table: Any) -> pd.DataFrame:
    """The frame with long integers as they are, which are floats in pandas if some are missing."""
    import pyarrow as pa

    exact = {pa.int64(): pd.Int64Dtype(), pa.uint64(): pd.UInt64Dtype()}
    new = {
        name: column.to_pandas(types_mapper=exact.get).set_axis(frame.index)
        for name, column in zip(table.column_names, table.columns, strict=True)
        if name in frame and column.type in exact and column.null_count and _is_long(column)
    }
    return frame.assign(**new) if new else frame


def as_table(data: Any) -> Any:
    """The Arrow table that a polars or pyarrow table is; None of what is another thing."""
    import pyarrow as pa

    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if isinstance(data, pa.Table):
        return data
    polars = sys.modules.get("polars")
    if polars is None or not isinstance(data, polars.DataFrame):
        return None
    return None if "Object" in {str(kind) for kind in data.dtypes} else data.to_arrow()


def is_text(kind: Any) -> bool:
    """Whether an Arrow type is of strings."""
    import pyarrow.types as types

    return types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)


def _is_long(column: Any) -> bool:
    import pyarrow.compute as pc

    ends = pc.min_max(column).as_py()
    return any(v is not None and abs(v) >= LARGEST_EXACT for v in ends.values())


def _pandas_categories(schema: Any) -> dict[str, bool]:
    """The Categoricals of the DataFrame that was written, and whether they are ordered."""
    written = (schema.metadata or {}).get(b"pandas")
    columns: Iterable[dict[str, Any]] = json.loads(written)["columns"] if written else ()
    return {
        column["field_name"]: bool(column["metadata"]["ordered"])
        for column in columns
        if column["pandas_type"] == "categorical"
    }


def _enum(column: Any) -> list[str] | bool | None:
    """The categories of polars' Enum, None where they are not said; False of another column."""
    for key, text in (column.metadata or {}).items():
        if key.startswith(ENUM):
            return _strings(text)
    return False


def _strings(text: bytes) -> list[str] | None:
    """Strings of which each is written behind its length: ``2;lo3;mid``."""
    out, rest = [], text
    while rest:
        length, found, rest = rest.partition(b";")
        if not (found and length.isdigit() and int(length) <= len(rest)):
            return None
        out.append(rest[: int(length)].decode())
        rest = rest[int(length) :]
    return out


def _has_numbers(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.cat.categories.dtype)


def _sort_categories(column: pd.Series) -> pd.Series:
    return column.cat.reorder_categories(sorted(column.cat.categories))


def _enum_categories(column: pd.Series, categories: list[str] | None) -> pd.Series:
    if categories is not None:
        column = column.cat.set_categories(categories)
    return column.cat.as_unordered()


def _number_categories(column: pd.Series, ordered: bool) -> pd.Series:
    """Numbers (or the categories of them) as categories in the order of the numbers."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(pd.CategoricalDtype(sorted(column.dropna().unique()), ordered))
    return _sort_categories(column)
