"""What a column of data holds: numbers, text, categories in order or not, dates, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.category_levels import CategoryLevels
from rglm.design.values.data_column import NUMERIC_CATEGORIES
from rglm.design.values.dates import Dates
from rglm.design.values.r_values import Factor, Logical

NUMBERS, TEXT, LOGICAL, NOTHING = "numbers", "text", "TRUE and FALSE", "nothing"
CATEGORIES, ORDERED, TIMES = "categories", "ordered categories", "dates or times"
NUMBERS_AS_CATEGORIES, NUMBERS_IN_ORDER = "numbers as categories", "numbers as ordered categories"
EMPTY_TYPES = {LOGICAL: "bool", TIMES: "datetime64[us]"}  # the type of a column without rows
CATEGORICAL = (CATEGORIES, ORDERED, NUMBERS_AS_CATEGORIES, NUMBERS_IN_ORDER)


def column_kind(value: Any, data: pd.DataFrame, name: str) -> str:
    """The kind of a column, whose value was read from the data."""
    if isinstance(value, Factor):
        if value.missing.all():
            return NOTHING
        if name in data.attrs.get(NUMERIC_CATEGORIES, ()):
            return NUMBERS_IN_ORDER if value.ordered else NUMBERS_AS_CATEGORIES
        return TEXT if value.text else ORDERED if value.ordered else CATEGORIES
    kind = LOGICAL if isinstance(value, Logical) else NUMBERS
    if isinstance(value, Dates):
        value, kind = value.numbers, TIMES
    return NOTHING if bool(np.isnan(np.asarray(value)).all()) else kind


def common_kind(one: str, other: str) -> str | None:
    """What a column holds that holds these in two parts of the data; None where they differ."""
    if one == other or other == NOTHING:
        return one
    if one == NOTHING:
        return other
    return TEXT if {one, other} == {TEXT, CATEGORIES} else None


def _sort_labels(levels: Iterable[str]) -> list[str]:
    """Labels in the order of the numbers that they are, or of the alphabet: TRUE, dates."""
    try:
        return sorted(levels, key=Decimal)
    except InvalidOperation:
        return sorted(levels)


def empty_factor(found: CategoryLevels, kind: str) -> Factor:
    """A categorical column without rows, its levels in order."""
    levels: Iterable[str] = found.levels
    if kind == TEXT:
        levels = sorted(found.used)
    elif kind in (NUMBERS_AS_CATEGORIES, NUMBERS_IN_ORDER):
        levels = _sort_labels(levels)
    ordered = kind in (ORDERED, NUMBERS_IN_ORDER)
    return Factor(np.zeros(0, dtype=np.intp), tuple(levels), ordered, text=kind == TEXT)
