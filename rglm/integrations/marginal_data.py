"""The data of a fit as a polars DataFrame, as `marginaleffects` reads it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from rglm.design.values.matrix_column import matrix_column
from rglm.design.values.r_values import level_label
from rglm.inference.row_values import rows_in_data
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    import polars as pl


def polars_rows(
    fit: ModelResult, needed: Collection[str], levels: Collection[str]
) -> pl.DataFrame:
    """The rows fitted.

    Categories, and text that is needed or whose values repeat (predictions may be averaged by it),
    are Enums in the order of their levels. Numbers that are `levels` stay numbers, unsigned if
    they can: marginaleffects takes no mean of these.
    Columns that polars cannot read are left out, unless they are needed.
    """
    import polars as pl

    frame = fit.data.iloc[rows_in_data(fit)]
    columns = {}
    for name in map(str, frame.columns):
        try:
            series = _polars_column(name, frame[name], name in needed)
        except (TypeError, ValueError, ImportError, pl.exceptions.PolarsError):
            if name in needed:
                raise
            continue
        columns[name] = _as_levels(series) if name in levels else series
    return pl.DataFrame(columns)


def has_number_categories(column: pd.Series) -> bool:
    """Whether a column is categorical, and its categories are numbers."""
    dtype = column.dtype
    return isinstance(dtype, pd.CategoricalDtype) and dtype.categories.dtype.kind in "iuf"


def variable_type(series: pl.Series, is_level: bool) -> str:
    """The kind of a variable: character, binary, integer or numeric.

    TRUE and FALSE are character too: with "boolean" marginaleffects 0.6 makes no balanced rows.
    """
    if is_level or not series.dtype.is_numeric():
        return "character"
    if series.drop_nulls().is_in([0, 1]).all():
        return "binary"
    return "integer" if series.dtype.is_integer() else "numeric"


def with_matrices(data: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Rows out of polars, whose arrays become matrices where the data `known` have them."""
    names = [name for name in data if name in known and matrix_column(known[name]) is not None]
    new = {str(name): pd.Series(list(data[name]), dtype=known[name].dtype) for name in names}
    return data.assign(**{name: column.array for name, column in new.items()}) if new else data


def _polars_column(name: str, column: pd.Series, is_needed: bool) -> pl.Series:
    import polars as pl

    if (matrix := matrix_column(column)) is not None:
        return pl.Series(name, matrix.values)
    if has_number_categories(column):
        return pl.Series(name, pl.from_pandas(column.astype(float), nan_to_null=True))
    if isinstance(column.dtype, pd.CategoricalDtype):
        labels = [level_label(level) for level in column.cat.categories]
        values = [None if code < 0 else labels[code] for code in column.cat.codes]
        return pl.Series(name, values, pl.Enum(list(dict.fromkeys(labels))))
    series = pl.Series(name, pl.from_pandas(column, nan_to_null=True))
    if series.dtype == pl.Decimal:
        return series.cast(pl.Float64)
    if series.dtype != pl.String or not (is_needed or 2 * series.n_unique() <= len(series)):
        return series  # a text of each row's own: new rows may have others
    return series.cast(pl.Enum(sorted(series.drop_nulls().unique().to_list())))


def _as_levels(series: pl.Series) -> pl.Series:
    """Whole numbers of 0 or more as unsigned ones; others as they are."""
    import polars as pl

    if not series.dtype.is_numeric():
        return series
    whole = series.cast(pl.UInt64, strict=False)
    return whole if whole.cast(pl.Float64).equals(series.cast(pl.Float64)) else series
