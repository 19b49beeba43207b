"""polars: LazyFrames are collected by the columns that are needed, and results go back to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeGuard

import pandas as pd

if TYPE_CHECKING:
    import polars as pl

BROOM_PREFIX = "."  # of the columns that `augment` adds, and puts in place of others
NeededColumns = Callable[[list[str]], Collection[str]]
"""The names that are needed of the columns that data have."""


def is_lazy_frame(data: Any) -> TypeGuard[pl.LazyFrame]:
    """Whether data are a polars LazyFrame."""
    polars = sys.modules.get("polars")
    return polars is not None and isinstance(data, polars.LazyFrame)


def is_polars_frame(data: Any) -> TypeGuard[pl.DataFrame]:
    """Whether data are a polars DataFrame."""
    polars = sys.modules.get("polars")
    return polars is not None and isinstance(data, polars.DataFrame)


def is_enum(dtype: Any) -> TypeGuard[pl.Enum]:
    """Whether a column's type is polars' Enum."""
    polars = sys.modules.get("polars")
    return polars is not None and isinstance(dtype, polars.Enum)


def collect_columns(data: pl.LazyFrame, needed: NeededColumns) -> pl.DataFrame:
    """The rows of a LazyFrame with those of its columns that are needed, at least one."""
    return data.select(chosen_columns(data.collect_schema().names(), needed)).collect()


def chosen_columns(names: list[str], needed: NeededColumns) -> list[str]:
    """Those of some columns that are needed, at least one."""
    read = {*needed(names)}
    return [name for name in names if name in read] or names[:1]


def as_polars(values: Any, newdata: pl.DataFrame, keeps_columns: bool) -> Any:
    """A Series or DataFrame of values for the rows of `newdata` as polars has them.

    Missing values are null. A Series without a name is called ``fit``.

    Parameters
    ----------
    keeps_columns : bool
        Whether the values are the columns of `newdata` with others beside them.
    """
    import polars as pl

    if isinstance(values, pd.Series):
        name = "fit" if values.name is None else str(values.name)
        return _polars_series(name, values)
    if not isinstance(values, pd.DataFrame):
        return values
    labels = ["_".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in values.columns]
    columns = [_polars_series(n, values.iloc[:, i]) for i, n in enumerate(labels)]
    if keeps_columns:
        rows = newdata[values.index.to_numpy()]  # some may have been left out
        known = [name for name in newdata.columns if not name.startswith(BROOM_PREFIX)]
        return rows.with_columns([column for column in columns if column.name not in known])
    return pl.DataFrame(columns)


def _polars_series(name: str, values: pd.Series) -> pl.Series:
    """A column; categories keep their order in an Enum."""
    import polars as pl

    if not isinstance(values.dtype, pd.CategoricalDtype):
        return pl.Series(name, pl.from_pandas(values, nan_to_null=True))
    levels = [str(level) for level in values.cat.categories]
    labels = [None if code < 0 else levels[code] for code in values.cat.codes]
    return pl.Series(name, labels, pl.Enum(levels))
