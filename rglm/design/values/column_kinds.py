"""The kind of a column of the data: numbers, text, categories, dates, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import numpy as np
import pandas as pd

from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.data_column import NUMERIC_CATEGORIES_ATTR
from rglm.design.values.dates import Dates
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical


class ColumnKind(StrEnum):
    """The kind of a column, as messages call it."""

    NUMBERS = "numbers"
    TEXT = "text"
    LOGICAL = "TRUE and FALSE"
    NOTHING = "nothing"
    CATEGORIES = "categories"
    ORDERED = "ordered categories"
    TIMES = "dates or times"
    NUMBERS_AS_CATEGORIES = "numbers as categories"
    NUMBERS_IN_ORDER = "numbers as ordered categories"

    @property
    def is_categorical(self) -> bool:
        """Whether the column has categories, other than text."""
        return self in (
            ColumnKind.CATEGORIES,
            ColumnKind.ORDERED,
            ColumnKind.NUMBERS_AS_CATEGORIES,
            ColumnKind.NUMBERS_IN_ORDER,
        )

    @property
    def empty_dtype(self) -> str:
        """The pandas type of such a column without rows."""
        return {ColumnKind.LOGICAL: "bool", ColumnKind.TIMES: "datetime64[us]"}.get(
            self, "float64"
        )


def column_kind(value: ColumnValue, data: pd.DataFrame, name: str) -> ColumnKind:
    """The kind of a column, whose value was read from the data."""
    if isinstance(value, Factor):
        if value.missing.all():
            return ColumnKind.NOTHING
        if name in data.attrs.get(NUMERIC_CATEGORIES_ATTR, ()):
            in_order, unordered = ColumnKind.NUMBERS_IN_ORDER, ColumnKind.NUMBERS_AS_CATEGORIES
            return in_order if value.ordered else unordered
        if value.is_text:
            return ColumnKind.TEXT
        return ColumnKind.ORDERED if value.ordered else ColumnKind.CATEGORIES
    kind = ColumnKind.LOGICAL if isinstance(value, Logical) else ColumnKind.NUMBERS
    if isinstance(value, Dates):
        value, kind = value.numbers, ColumnKind.TIMES
    return ColumnKind.NOTHING if bool(np.isnan(np.asarray(value)).all()) else kind


def common_kind(one: ColumnKind, other: ColumnKind) -> ColumnKind | None:
    """The kind of a column with these kinds in two chunks of the data; None if there is none."""
    if one == other or other == ColumnKind.NOTHING:
        return one
    if one == ColumnKind.NOTHING:
        return other
    return ColumnKind.TEXT if {one, other} == {ColumnKind.TEXT, ColumnKind.CATEGORIES} else None


def empty_factor(levels: CategoryLevels, kind: ColumnKind) -> Factor:
    """A categorical column without rows, its levels in order."""
    labels: Iterable[str] = levels.levels
    if kind == ColumnKind.TEXT:
        labels = map(str, sorted(levels.used))
    elif kind in (ColumnKind.NUMBERS_AS_CATEGORIES, ColumnKind.NUMBERS_IN_ORDER):
        labels = _sort_numbers(labels)
    ordered = kind in (ColumnKind.ORDERED, ColumnKind.NUMBERS_IN_ORDER)
    is_text = kind == ColumnKind.TEXT
    return Factor(np.zeros(0, dtype=np.intp), tuple(labels), ordered, is_text=is_text)


def _sort_numbers(labels: Iterable[str]) -> list[str]:
    """Labels in the order of the numbers that they are; others, as TRUE or dates, as text."""
    try:
        return sorted(labels, key=Decimal)
    except InvalidOperation:
        return sorted(labels)
