"""Which columns of an Arrow table are categories, and in what order.

Arrow's dictionary is a way to store text, and its order is that of the rows, unless the table says
more: that it is ordered, that pandas wrote a Categorical, that polars wrote an Enum.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.design.values.data_column import NUMERIC_CATEGORIES_ATTR, TEXT_COLUMNS_ATTR
from rglm.sources.frames.arrow_tables import is_text, readable_table, with_exact_integers

if TYPE_CHECKING:
    import pyarrow as pa

ENUM_KEY = b"_PL_ENUM_VALUES"  # the key of polars' categories in a field's metadata


@dataclass
class ArrowCategories:
    """The columns of a table that are categories."""

    # dictionaries without an order: of text, which is put in that of the alphabet, or of
    # numbers
    texts: set[str] = field(default_factory=set)
    # enums of polars with their categories (None: those of the dictionary), which have no
    # order
    enums: dict[str, list[str] | None] = field(default_factory=dict)
    # categories that are numbers, put in the order of these; whether they are ordered
    numbers: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, schema: pa.Schema) -> ArrowCategories:
        """The categories of an Arrow schema with its metadata."""
        out, is_ordered = cls(), _pandas_categories(schema)
        for column in schema:
            out._add(column, is_ordered)
        return out

    def _add(self, column: pa.Field, is_ordered: dict[str, bool]) -> None:
        import pyarrow.types as types

        name, type = column.name, column.type
        if not types.is_dictionary(type):
            if name in is_ordered:  # Parquet has no dictionaries of numbers
                self.numbers[name] = is_ordered[name]
        elif (enum := _enum_text(column)) is not None:
            self.enums[name] = _strings(enum)
        elif not type.ordered and name not in is_ordered:
            if is_text(type.value_type):
                self.texts.add(name)
            else:
                self.numbers[name] = False

    def join(self, other: ArrowCategories) -> None:
        """Add the categories of another file."""
        self.texts |= other.texts
        self.enums = other.enums | self.enums
        self.numbers = other.numbers | self.numbers

    def put_in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with its categories in order; `attrs` name those of text and of numbers."""
        coded = {str(name) for name, dtype in frame.dtypes.items() if dtype == "category"}
        new = {name: _sort_categories(frame[name]) for name in self.texts & coded}
        numbers = {name for name, column in new.items() if _is_numeric(column)}
        for name in self.enums.keys() & coded:
            new[name] = _enum_categories(frame[name], self.enums[name])
        for name in self.numbers.keys() & {*map(str, frame.columns)}:
            new[name] = _number_categories(frame[name], self.numbers[name])
        out = frame.assign(**new) if new else frame
        numbers |= set(self.numbers) & set(new)
        texts = (self.texts & coded) - numbers
        for key, names in ((TEXT_COLUMNS_ATTR, texts), (NUMERIC_CATEGORIES_ATTR, numbers)):
            out.attrs[key] = tuple(sorted({*out.attrs.get(key, ()), *names}))
        return out


def table_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table in memory as a DataFrame."""
    frame = readable_table(table).to_pandas()
    if not frame.columns.is_unique:
        return frame  # an error to come
    return ArrowCategories.of(table.schema).put_in_order(with_exact_integers(frame, table))


def _pandas_categories(schema: pa.Schema) -> dict[str, bool]:
    """The Categoricals of the DataFrame that was written, and whether they are ordered."""
    written = (schema.metadata or {}).get(b"pandas")
    columns: Iterable[dict[str, Any]] = json.loads(written)["columns"] if written else ()
    return {
        column["field_name"]: bool(column["metadata"]["ordered"])
        for column in columns
        if column["pandas_type"] == "categorical"
    }


def _enum_text(column: pa.Field) -> bytes | None:
    """The categories of polars' Enum, written as ``2;lo3;mid``; None of another column."""
    for key, text in (column.metadata or {}).items():
        if key.startswith(ENUM_KEY):
            return text
    return None


def _strings(text: bytes) -> list[str] | None:
    """Strings of which each is written behind its length; None if they cannot be read."""
    strings, rest = [], text
    while rest:
        length, separator, rest = rest.partition(b";")
        if not (separator and length.isdigit() and int(length) <= len(rest)):
            return None
        strings.append(rest[: int(length)].decode())
        rest = rest[int(length) :]
    return strings


def write_strings(strings: Iterable[str]) -> bytes:
    """The text that `_strings` reads."""
    return b"".join(b"%d;%b" % (len(text), text) for text in (s.encode() for s in strings))


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column.cat.categories.dtype)


def _sort_categories(column: pd.Series) -> pd.Series:
    return column.cat.reorder_categories(sorted(column.cat.categories))


def _enum_categories(column: pd.Series, categories: list[str] | None) -> pd.Series:
    if categories is not None:
        column = column.cat.set_categories(categories)
    return column.cat.as_unordered()


def _number_categories(column: pd.Series, is_ordered: bool) -> pd.Series:
    """Numbers (or the categories of them) as categories in the order of the numbers."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype(pd.CategoricalDtype(sorted(column.dropna().unique()), is_ordered))
    return _sort_categories(column)
