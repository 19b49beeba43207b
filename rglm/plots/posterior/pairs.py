"""Scatter plots of two parameters, and of all pairs of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.densities import draw_histogram
from rglm.plots.posterior.parameter_draws import ParameterDraws

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_POINTS = 2000
PANEL = 1.7  # inches


def draw_pairs(ax: Any, drawn: ParameterDraws, figsize: Any) -> Any:
    """Draw a scatter plot of each pair of parameters below the diagonal, and histograms on it."""
    count = len(drawn.names)
    if ax is not None:
        panels = style.panels(ax, count * count, "panels, one for each pair", figsize=figsize)
    else:
        side = max(PANEL * count, 2.2)
        panels = style.grid(count, count, side, side, figsize=figsize)
    for i, row in enumerate(np.reshape(panels, (count, count))):
        for j, panel in enumerate(row):
            _draw_panel(panel, drawn, i, j)
    return panels


def _draw_panel(ax: Axes, drawn: ParameterDraws, i: int, j: int) -> None:
    count = len(drawn.names)
    if j > i:
        ax.set_axis_off()
        words = f"{np.corrcoef(drawn.flat[:, [i, j]].T)[0, 1]:.2f}"
        centre: dict[str, Any] = {"ha": "center", "va": "center", "transform": ax.transAxes}
        ax.text(0.5, 0.5, words, fontsize=style.font_size("title"), **centre)
        return
    if i == j:
        draw_histogram(ax, drawn.flat[:, i], style.COLOURS[0])
        ax.set_yticks([])
    else:
        _scatter(ax, drawn, j, i, 4)
        style.few_ticks(ax.yaxis) if j == 0 else ax.tick_params(labelleft=False)
    style.few_ticks(ax.xaxis)
    names = drawn.names
    style.label_axes(ax, names[j] if i == count - 1 else "", names[i] if j == 0 < i else "")
    if i < count - 1:
        ax.tick_params(labelbottom=False)
    if i == j:
        ax.spines["left"].set_visible(False)
        if i == 0:
            style.label_axes(ax, names[0] if count == 1 else "", title=names[0])
            ax.spines["left"].set_visible(False)


def draw_scatter(ax: Any, drawn: ParameterDraws, figsize: Any) -> Any:
    """Draw two parameters against each other.

    Raises ValueError: there are more or fewer than two.
    """
    if len(drawn.names) != 2:
        raise ValueError(
            f'type="scatter" draws two parameters, got {len(drawn.names)}: variable=["a", "b"]; '
            f"there are {', '.join(drawn.names)}"
        )
    one = style.axes(ax, figsize=figsize)
    _scatter(one, drawn, 0, 1, 9)
    if drawn.divergent.any():
        style.legend(one)
    return style.label_axes(one, *drawn.names)


def _scatter(ax: Axes, drawn: ParameterDraws, x: int, y: int, size: float) -> None:
    draws, diverged = drawn.flat, drawn.is_divergent
    step = -(-len(draws) // MAX_POINTS)
    shown = draws[~diverged][::step]
    options: dict[str, Any] = {"s": size, "alpha": 0.3, "linewidths": 0}
    ax.scatter(shown[:, x], shown[:, y], color=style.COLOURS[0], **options)
    if diverged.any():
        red = draws[diverged]
        ax.scatter(
            red[:, x], red[:, y], color=style.COLOURS[1], s=1.6 * size, label="diverged", zorder=3
        )
