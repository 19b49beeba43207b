"""Rows to predict at: one column takes the values of a grid, the others are held at a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.matrix_column import MatrixDtype
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.text.printable import printable
from rglm.plots.fitted.curves import (
    axis_range,
    checked_value,
    curve_labels,
    several_values,
    split_at,
)
from rglm.plots.fitted.variables import (
    fitted_column,
    format_value,
    is_categorical,
    offset_columns,
    predictor_columns,
    sorted_levels,
)
from rglm.protocol.model_result import ModelResult

GRID_POINTS = 200
NO_BREAK = "\N{NO-BREAK SPACE}"
CAPTION_WIDTH = 64  # letters in a line of a caption


@dataclass(frozen=True)
class PredictionGrid:
    """Rows to predict at.

    Attributes
    ----------
    rows : DataFrame
        The columns that the model reads; for each curve the values of `x`.
    by : str or None
        The column whose values each have a curve.
    labels : dict
        What the legend calls each of these values.
    caption : str
        What the other variables are held at.
    """

    rows: pd.DataFrame
    by: str | None
    labels: dict[Any, str]
    caption: str


def prediction_grid(
    fit: ModelResult, x: str, by: str | None = None, at: Mapping[str, Any] | None = None
) -> PredictionGrid:
    """Rows with a grid of `x` for each value of `by`, and a caption that says what is held.

    Parameters
    ----------
    x, by : str
        Columns of the data. The grid of a number is the range of x in the rows of each value of
        `by`, and of all rows where no row has that value.
    at : dict, optional
        Values of other columns; by default the mean of a number, the commonest level of a
        category. A list of values is one for each curve; of `x` the ends of the grid, or the
        levels.
    """
    _check_names(fit, at or {})
    by, several, given = split_at(fit, x, by, at)
    names = [*predictor_columns(fit), *offset_columns(fit)]
    held = {
        name: checked_value(fit, name, given[name]) if name in given else _typical_value(fit, name)
        for name in names
        if name not in (x, by)
    }
    labels = {} if by is None else curve_labels(fit, by, several.get(by))
    grids = []
    for value in labels or [None]:
        points = _points_of_x(fit, x, by, value, several.get(x))
        fixed = held if by is None else held | {by: value}
        columns = {x: points, **{n: [v] * len(points) for n, v in fixed.items()}}
        grids.append(_grid(fit.data, columns))
    rows = pd.concat(grids, ignore_index=True)
    return PredictionGrid(rows, by, labels, _caption(held))


def _caption(held: Mapping[str, Any]) -> str:
    """What variables are held at, in lines that end after a comma."""
    pairs = [f"{printable(n)} = {printable(format_value(v))}" for n, v in held.items()]
    text = ", ".join(pair.replace(" ", NO_BREAK) for pair in pairs)
    return fill(text, CAPTION_WIDTH).replace(NO_BREAK, " ")


def _check_names(fit: ModelResult, at: Mapping[str, Any]) -> None:
    known = [*predictor_columns(fit), *offset_columns(fit)]
    for name in at:
        if name not in known:
            hint = did_you_mean(str(name), known)
            raise ValueError(f"at= has {name!r}; it can hold {', '.join(known)}{hint}")


def _points_of_x(fit: ModelResult, x: str, by: str | None, value: Any, given: Any) -> Any:
    """The values of x of one curve."""
    column = fitted_column(fit, x)
    if is_categorical(fit, x):
        if given is None:
            return sorted_levels(column)
        levels = sorted_levels(column)
        chosen = several_values(fit, x, given, len(levels))
        return [level for level in levels if level in chosen]
    if given is not None:
        return np.linspace(*axis_range(fit, x, given), GRID_POINTS)
    own = column if by is None else column[(fitted_column(fit, by) == value).to_numpy()]
    if own.empty or own.min() == own.max():
        own = column
    return np.linspace(float(own.min()), float(own.max()), GRID_POINTS)


def _grid(rows: pd.DataFrame, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Columns as a DataFrame, with the categories and the matrices of the data."""
    out = pd.DataFrame(columns)
    for name in out:
        dtype = rows[name].dtype
        if isinstance(dtype, (pd.CategoricalDtype, MatrixDtype)):
            out[name] = pd.Series(out[name].tolist(), dtype=dtype)
    return out


def _typical_value(fit: ModelResult, name: str) -> Any:
    column = fitted_column(fit, name)
    if is_categorical(fit, name):
        return column.mode().iloc[0]
    mean = column.mean()
    return mean if isinstance(mean, np.ndarray) else float(mean)
