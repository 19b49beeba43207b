"""Intervals and areas of parameters, a row each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.densities.kernel_density import density_curve
from rglm.plots import style
from rglm.plots.posterior.parameter_draws import ParameterDraws

if TYPE_CHECKING:
    from matplotlib.axes import Axes

AREA_HEIGHT = 0.85  # of the highest density of a row, relative to the distance of rows
ROW_HEIGHTS = {"areas": 0.5}
ROW_HEIGHT = 0.28  # inches


def rows_height(count: int, type: str) -> float:
    """The height in inches of a picture with a row for each parameter."""
    return max(1.6, 0.8 + count * ROW_HEIGHTS.get(type, ROW_HEIGHT))


def draw_intervals(ax: Axes, drawn: ParameterDraws, prob: float, prob_outer: float) -> None:
    """Draw the median of each parameter with two intervals."""
    rows = np.arange(len(drawn.names))
    middle, inner, outer = nested_intervals(drawn.flat, prob, prob_outer)
    shade = style.COLOURS[0]
    ax.hlines(rows, *outer, color=shade, linewidth=1)
    ax.hlines(rows, *inner, color=shade, linewidth=3)
    ax.plot(middle, rows, "o", color=style.ground(ax), markeredgecolor=shade, markersize=5.5)
    _finish(ax, drawn, prob, prob_outer, (len(rows) - 0.5, -0.5))


def draw_areas(ax: Axes, drawn: ParameterDraws, prob: float, prob_outer: float) -> None:
    """Draw the density of each parameter above its row: all of the outer interval, dark inside."""
    middle, inner, outer = nested_intervals(drawn.flat, prob, prob_outer)
    shade = style.COLOURS[0]
    for row in range(len(drawn.names)):
        x, density = density_curve(drawn.flat[:, row])
        height = row - AREA_HEIGHT * density / density.max()
        for ends, alpha in ((outer[:, row], style.BAND), (inner[:, row], 2 * style.BAND)):
            part = (x >= ends[0]) & (x <= ends[1])
            ax.fill_between(x[part], height[part], row, color=shade, alpha=alpha, linewidth=0)
        part = (x >= outer[0, row]) & (x <= outer[1, row])
        ax.plot(x[part], height[part], color=shade, linewidth=1)
        ax.hlines(row, *outer[:, row], color=shade, linewidth=0.8)
        top = float(np.interp(middle[row], x, height))
        ax.vlines(middle[row], row, top, color=shade, linewidth=1.5)
    _finish(ax, drawn, prob, prob_outer, (len(drawn.names) - 0.7, -1.0))


def nested_intervals(
    draws: np.ndarray, prob: float, prob_outer: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Medians (k,) of draws (S, k), and the ends (2, k) of two intervals between quantiles."""
    tails = [(1 - p) / 2 for p in (prob, prob_outer)]
    probs = [0.5, tails[0], 1 - tails[0], tails[1], 1 - tails[1]]
    found = np.quantile(draws, probs, axis=0)
    return found[0], found[1:3], found[3:]


def _finish(
    ax: Axes, drawn: ParameterDraws, prob: float, outer: float, ends: tuple[float, float]
) -> None:
    low, high = ax.get_xlim()
    if low < 0 < high:
        ax.axvline(0.0, color=style.FAINT, linewidth=0.8, linestyle=":", zorder=0)
    ax.set_ylim(*ends)
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, f"median, {100 * prob:g}% and {100 * outer:g}% interval")
    style.row_ticks(ax, range(len(drawn.names)), drawn.names)
