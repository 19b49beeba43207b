"""The distinct rows of a chunk of the data, with the number of rows of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from rglm.design.values.data_column import NUMERIC_CATEGORIES_ATTR, TEXT_COLUMNS_ATTR
from rglm.sources.grouping.column_codes import group_rows

ATTRIBUTES = (TEXT_COLUMNS_ATTR, NUMERIC_CATEGORIES_ATTR)  # of a chunk, which say how it is read


class RowsDifferError(Exception):
    """The rows of the data differ too much to be counted once."""


@dataclass(frozen=True, eq=False)
class DistinctRows:
    """Distinct rows, typed as a chunk of the data is, and the number of rows of each."""

    frame: pd.DataFrame  # (m rows), in the order in which they appear
    counts: np.ndarray  # (m,) int64

    @classmethod
    def of(cls, data: pd.DataFrame) -> DistinctRows | None:
        """The distinct rows of a chunk; None if its rows cannot be compared."""
        return _distinct(data, None)

    @property
    def layout(self) -> tuple[Any, ...]:
        """The types of the columns: rows of one layout can stand in one table.

        Chunks of text have categories of their own; those of a factor are part of its type.
        """
        text = self.frame.attrs[TEXT_COLUMNS_ATTR]
        types = (_type_key(self.frame[name].dtype, name in text) for name in self.frame.columns)
        return (*types, *(self.frame.attrs[key] for key in ATTRIBUTES))

    def __eq__(self, other: object) -> bool:
        """Whether rows and counts are the same, in the same order."""
        return (
            isinstance(other, DistinctRows)
            and np.array_equal(self.counts, other.counts)
            and self.frame.equals(other.frame)
        )

    __hash__ = None  # type: ignore[assignment]  # tables are compared by value

    def repeat(self, size: int) -> Iterator[pd.DataFrame]:
        """Each row as often as it occurs, in tables of `size` rows."""
        ends = np.cumsum(self.counts)
        n = int(ends[-1]) if len(ends) else 0
        for start in range(0, n, size):
            rows = np.arange(start, min(start + size, n))
            yield _take(self.frame, np.searchsorted(ends, rows, "right"))


def join(tables: Sequence[DistinctRows]) -> DistinctRows:
    """The distinct rows of several tables of one layout."""
    first = tables[0].frame
    columns = {name: _join_columns([t.frame[name] for t in tables]) for name in first.columns}
    frame = pd.DataFrame(columns, copy=False)
    frame.attrs = dict(first.attrs)
    joined = _distinct(frame, np.concatenate([t.counts for t in tables]))
    assert joined is not None  # the rows of each table could be compared
    return joined


def _distinct(data: pd.DataFrame, counts: np.ndarray | None) -> DistinctRows | None:
    groups = group_rows(data, counts)
    return None if groups is None else DistinctRows(_take(data, groups.rows), groups.counts)


def _take(data: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    """Some rows of a chunk, counted from 0."""
    frame = data.take(rows)
    frame.index = pd.RangeIndex(len(rows))
    frame.attrs = {key: data.attrs.get(key, ()) for key in ATTRIBUTES}
    return frame


def _join_columns(columns: Sequence[pd.Series]) -> Any:
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        return union_categoricals(list(columns))
    return pd.concat(columns, ignore_index=True)


def _type_key(kind: Any, is_text: bool) -> Any:
    if not isinstance(kind, pd.CategoricalDtype):
        return kind
    return "text" if is_text else (tuple(kind.categories), kind.ordered)
