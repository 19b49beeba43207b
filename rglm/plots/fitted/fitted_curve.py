"""The fitted mean with its confidence band, over the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.values.r_values import Matrix
from rglm.plots import style
from rglm.plots.fitted.observed_points import draw_points, rows_elsewhere, set_log_axis
from rglm.plots.fitted.prediction_grid import choose_column, is_categorical, prediction_grid
from rglm.protocol.capabilities import HasMean, HasWorkingWeights

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

OUTER_BAND = 0.5 * style.BAND  # opacity of the band of new responses
OUTER_BAR = 0.4  # opacity of a bar of new responses
# the ends of a band and how dense it is: of new responses, and of the mean
BANDS = (("low", "high", OUTER_BAND), ("lwr", "upr", style.BAND))
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
    colour: str | None = None,
    ax: Axes | None = None,
    interval: str | None = "confidence",
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the fitted mean against a variable with its confidence band, over the data.

    Parameters
    ----------
    x : str, optional
        A column that the formula reads; by default the first that is a number. Means of a
        category are points with bars.
    by : str, optional
        Another column, of few values: a curve for each, over the range of its own rows.
    at : dict, optional
        Values of the other variables, ``{"z": 3}``, which the title shows; by default the mean of
        numbers and the commonest level of categories. `by` draws a curve for each level instead.
    level : float
        The coverage of the band.
    log : bool
        A log axis for the response, with a tick 0 below all other values.
    points : bool
        Draw the data: outcomes of 0 and 1 jittered, proportions larger with more trials. Rows
        whose levels are others than those that the curve is for are pale.
    colour : str, optional
        A column that colours the points; a number of many values has a colour bar.
    ax : Axes, optional
        Where to draw.
    interval : {"confidence", "prediction", None}
        The band: of the mean; or that and, lighter, the band of new responses, which an `lm` has;
        or none.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        A column that the model does not have, or of too many values for `by` or `colour`; `log`
        of a response below 0; prediction intervals of another model than `lm`.

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
    """
    name = choose_column(fit, x)
    if by is not None:
        by = choose_column(fit, by, "by")
    rows, caption = prediction_grid(fit, name, by, at)
    rows = pd.concat([rows, _bands(fit, rows, interval, level)], axis=1)
    ax = style.axes(ax, figsize=figsize)
    if points:
        is_pale = rows_elsewhere(fit, rows, name, by) if colour is None else None
        caption += PALE_NOTE if is_pale is not None else ""
        draw_points(ax, fit, name, by, colour, log, is_pale)
    has_levels = is_categorical(fit, name)
    draw = _draw_bars if has_levels else _draw_curves
    draw(ax, rows, name, by)
    if log:
        set_log_axis(ax, fit)
    marks = _band_marks(ax, by, level, has_levels) if interval == "prediction" else []
    if marks or ax.get_legend_handles_labels()[1]:
        style.legend(ax, ", ".join(dict.fromkeys(n for n in (by, colour) if n)), extra=marks)
    style.label_axes(ax, name, _mean_label(fit))
    if caption:
        ax.set_title(
            style.escape_lines(f"at {caption}"),
            fontsize=style.font_size("note"),
            loc="right",
            color=style.ink(ax, style.NOTE),
        )
    return ax


def _bands(fit: HasMean, rows: pd.DataFrame, interval: str | None, level: float) -> pd.DataFrame:
    """``fit`` at some rows, and the ends of bands: ``lwr upr``, of new responses ``low high``."""
    if interval is None:
        return pd.DataFrame({"fit": np.asarray(fit.predict(rows, type="response"))})
    table = fit.predict(rows, type="response", interval=interval, level=level)
    if interval == "prediction":
        outer = table[["lwr", "upr"]].set_axis(["low", "high"], axis=1)
        inner = fit.predict(rows, type="response", interval="confidence", level=level)
        table = inner.join(outer)
    kept = [name for name in ("fit", "lwr", "upr", "low", "high") if name in table]
    return table[kept].reset_index(drop=True)


def _band_marks(ax: Axes, by: str | None, level: float, has_levels: bool) -> list[Artist]:
    """The marks of both intervals, grey where the colours are those of the values of `by`."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shade = style.ink(ax, style.NOTE) if by else style.COLOURS[0]
    mean, new = f"{100 * level:g}%, mean", f"{100 * level:g}%, new responses"
    if has_levels:
        inner = Line2D([], [], color=shade, label=mean)
        return [inner, Line2D([], [], color=shade, alpha=OUTER_BAR, linewidth=1, label=new)]
    both = 1 - (1 - style.BAND) * (1 - OUTER_BAND)  # the band of the mean lies on the other
    patches = {mean: both, new: OUTER_BAND}
    return [Patch(color=shade, alpha=a, linewidth=0, label=text) for text, a in patches.items()]


def _mean_label(fit: HasMean) -> str:
    """The label of the axis of the mean."""
    name = fit._schema.parsed.response.name
    success = fit.success if isinstance(fit, HasWorkingWeights) else None
    if success not in (None, "TRUE"):
        return f"P({name} = {success})"
    response = (fit._variables or {}).get(name)
    return f"proportion of {name}" if isinstance(response, Matrix) else name


def _groups(rows: pd.DataFrame, by: str | None) -> Iterator[tuple[str | None, pd.DataFrame]]:
    """The rows of each value of a column, with its label."""
    if by is None:
        yield None, rows
        return
    for value, part in rows.groupby(by, sort=False, observed=True):
        yield style.escape_text(value), part


def _draw_curves(ax: Axes, rows: pd.DataFrame, x: str, by: str | None) -> None:
    for i, (label, part) in enumerate(_groups(rows, by)):
        shade = style.colour(ax, i)
        for low, high, alpha in BANDS:
            if low in part:
                ax.fill_between(
                    part[x], part[low], part[high], color=shade, alpha=alpha, linewidth=0
                )
        dash = style.DASHES[i % len(style.DASHES)]
        ax.plot(part[x], part["fit"], color=shade, linestyle=dash, label=label)


def _draw_bars(ax: Axes, rows: pd.DataFrame, x: str, by: str | None) -> None:
    levels = list(dict.fromkeys(rows[x]))
    groups = list(_groups(rows, by))
    for i, (label, part) in enumerate(groups):
        shift = (i - (len(groups) - 1) / 2) * 0.12
        shade = style.colour(ax, i)
        place = np.arange(len(levels)) + shift
        if "low" in part:
            ax.vlines(place, part["low"], part["high"], color=shade, alpha=OUTER_BAR, linewidth=1)
        ends = [part["fit"] - part["lwr"], part["upr"] - part["fit"]] if "lwr" in part else None
        ax.errorbar(
            place,
            part["fit"],
            yerr=ends,
            fmt=style.MARKS[i % len(style.MARKS)],
            color=shade,
            capsize=3,
            markersize=5,
            label=label,
            zorder=3,
        )
    style.level_ticks(ax, levels)
