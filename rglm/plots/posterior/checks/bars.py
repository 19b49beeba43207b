"""How often each value was observed, and how often the model makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots import style
from rglm.plots.counts.count_bins import count_bins
from rglm.plots.posterior.checks.replicates import Replicates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR_WIDTH = 0.85
MAX_VALUES = 40


def draw_bars(ax: Axes, found: Replicates, prob: float, has_legend: bool = True) -> None:
    """Draw the frequency of each value with the median and interval of its replicates."""
    names, edges = _classes(found)
    _draw(ax, found, edges, prob, np.asarray)
    style.level_ticks(ax, names)
    if has_legend:
        style.legend(ax, above=True)
    style.label_axes(ax, found.name, "rows")


def draw_rootogram(ax: Axes, found: Replicates, prob: float) -> None:
    """Draw square roots of frequencies of counts with those of their replicates."""
    if not found.is_count or found.levels:
        raise ValueError('type="rootogram" is of counts; type="dens_overlay" is of numbers')
    names, edges = _classes(found)
    _draw(ax, found, edges, prob, np.sqrt, is_line=True)
    style.level_ticks(ax, names)
    style.legend(ax)
    style.label_axes(ax, found.name, "√rows")


def _classes(found: Replicates) -> tuple[list[str], np.ndarray]:
    """The names of classes of values, and the values between them."""
    if found.levels:
        return list(found.levels), np.arange(len(found.levels) + 1) - 0.5
    if not found.is_count:
        raise ValueError(
            "bars are of counts and categories, and the response has other numbers: use "
            'type="hist"'
        )
    if found.is_binary and found.drawn.max(initial=0) <= 1:
        return ["0", "1"], np.array([-0.5, 0.5, 1.5])
    bins = count_bins(found.y, np.ones(len(found.y)))
    edges = np.append(bins.low - 0.5, bins.high[-1] + 0.5)
    last = bins.names[-1] if np.isinf(edges[-1]) else None
    edges[-1] = np.inf  # replicates may be larger than all data
    names = list(bins.names)
    if last is None and (found.drawn > bins.high[-1]).any():
        edges = np.append(edges[:-1], [bins.high[-1] + 0.5, np.inf])
        names.append(f">{bins.high[-1]:,.0f}")
    return names, edges


def frequencies(values: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """How many values (n, S) lie in each class, (m, S)."""
    place = np.searchsorted(edges, values, side="right") - 1
    count, columns = len(edges) - 1, values.shape[1]
    inside = (place >= 0) & (place < count)
    cell = place + count * np.arange(columns)
    counts = np.bincount(cell[inside], minlength=count * columns)
    return counts.reshape(columns, count).T


def _draw(
    ax: Axes, found: Replicates, edges: np.ndarray, prob: float, scale: Any, is_line: bool = False
) -> None:
    observed = scale(frequencies(found.y[:, None], edges)[:, 0])
    drawn = scale(frequencies(found.drawn, edges))
    low, middle, high = np.quantile(drawn, [(1 - prob) / 2, 0.5, (1 + prob) / 2], axis=1)
    place, shade = np.arange(len(observed)), style.COLOURS[0]
    ax.bar(place, observed, BAR_WIDTH, color=style.FAINT, alpha=0.6, linewidth=0, label="y")
    label = f"y_rep, {100 * prob:g}%"
    if is_line:
        ax.fill_between(place, low, high, color=shade, alpha=style.BAND, linewidth=0)
        ax.plot(place, middle, ".-", color=shade, linewidth=1.2, label=label)
        return
    ends = np.maximum([middle - low, high - middle], 0)
    ax.errorbar(place, middle, yerr=ends, fmt="o", color=shade, markersize=4, label=label)
