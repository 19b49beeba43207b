"""Fitted curves with their bands, and fitted means of levels with their bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.fitted.prediction_grid import PredictionGrid

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

OUTER_BAND = 0.5 * style.BAND  # opacity of the band of new responses
OUTER_BAR = 0.4  # opacity of a bar of new responses
BAR_DISTANCE = 0.12  # between the bars of a level
# the ends of a band and how dense it is: of new responses, and of the mean
BANDS = (("low", "high", OUTER_BAND), ("lwr", "upr", style.BAND))


def draw_curves(
    ax: Axes, grid: PredictionGrid, bands: pd.DataFrame, x: str, is_neutral: bool
) -> list[Any]:
    """Draw a curve for each value of ``by``, in its colour, or all in black.

    Returns what the legend shows of them.
    """
    lines = []
    for i, (label, rows) in enumerate(_parts(grid)):
        part, place, shade = bands.iloc[rows], grid.rows[x].iloc[rows], _shade(ax, i, is_neutral)
        for low, high, alpha in BANDS:
            if low in part:
                ax.fill_between(
                    place, part[low], part[high], color=shade, alpha=alpha, linewidth=0
                )
        dash = style.DASHES[i % len(style.DASHES)]
        lines += ax.plot(place, part["fit"], color=shade, linestyle=dash, label=label)
    return lines


def set_whole_ticks(ax: Axes, column: pd.Series) -> None:
    """Set no ticks between whole numbers where the values of x are some of those."""
    from matplotlib.ticker import MaxNLocator

    locator, values = ax.xaxis.get_major_locator(), column.to_numpy(dtype=float)
    if isinstance(locator, MaxNLocator) and bool((values == np.rint(values)).all()):
        locator.set_params(integer=True)


def draw_bars(
    ax: Axes, grid: PredictionGrid, bands: pd.DataFrame, x: str, is_neutral: bool
) -> list[Any]:
    """Draw the mean of each level of `x` with its bar, for each value of ``by`` side by side.

    Returns what the legend shows of them.
    """
    levels, parts, bars = list(dict.fromkeys(grid.rows[x])), list(_parts(grid)), []
    for i, (label, rows) in enumerate(parts):
        part, shade = bands.iloc[rows], _shade(ax, i, is_neutral)
        place = np.arange(len(levels)) + (i - (len(parts) - 1) / 2) * BAR_DISTANCE
        if "low" in part:
            ax.vlines(place, part["low"], part["high"], color=shade, alpha=OUTER_BAR, linewidth=1)
        ends = [part["fit"] - part["lwr"], part["upr"] - part["fit"]] if "lwr" in part else None
        bars.append(
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
        )
    style.level_ticks(ax, levels)
    return bars


def band_marks(ax: Axes, is_neutral: bool, level: float, has_levels: bool) -> list[Artist]:
    """The marks of both intervals in the legend, grey where colours have another meaning."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shade = style.ink(ax, style.NOTE) if is_neutral else style.COLOURS[0]
    mean, new = f"{100 * level:g}%, mean", f"{100 * level:g}%, new responses"
    if has_levels:
        inner = Line2D([], [], color=shade, label=mean)
        return [inner, Line2D([], [], color=shade, alpha=OUTER_BAR, linewidth=1, label=new)]
    both = 1 - (1 - style.BAND) * (1 - OUTER_BAND)  # the band of the mean lies on the other
    patches = {mean: both, new: OUTER_BAND}
    return [Patch(color=shade, alpha=a, linewidth=0, label=text) for text, a in patches.items()]


def _parts(grid: PredictionGrid) -> Iterator[tuple[str | None, np.ndarray]]:
    """The label of each curve, None without ``by``, and the places of its rows."""
    if grid.by is None:
        yield None, np.arange(len(grid.rows))
        return
    values = grid.rows[grid.by]
    for value, label in grid.labels.items():
        yield style.escape_text(label), np.flatnonzero((values == value).to_numpy())


def _shade(ax: Axes, place: int, is_neutral: bool) -> str:
    return style.ink(ax) if is_neutral else style.colour(ax, place)
