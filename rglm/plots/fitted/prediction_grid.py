"""Rows to predict at: one column takes the values of a grid, the others are held at a value."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.design.values.matrix_column import MatrixDtype, matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.printable import printable
from rglm.inference.row_values import rows_in_data
from rglm.protocol.model_result import ModelResult

GRID_POINTS = 200
MAX_CURVES = 7  # as many as there are colours
CAPTION_WIDTH = 64  # letters in a line of a caption


def fitted_rows(fit: ModelResult) -> pd.DataFrame:
    """The rows of the data that were fitted."""
    fit._rows_source  # noqa: B018  an error after strip()
    return fit.data.iloc[rows_in_data(fit)]


def predictor_columns(fit: ModelResult) -> list[str]:
    """The columns of the data that the terms of the formula read, in its order."""
    fit._rows_source  # noqa: B018  an error after strip()
    expressions = [e for schema in fit._schemas for e in schema.parsed.expressions.values()]
    reads = [name for e in expressions for name in e.reads]
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def offset_columns(fit: ModelResult) -> list[str]:
    """The columns that offsets read, and no term."""
    expressions = [e for schema in fit._schemas for e in schema.parsed.offsets]
    expressions += [expression(s.offset) for s in fit._schemas if isinstance(s.offset, str)]
    names = dict.fromkeys(name for e in expressions for name in e.reads)
    return [name for name in names if name in fit.data and name not in predictor_columns(fit)]


def is_category(column: pd.Series) -> bool:
    """Whether a column has no numbers, or only true and false."""
    return not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def is_categorical(fit: ModelResult, name: str) -> bool:
    """Whether a column is a category in the model: it has no numbers, or is in a ``factor(x)``."""
    column = fitted_rows(fit)[name]
    if is_category(column):
        return True
    sizes = {
        len(schema.xlevels[e.name])
        for schema in fit._schemas
        for e in schema.parsed.expressions.values()
        if {n for n in e.reads if n in fit.data} == {name} and e.name in schema.xlevels
    }
    return bool(sizes) and column.nunique() in sizes


def choose_column(fit: ModelResult, x: str | None, argument: str = "x") -> str:
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


def level_places(column: pd.Series) -> pd.Series:
    """The place of each value among `sorted_levels`: 0, 1, ..."""
    return column.map({value: i for i, value in enumerate(sorted_levels(column))})


def prediction_grid(
    fit: ModelResult, x: str, by: str | None = None, at: Mapping[str, Any] | None = None
) -> tuple[pd.DataFrame, str]:
    """Rows with a grid of `x` for each value of `by`, and a caption that says what is held.

    Parameters
    ----------
    x, by : str
        Columns of the data. The grid of a number is the range of x in the rows of each value.
    at : dict, optional
        Values of other columns; by default the mean of a number, the commonest level of a
        category.
    """
    rows, at = fitted_rows(fit), dict(at or {})
    others = [n for n in [*predictor_columns(fit), *offset_columns(fit)] if n not in (x, by)]
    for name in at:
        if name not in others:
            hint = did_you_mean(name, others)
            raise ValueError(
                f"at= has {name!r}; it can hold {', '.join(others) or 'nothing'}{hint}"
            )
    held = {name: at[name] if name in at else _typical_value(fit, name) for name in others}
    groups = {None: rows[x]} if by is None else _groups_of(rows, x, by)
    has_levels, grids = is_categorical(fit, x), []
    for value, column in groups.items():
        points = sorted_levels(rows[x]) if has_levels else _grid_points(column, rows[x])
        fixed = held if by is None else held | {by: value}
        grids.append(_grid(rows, {x: points, **{n: [v] * len(points) for n, v in fixed.items()}}))
    caption = ", ".join(f"{printable(n)} = {printable(_format_value(v))}" for n, v in held.items())
    return pd.concat(grids, ignore_index=True), fill(caption, CAPTION_WIDTH)


def _groups_of(rows: pd.DataFrame, x: str, by: str) -> dict[Any, pd.Series]:
    """The values of `x` in the rows of each value of `by`."""
    return {value: rows.loc[rows[by] == value, x] for value in few_values(rows[by], by)}


def _grid(rows: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Columns as a DataFrame, with the categories and the matrices of the data."""
    out = pd.DataFrame(columns)
    for name in out:
        dtype = rows[name].dtype
        if isinstance(dtype, (pd.CategoricalDtype, MatrixDtype)):
            out[name] = pd.Series(out[name].tolist(), dtype=dtype)
    return out


def _grid_points(column: pd.Series, whole: pd.Series) -> np.ndarray:
    """A grid over the range of a column; of the whole column where it has one value."""
    if column.min() == column.max():
        column = whole
    return np.linspace(float(column.min()), float(column.max()), GRID_POINTS)


def few_values(column: pd.Series, name: str, argument: str = "by") -> list[Any]:
    """The values of a column of at most `MAX_CURVES` values."""
    values = sorted_levels(column)
    if len(values) > MAX_CURVES:
        other = ", or hold it with at=" if argument == "by" else ""
        raise ValueError(
            f"{argument}={name!r} has {len(values)} values; a picture holds {MAX_CURVES} of them: "
            f"cut it into classes{other}"
        )
    return values


def _typical_value(fit: ModelResult, name: str) -> Any:
    column = fitted_rows(fit)[name]
    if is_categorical(fit, name):
        return column.mode().iloc[0]
    mean = column.mean()
    return mean if isinstance(mean, np.ndarray) else float(mean)


def _format_value(value: Any) -> str:
    if isinstance(value, (np.ndarray, list, tuple)):
        return f"({', '.join(map(_format_value, value))})"
    return f"{value:.4g}" if isinstance(value, (float, np.floating)) else str(value)
