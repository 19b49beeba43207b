"""Statistics of y beside those of its replicates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.checks.replicates import Replicates, Statistic, values_of
from rglm.plots.posterior.densities import bare_density_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 30
MAX_VALUES = 150  # of a statistic that jumps


def draw_statistic(ax: Axes, found: Replicates, name: str, statistic: Statistic) -> None:
    """Draw a histogram of a statistic of the replicates, with a line at that of y."""
    own, drawn = values_of(statistic, found)
    edges = _edges(drawn)
    ax.hist(drawn, edges, color=style.COLOURS[0], alpha=0.55, linewidth=0, label=f"{name}(y_rep)")
    ax.axvline(own, color=style.ink(ax), linewidth=1.8, label=f"{name}(y)")
    bare_density_axis(ax)
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, statistic_label(name, own, drawn))
    ax.spines["left"].set_visible(False)


def _edges(drawn: np.ndarray) -> Any:
    """The edges of bins; of a statistic that jumps, such as a share, between its values."""
    values = np.unique(drawn)
    if len(values) > MAX_VALUES or len(values) == 1:
        return BINS
    step = float(np.diff(values).min())
    step *= -(-float(values[-1] - values[0]) // (BINS * step))
    return np.arange(values[0] - step / 2, values[-1] + step, step)


def statistic_label(name: str, own: float, drawn: np.ndarray) -> str:
    """The value of a statistic, and how many replicates have so large a one."""
    share = float((drawn >= own).mean())
    return f"{name}: y {own:.3g}, P(y_rep ≥ y) = {share:.2g}"


def draw_two_statistics(ax: Axes, found: Replicates, statistics: Mapping[str, Statistic]) -> None:
    """Draw two statistics of the replicates against each other, and a mark at those of y."""
    names, functions = list(statistics), list(statistics.values())
    (x, drawn_x), (y, drawn_y) = (values_of(one, found) for one in functions)
    style.points(ax, drawn_x, drawn_y, color=style.COLOURS[0], label="y_rep")
    ax.plot(x, y, "D", color=style.ink(ax), markersize=6, label="y", zorder=4)
    style.legend(ax)
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, *names)
