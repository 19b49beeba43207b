"""The marks of a panel of means: points, intervals and comparison arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.inference.means.page import NOT_ESTIMABLE
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR_WIDTH, BAR_OPACITY = 5.0, 0.35
ARROW = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "linewidth": 1.2, "mutation_scale": 8}


@dataclass(frozen=True)
class MeanAxis:
    """The axis of the means.

    Attributes
    ----------
    limits : (float, float)
    is_log : bool
        Whether it is a log axis, of ratios.
    null : float or None
        Where a line stands for no effect.
    is_horizontal : bool
    """

    limits: tuple[float, float]
    is_log: bool
    null: float | None
    is_horizontal: bool

    def set_up(self, ax: Axes, count: int) -> None:
        """Set the limits of both axes, for so many means, the first one above or on the left."""
        line = ax.axvline if self.is_horizontal else ax.axhline
        if self.null is not None:
            line(self.null, color=style.FAINT, linewidth=0.8, linestyle=":")
        axis = ax.xaxis if self.is_horizontal else ax.yaxis
        if self.is_log:
            (ax.set_xscale if self.is_horizontal else ax.set_yscale)("log")
        if self.is_horizontal:
            ax.set(xlim=self.limits, ylim=(count - 0.4, -0.6))
        else:
            ax.set(ylim=self.limits, xlim=(-0.6, count - 0.4))
        if self.is_log:
            style.plain_ticks(axis)
        elif self.is_horizontal:
            style.few_ticks(axis)


@dataclass(frozen=True)
class DrawnMeans:
    """What a panel shows of k means.

    Attributes
    ----------
    title : str
    labels : sequence of str
    values : (k,) float array
    ends, tips : (k, 2) float array
        Of intervals and arrows; NaN where there is none.
    """

    title: str
    labels: Sequence[str]
    values: np.ndarray
    ends: np.ndarray
    tips: np.ndarray


def draw_panel(ax: Axes, drawn: DrawnMeans, axis: MeanAxis) -> None:
    """Draw the means one below the other, or side by side."""
    places = range(len(drawn.labels))
    axis.set_up(ax, len(places))
    low, high = np.clip(drawn.ends, *axis.limits).T
    bars = ax.hlines if axis.is_horizontal else ax.vlines
    bars(places, low, high, color=style.COLOURS[0], alpha=BAR_OPACITY, linewidth=BAR_WIDTH)
    for place, value, tips in zip(places, drawn.values, drawn.tips, strict=True):
        for tip in tips[np.isfinite(tips) & (tips != value)]:
            _draw_arrow(ax, *_points(axis, place, tip, value))
        if np.isnan(value):
            _write_not_estimable(ax, *_points(axis, place, axis.limits[0]))
    x, y = (drawn.values, places) if axis.is_horizontal else (places, drawn.values)
    ax.plot(x, y, "o", color=style.ink(ax), markersize=4.5, zorder=4)


def label_means(ax: Axes, drawn: DrawnMeans, axis: MeanAxis, names: str, scale: str) -> None:
    """Write the names of the means, of their variables and of the scale."""
    if axis.is_horizontal:
        style.label_axes(ax, scale, names, drawn.title)
        style.row_ticks(ax, range(len(drawn.labels)), drawn.labels)
    else:
        style.label_axes(ax, names, scale, drawn.title)
        style.level_ticks(ax, drawn.labels)


def _points(axis: MeanAxis, place: float, *values: float) -> list[tuple[float, float]]:
    """Points at values of the axis of the means."""
    return [(v, place) if axis.is_horizontal else (place, v) for v in values]


def _draw_arrow(ax: Axes, tip: tuple[float, float], start: tuple[float, float]) -> None:
    options: dict[str, Any] = {**ARROW, "color": style.COLOURS[1]}
    ax.annotate("", tip, start, arrowprops=options, zorder=3)


def _write_not_estimable(ax: Axes, point: tuple[float, float]) -> None:
    ax.annotate(
        NOT_ESTIMABLE,
        point,
        (3, 3),
        textcoords="offset points",
        fontsize=style.font_size("mark"),
        color=style.ink(ax, style.NOTE),
        va="center",
    )
