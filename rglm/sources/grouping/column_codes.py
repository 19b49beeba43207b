"""The values of columns as small integers, and rows with equal values as groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.sources.cells.row_codes import RowGroups

MAX_SMALL_INTEGERS = 1 << 12  # values whose difference is a code without a hash table
MAX_CODES = 1 << 31  # combined codes, which 32 bits hold
MAX_COUNTED_CODES = 4  # codes for each row that are counted in a table; more are hashed
# the values of one kind, whose equal values mean the same
KINDS_OF_OBJECTS = ("string", "decimal", "boolean", "date", "datetime", "integer", "empty")


def group_rows(data: pd.DataFrame, counts: np.ndarray | None = None) -> RowGroups | None:
    """Groups of the rows that have the same value in every column; None if some value is an array.

    They have the places of their first rows, in order. Missing values are equal, whatever stands
    for them. Each row stands for `counts` rows, or one.
    """
    columns = [column_codes(data[name]) for name in data.columns]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns):
        return None
    return _count(*_combined_codes(known, len(data)), counts)


def column_codes(column: pd.Series) -> tuple[np.ndarray, int] | None:
    """An integer for each value, 0 and above, and the number of integers; None of arrays."""
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy().astype(np.int32)
        codes += 1
        return codes, len(kind.categories) + 1
    if isinstance(kind, np.dtype) and kind.kind in "biuf":
        small = _small_integers(column.to_numpy())
        if small is not None:
            return small
    if pd.api.types.is_object_dtype(kind) and _is_mixed(column):
        return None
    try:
        numbers, values = pd.factorize(column)
    except (TypeError, NotImplementedError):
        return None
    codes = numbers.astype(np.int32)
    codes += 1
    return codes, len(values) + 1


def _is_mixed(column: pd.Series) -> bool:
    """Whether equal objects of a column may be of different types, as 1 and True."""
    return pd.api.types.infer_dtype(column, skipna=True) not in KINDS_OF_OBJECTS


def _small_integers(values: np.ndarray) -> tuple[np.ndarray, int] | None:
    """Codes of values that are integers near one another; None of others."""
    if values.dtype.kind == "b":
        return values.astype(np.int32), 2
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    if not (high - low < MAX_SMALL_INTEGERS and abs(low) < MAX_CODES / 2):
        return None
    codes = values.astype(np.int32)
    if values.dtype.kind == "f" and not (codes == values).all():
        return None
    codes -= int(low)
    return codes, int(high) - int(low) + 1


def _combined_codes(columns: Sequence[tuple[np.ndarray, int]], n: int) -> tuple[np.ndarray, int]:
    """An integer for each row, equal where all columns are, and the number of integers."""
    codes: np.ndarray = np.zeros(n, dtype=np.int32)
    size = 1
    for own_codes, own_size in columns:
        if size * own_size > MAX_CODES:
            codes, values = pd.factorize(codes)
            size = len(values)
            if size * own_size > MAX_CODES:
                own_codes, values = pd.factorize(own_codes)
                own_size = len(values)
        if size == 1:
            codes = own_codes.astype(np.int32)
        else:
            codes *= own_size
            codes += own_codes
        size *= own_size
    return codes, size


def _count(codes: np.ndarray, size: int, counts: np.ndarray | None) -> RowGroups:
    n = len(codes)
    if size > MAX_COUNTED_CODES * n:
        codes, values = pd.factorize(codes)
        size = len(values)
    totals = np.bincount(codes, counts, minlength=size)
    places = np.full(size, -1)
    places[codes[::-1]] = np.arange(n - 1, -1, -1)  # the last that is written is the first row
    occurring = np.flatnonzero(places >= 0)
    order = occurring[np.argsort(places[occurring])]
    return RowGroups(places[order], totals[order].astype(np.int64))


def least_cells(counts: np.ndarray) -> float:
    """A lower bound of the number of distinct values from their numbers in a sample.

    With f1 values seen once and f2 twice of d it is d + f1 (f1 - 1) / (2 (f2 + 1)): Chao (1984),
    Nonparametric estimation of the number of classes in a population, Scand. J. Statistics 11.
    """
    once, twice = np.count_nonzero(counts == 1), np.count_nonzero(counts == 2)
    return len(counts) + once * (once - 1) / (2 * (twice + 1))
