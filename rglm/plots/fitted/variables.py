"""The variables of a model: those of its formula, which are categories, and their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import columns_read
from rglm.design.evaluation.expressions import expression
from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.row_values import rows_in_data
from rglm.protocol.result_rows import ResultRows

MAX_CURVES = 7  # as many as there are colours


def fitted_rows(fit: ResultRows) -> pd.DataFrame:
    """The rows of the data that were fitted."""
    fit._rows_source  # noqa: B018  an error after strip()
    return fit.data.iloc[rows_in_data(fit)]


def fitted_column(fit: ResultRows, name: str) -> pd.Series:
    """A column of the rows of the data that were fitted."""
    return fit.data[name].iloc[rows_in_data(fit)]


def predictor_columns(fit: ResultRows) -> list[str]:
    """The columns of the data that the terms of the formula read, in its order."""
    fit._rows_source  # noqa: B018  an error after strip()
    expressions = [e for schema in fit._schemas for e in schema.parsed.expressions.values()]
    return columns_read(expressions, fit.data)


def offset_columns(fit: ResultRows) -> list[str]:
    """The columns that offsets read, and no term."""
    expressions = [e for schema in fit._schemas for e in schema.parsed.offsets]
    expressions += [expression(s.offset) for s in fit._schemas if isinstance(s.offset, str)]
    in_terms = predictor_columns(fit)
    return [name for name in columns_read(expressions, fit.data) if name not in in_terms]


def is_category(column: pd.Series) -> bool:
    """Whether a column has no numbers, or only true and false."""
    return not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def is_categorical(fit: ResultRows, name: str) -> bool:
    """Whether a column is a category in the model: it has no numbers, or is in a ``factor(x)``."""
    column = fitted_column(fit, name)
    if is_category(column):
        return True
    sizes = {
        len(schema.xlevels[e.name])
        for schema in fit._schemas
        for e in schema.parsed.expressions.values()
        if e.name in schema.xlevels and e.columns_of(fit.data) == [name]
    }
    return bool(sizes) and column.nunique() in sizes


def choose_column(fit: ResultRows, x: str | None, argument: str = "x") -> str:
    """The column to draw against: by default the first that is a number."""
    known = predictor_columns(fit)
    if not known:
        raise ValueError("the formula has no variable on its right side to draw against")
    columns = [name for name in known if matrix_column(fit.data[name]) is None]
    if x is None and columns:
        numbers = [name for name in columns if not is_categorical(fit, name)]
        return (numbers or columns)[0]
    x = known[0] if x is None else x
    if x not in known:
        hint = did_you_mean(str(x), known)
        raise ValueError(f"{argument}={x!r} is no variable of the model: {', '.join(known)}{hint}")
    if x not in columns:
        raise ValueError(
            f"{argument}={x!r} is a matrix, and a curve is drawn against one column; a formula "
            "with a name for each column can be drawn, or one that computes it, ns(x, 3)"
        )
    return x


def sorted_levels(column: pd.Series) -> list[Any]:
    """The values of a column, in the order of its levels if it has any."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        used = set(column.dropna())
        return [level for level in column.cat.categories if level in used]
    return sorted(column.dropna().unique())


def level_places(column: pd.Series, levels: Sequence[Any] | None = None) -> pd.Series:
    """The place of each value among levels, 0, 1, ..., by default `sorted_levels`."""
    levels = sorted_levels(column) if levels is None else levels
    return column.map({value: i for i, value in enumerate(levels)})


def few_values(column: pd.Series, name: str, argument: str = "by") -> list[Any]:
    """The values of a column of at most `MAX_CURVES` values."""
    values = sorted_levels(column)
    if len(values) > MAX_CURVES:
        other = ", or choose some, at={...: [...]}" if argument == "by" else ""
        raise ValueError(
            f"{argument}={name!r} has {len(values)} values; a picture holds {MAX_CURVES} of them: "
            f"cut it into classes{other}"
        )
    return values


def format_value(value: Any) -> str:
    """A value as captions and legends show it: four digits of a number."""
    if isinstance(value, (np.ndarray, list, tuple)):
        return f"({', '.join(map(format_value, value))})"
    return f"{value:.4g}" if isinstance(value, (float, np.floating)) else str(value)
