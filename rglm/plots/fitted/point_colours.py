"""The colours of the observations: by the curve that is for them, or by another variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.row_values import row_values
from rglm.plots import style
from rglm.plots.fitted.observed_points import MAX_POINTS
from rglm.plots.fitted.variables import (
    MAX_CURVES,
    few_values,
    fitted_column,
    format_value,
    is_category,
)
from rglm.plots.point_order import point_order
from rglm.protocol.argument_types import RowValues
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

PALE = 0.35  # of the opacity of other points


def colour_values(fit: ModelResult, colour: RowValues) -> pd.Series:
    """The values that colour the points, by row of the fit, with a name for the legend.

    Raises
    ------
    TypeError, ValueError
        It is no column, no expression in the columns, and no value for each row.
    """
    if isinstance(colour, str) and colour in fit.data:
        return fitted_column(fit, colour).reset_index(drop=True)
    name = colour if isinstance(colour, str) else getattr(colour, "name", None) or ""
    try:
        values = row_values(fit, colour, f"colour={name}" if name else "colour=", "colour")
    except (NameError, KeyError, ValueError):
        if not isinstance(colour, str) or not colour.isidentifier():
            raise
        hint = did_you_mean(colour, list(map(str, fit.data.columns)))
        raise ValueError(
            f"colour={colour!r} is no column of the data{hint}; colour= takes a column, an "
            "expression in the columns, or a value for each row"
        ) from None
    out = pd.Series(values, copy=False, name=str(name)).reset_index(drop=True)
    is_condition = isinstance(colour, str) and expression(colour).is_condition
    if is_condition and out.dropna().isin((0, 1)).all():
        return out.map({0.0: "FALSE", 1.0: "TRUE"})
    return out


def draw_points(
    ax: Axes,
    points: pd.DataFrame,
    is_pale: np.ndarray | None,
    curves: pd.Series | None,
    colours: pd.Series | None,
) -> list[Artist]:
    """Draw the observations in the colours of the curves or of other values.

    Parameters
    ----------
    points : DataFrame
        ``x y size`` by row, x missing where a row is not drawn.
    is_pale : array of bool, optional
        The rows that are paler than others.
    curves : Series of int, optional
        By row the number of its curve, -1 for none.
    colours : Series, optional
        By row another value that colours its point.

    Returns
    -------
    list of Artist
        What the legend shows of `colours`; a number of many values has a colour bar instead.
    """
    points = points.assign(strength=1.0 if is_pale is None else np.where(is_pale, PALE, 1.0))
    order = point_order(points["x"].to_numpy(), points["y"].to_numpy())
    order = order[: int(points["x"].notna().sum())]  # those that are missing come last
    kept = np.sort(order[:: max(1, len(order) // MAX_POINTS)])
    points = points.iloc[kept]
    if colours is not None:
        return _draw_by_colour(ax, points, colours.iloc[kept])
    if curves is None:
        _draw(ax, points)
        return []
    numbers = curves.iloc[kept].to_numpy()
    _draw_others(ax, points[numbers < 0])
    for number in np.unique(numbers[numbers >= 0]):
        _draw(ax, points[numbers == number], color=style.colour(ax, int(number)))
    return []


def curve_numbers(fit: ModelResult, by: str, labels: Mapping[Any, str]) -> pd.Series:
    """The number of the curve that is for each row of the fit, -1 for none."""
    places = {value: i for i, value in enumerate(labels)}
    numbers = fitted_column(fit, by).map(places).astype(float).fillna(-1)
    return numbers.astype(int).reset_index(drop=True)


def _draw(ax: Axes, points: pd.DataFrame, **options: Any) -> Any:
    options = {"s": points["size"]} | options
    return style.points(ax, points["x"], points["y"], points["strength"], **options)


def _draw_others(ax: Axes, points: pd.DataFrame) -> None:
    """Draw the points that have no colour, if any, in grey."""
    if len(points):
        _draw(ax, points, color=style.FAINT)


def _draw_by_colour(ax: Axes, points: pd.DataFrame, values: pd.Series) -> list[Artist]:
    if not is_category(values) and values.nunique() > MAX_CURVES:
        _draw_on_colour_scale(ax, points, values)
        return []
    is_missing = values.isna().to_numpy()
    _draw_others(ax, points[is_missing])
    marks = []
    for i, value in enumerate(few_values(values, str(values.name), "colour")):
        part = points[(values == value).to_numpy()]
        label = style.escape_text(format_value(value))
        marks.append(_draw(ax, part, color=style.colour(ax, i), label=label))
    return marks


def _draw_on_colour_scale(ax: Axes, points: pd.DataFrame, values: pd.Series) -> None:
    """Draw points in colours of a number, those of missing values in grey, and the colour bar."""
    is_missing = values.isna().to_numpy()
    _draw_others(ax, points[is_missing])
    points, values = points[~is_missing], values[~is_missing]
    marks = _draw(ax, points, color=None, c=values.to_numpy(float), cmap=style.colour_scale(ax))
    bar = ax.figure.colorbar(marks, ax=ax)
    if bar.solids is not None:
        bar.solids.set_alpha(1)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=style.font_size("tick"), length=3, color=style.FAINT)
    bar.set_label(style.escape_text(values.name), fontsize=style.font_size("tick"))
