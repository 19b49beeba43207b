"""The data of a fit as a polars DataFrame, as `marginaleffects` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from rglm.design.values.matrix_column import matrix_column
from rglm.inference.row_values import rows_in_data
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    import polars as pl


def predictor_columns(fit: ModelResult) -> list[str]:
    """The columns of the data that the terms of the formula read, those of offsets left out."""
    reads = (name for e in fit._schema.parsed.expressions.values() for name in e.reads)
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def polars_rows(fit: ModelResult, needed: Sequence[str]) -> pl.DataFrame:
    """The rows fitted; text and categories are Enums in the order of their levels.

    Columns that polars cannot read are left out, unless they are needed.
    """
    import polars as pl

    frame = fit.data.iloc[rows_in_data(fit)]
    columns = {}
    for name in frame.columns:
        if (matrix := matrix_column(frame[name])) is not None:
            columns[str(name)] = pl.Series(str(name), matrix.values)
            continue
        try:
            series = pl.Series(str(name), pl.from_pandas(frame[name], nan_to_null=True))
            columns[str(name)] = _as_enum(series, frame[name])
        except (TypeError, ValueError, pl.exceptions.PolarsError):
            if name in needed:
                raise
    return pl.DataFrame(columns)


def with_matrices(data: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Rows out of polars, whose arrays become matrices where the data `known` have them."""
    names = [name for name in data if name in known and matrix_column(known[name]) is not None]
    new = {str(name): pd.Series(list(data[name]), dtype=known[name].dtype) for name in names}
    return data.assign(**{name: column.array for name, column in new.items()}) if new else data


def _as_enum(series: pl.Series, column: pd.Series) -> pl.Series:
    import polars as pl

    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = [str(level) for level in column.cat.categories]
    elif series.dtype == pl.String:
        levels = sorted(series.drop_nulls().unique().to_list())
    else:
        return series
    return series.cast(pl.String).cast(pl.Enum(levels))


def variable_type(series: pl.Series) -> str:
    """The kind of a variable: boolean, character, binary, integer or numeric."""
    import polars as pl

    if series.dtype == pl.Boolean:
        return "boolean"
    if not series.dtype.is_numeric():
        return "character"
    if series.drop_nulls().is_in([0, 1]).all():
        return "binary"
    return "integer" if series.dtype.is_integer() else "numeric"
