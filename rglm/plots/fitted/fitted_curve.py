"""The fitted mean with its confidence band, over the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.fitted.curves import has_typical_curves
from rglm.plots.fitted.drawn_curves import (
    band_marks,
    draw_bars,
    draw_curves,
    set_whole_ticks,
)
from rglm.plots.fitted.legend import draw_legend
from rglm.plots.fitted.observed_points import observed_points, rows_elsewhere, set_log_axis
from rglm.plots.fitted.point_colours import colour_values, curve_numbers, draw_points
from rglm.plots.fitted.prediction_grid import PredictionGrid, prediction_grid
from rglm.plots.fitted.response_label import mean_label
from rglm.plots.fitted.variables import choose_column, fitted_column, is_categorical
from rglm.protocol.argument_types import RowValues, Vcov
from rglm.protocol.capabilities import HasMean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALE_NOTE = "\npale points: rows of other levels"


@style.picture
def plot_fit(
    fit: HasMean,
    x: str | None = None,
    by: str | None = None,
    at: Mapping[str, Any] | None = None,
    level: float = 0.95,
    log: bool = False,
    points: bool = True,
    colour: RowValues | None = None,
    ax: Axes | None = None,
    interval: str | None = "confidence",
    vcov: Vcov = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the fitted mean against a variable with its confidence band, over the data.

    Parameters
    ----------
    x : str, optional
        A column that the formula reads; by default the first that is a number. Means of a
        category are points with bars.
    by : str, optional
        Another column. It has a curve for each of its values, over the range of x in the rows of
        that value; of a number of more than 7 values three curves over the whole range: at its
        mean and one standard deviation to both sides (at the end of the data where that is
        nearer).
    at : dict, optional
        Values of variables: ``{"z": 3}`` of those that have no curves, which the title shows, by
        default the mean of numbers and the commonest level of categories; ``{"z": [1, 2, 3]}``
        for a curve at each value, with ``by="z"`` or without; ``{"x": [0, 10]}`` for the ends of
        the curves, or the levels on the axis.
    level : float
        The coverage of the band.
    log : bool
        A log axis for the response, with a tick 0 below all other values.
    points : bool
        Draw the data: outcomes of 0 and 1 jittered, proportions larger with more trials. Points
        have the colour of the curve that is for them, if any. Rows whose levels are others than
        those that the curve is for are pale.
    colour : str, Series or array, optional
        What colours the points instead: a column, an expression in the columns, or a value for
        each row; a number of many values has a colour bar. Curves are then black, and those of
        `by` differ in their dashes.
    ax : Axes, optional
        Where to draw.
    interval : {"confidence", "prediction", None}
        The band: of the mean; or that and, lighter, the band of new responses, which an `lm` has;
        or none.
    vcov : str, dict, matrix or function, optional
        The covariance that the band is made with, as ``predict()`` takes it: ``"HC3"``.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        A column that the model does not have, or a category of too many values for `by` or
        `colour`; a value of `at` that a variable cannot have; `log` of a response below 0;
        prediction intervals of another model than `lm`; `vcov` without a band.

    Notes
    -----
    The band is made on the scale of the link and transformed; that of zero-inflated and hurdle
    models on the log scale.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_fit("logmass").get_xlabel()
    'logmass'

    Two numbers: a curve for the mean of one, and for a standard deviation to both sides.

    >>> fit = glm("mpg ~ hp * wt", load("mtcars"))
    >>> [line.get_label() for line in fit.plot_fit("hp", by="wt").lines]
    ['2.239 (mean - sd)', '3.217 (mean)', '4.196 (mean + sd)']
    """
    name = choose_column(fit, x)
    by = by if by is None else choose_column(fit, by, "by")
    grid = prediction_grid(fit, name, by, at)
    bands = _bands(fit, grid.rows, interval, level, vcov)
    colours = _other_values(fit, colour, grid.by)
    levels = list(dict.fromkeys(grid.rows[name])) if is_categorical(fit, name) else None
    ax = style.axes(ax, figsize=figsize)
    caption, marks = grid.caption, []
    if points:
        is_pale = rows_elsewhere(fit, grid.rows, name, grid.by) if colours is None else None
        caption += PALE_NOTE if is_pale is not None else ""
        numbers = _curve_numbers(fit, grid, at)
        marks = draw_points(ax, observed_points(fit, name, log, levels), is_pale, numbers, colours)
    has_colours = colours is not None and points
    draw = draw_curves if levels is None else draw_bars
    curves = draw(ax, grid, bands, name, has_colours)
    if levels is None:
        set_whole_ticks(ax, fitted_column(fit, name))
    if log:
        set_log_axis(ax, fit)
    is_neutral = grid.by is not None or has_colours
    is_double = interval == "prediction"
    others = band_marks(ax, is_neutral, level, levels is not None) if is_double else []
    draw_legend(ax, _sections(grid.by, curves, colours, marks), others)
    style.label_axes(ax, name, mean_label(fit))
    if caption:
        _write_caption(ax, f"at {caption}")
    return ax


def _other_values(fit: HasMean, colour: RowValues | None, by: str | None) -> pd.Series | None:
    """The values that colour the points; None where these have the colours of the curves."""
    if colour is None or (isinstance(colour, str) and colour == by):
        return None
    return colour_values(fit, colour)


def _bands(
    fit: HasMean, rows: pd.DataFrame, interval: str | None, level: float, vcov: Vcov
) -> pd.DataFrame:
    """``fit`` at some rows, and the ends of bands: ``lwr upr``, of new responses ``low high``."""
    if interval is None:
        if vcov is not None:
            raise ValueError("vcov= is of the band, and interval=None draws none")
        return pd.DataFrame({"fit": np.asarray(fit.predict(rows, type="response"))})
    options: dict[str, Any] = {"type": "response", "level": level, "vcov": vcov}
    table = fit.predict(rows, interval=interval, **options)
    if interval == "prediction":
        outer = table[["lwr", "upr"]].set_axis(["low", "high"], axis=1)
        inner = fit.predict(rows, interval="confidence", **options)
        table = inner.join(outer)
    kept = [name for name in ("fit", "lwr", "upr", "low", "high") if name in table]
    return table[kept].reset_index(drop=True)


def _curve_numbers(
    fit: HasMean, grid: PredictionGrid, at: Mapping[str, Any] | None
) -> pd.Series | None:
    """The number of the curve of each row; None where curves are for no rows in particular."""
    if grid.by is None or has_typical_curves(fit, grid.by, (at or {}).get(grid.by)):
        return None
    return curve_numbers(fit, grid.by, grid.labels)


def _sections(
    by: str | None, curves: list[Any], colours: pd.Series | None, marks: list[Any]
) -> dict[str, list[Any]]:
    """The marks of curves and points in the legend, by variable."""
    out = {} if by is None else {by: curves}
    return out if colours is None else out | {str(colours.name): marks}


def _write_caption(ax: Axes, caption: str) -> None:
    style.right_title(
        ax,
        style.escape_lines(caption),
        fontsize=style.font_size("note"),
        color=style.ink(ax, style.NOTE),
    )
