"""Densities, histograms and distribution functions of y and its replicates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.bayes.densities.kernel_density import density_curve
from rglm.plots import style
from rglm.plots.posterior.checks.replicates import Replicates
from rglm.plots.posterior.densities import bare_density_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OBSERVED, REPLICATED = "y", "y_rep"
TAIL = 0.002  # of all replicates, on both sides, that the axis leaves out
BINS = 30
STRANDS = 12.0  # the opacity of a line times their number


def strand_options(count: int) -> dict[str, Any]:
    """How the lines of replicates are drawn."""
    alpha = float(np.clip(STRANDS / count, 0.06, 0.5))
    return {"color": style.COLOURS[0], "alpha": alpha, "linewidth": 0.8}


def observed_options(ax: Axes) -> dict[str, Any]:
    """How the line of y is drawn."""
    return {"color": style.ink(ax), "linewidth": 1.8, "label": OBSERVED, "zorder": 3}


def label_strands(ax: Axes) -> None:
    """A mark of the replicates in the legend."""
    ax.plot([], [], color=style.COLOURS[0], alpha=0.7, linewidth=1, label=REPLICATED)


def shown_range(found: Replicates) -> tuple[float, float]:
    """The ends of an axis of y and nearly all replicates."""
    low, high = np.quantile(found.drawn, [TAIL, 1 - TAIL])
    return float(min(low, found.y.min())), float(max(high, found.y.max()))


def draw_densities(ax: Axes, found: Replicates) -> None:
    """Draw the density of y over those of its replicates."""
    x = np.linspace(*shown_range(found), 512)
    options, top = strand_options(found.drawn.shape[1]), 0.0
    for one in found.drawn.T:
        if one.min() < one.max():
            density = density_curve(one, x)[1]
            ax.plot(x, density, **options)
            top = max(top, float(density.max()))
    density = density_curve(found.y, x)[1]
    ax.plot(x, density, **observed_options(ax))
    label_strands(ax)
    bare_density_axis(ax, max(top, float(density.max())))
    style.legend(ax)
    style.label_axes(ax, found.name)
    ax.spines["left"].set_visible(False)


def draw_distributions(ax: Axes, found: Replicates) -> None:
    """Draw the distribution function of y over those of its replicates."""
    low, high = shown_range(found)
    heights = np.arange(1, len(found.y) + 1) / len(found.y)
    for one in found.drawn.T:
        ax.step(np.sort(one), heights, where="post", **strand_options(found.drawn.shape[1]))
    ax.step(np.sort(found.y), heights, where="post", **observed_options(ax))
    label_strands(ax)
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1.01)
    style.legend(ax, loc="lower right")
    style.label_axes(ax, found.name, "share of rows up to it")


def draw_histogram_of(ax: Axes, values: np.ndarray, found: Replicates, is_observed: bool) -> None:
    """Draw a histogram of y or a replicate, on the axis of all."""
    low, high = shown_range(found)
    if found.is_count and high - low <= BINS:
        edges = np.arange(np.floor(low), np.ceil(high) + 2) - 0.5
    else:
        edges = np.linspace(low, high, BINS + 1)
    shade = style.ink(ax, style.NOTE) if is_observed else style.COLOURS[0]
    ax.hist(np.clip(values, low, high), edges.tolist(), color=shade, alpha=0.65, linewidth=0)
    bare_density_axis(ax)
    ax.set_xlim(edges[0], edges[-1])
