"""The response of single rows beside its replicates: intervals, errors, LOO-PIT."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.checks.overlays import OBSERVED
from rglm.plots.posterior.checks.replicates import Replicates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_ROWS = 2000  # with an interval each
PIT_DRAWS = 100  # samples of uniform numbers that the PIT is compared with


def draw_predictive_intervals(
    ax: Axes, found: Replicates, x: np.ndarray | None, label: str, prob: float, outer: float
) -> None:
    """Draw two predictive intervals of each row with its response, along x or the rows."""
    n = len(found.y)
    kept = np.arange(n)[:: -(-n // MAX_ROWS)]
    place = (np.arange(n) + 1.0 if x is None else x)[kept]
    tails = [(1 - outer) / 2, (1 - prob) / 2]
    probs = [tails[0], tails[1], 0.5, 1 - tails[1], 1 - tails[0]]
    low, left, middle, right, high = np.quantile(found.drawn[kept], probs, axis=1)
    shade = style.COLOURS[0]
    thin = max(0.4, min(1.0, 60 / len(kept)))
    ax.vlines(place, low, high, color=shade, alpha=0.45, linewidth=thin)
    ax.vlines(place, left, right, color=shade, alpha=0.7, linewidth=2.2 * thin)
    ax.plot(place, middle, "_", color=shade, markersize=4, label="y_rep")
    ax.plot(place, found.y[kept], ".", color=style.ink(ax), markersize=4, label=OBSERVED)
    style.legend(ax)
    style.note_points(ax, len(kept), n)
    what = f"{found.name}; {100 * prob:g}% and {100 * outer:g}%"
    style.label_axes(ax, label if x is not None else "row", what)


def draw_errors(ax: Axes, found: Replicates, x: np.ndarray | None, label: str) -> None:
    """Draw the mean error y - y_rep of each row against y, or against x."""
    errors = found.y - found.drawn.mean(axis=1)
    style.points(ax, found.y if x is None else x, errors)
    ax.axhline(0, color=style.FAINT, linestyle=":", linewidth=0.8)
    style.label_axes(ax, found.name if x is None else label, "mean of y - y_rep")


def draw_means(ax: Axes, found: Replicates) -> None:
    """Draw y against the mean of its replicates."""
    means = found.drawn.mean(axis=1)
    style.points(ax, means, found.y)
    ends = [min(means.min(), found.y.min()), max(means.max(), found.y.max())]
    ax.plot(ends, ends, color=style.FAINT, linestyle=":", linewidth=0.8)
    style.label_axes(ax, "mean of y_rep", found.name)


def draw_pit(ax: Axes, pit: np.ndarray) -> None:
    """Draw the distribution function of PIT values less that of uniform numbers, with a band.

    95% of samples of uniform numbers lie in the band at each value.
    """
    n = len(pit)
    grid = np.linspace(0, 1, 101)
    rng = np.random.default_rng(0)
    uniform = np.sort(rng.uniform(size=(PIT_DRAWS * 10, min(n, 1000))), axis=1)
    shares = np.array([np.searchsorted(one, grid, side="right") for one in uniform])
    spread = np.sqrt(min(n, 1000) / n)
    ends = np.quantile(shares / uniform.shape[1] - grid, [0.025, 0.975], axis=0) * spread
    ax.fill_between(grid, *ends, color=style.COLOURS[0], alpha=style.BAND, linewidth=0)
    own = np.searchsorted(np.sort(pit), grid, side="right") / n - grid
    ax.plot(grid, own, color=style.ink(ax), linewidth=1.4, label="LOO-PIT")
    ax.axhline(0, color=style.FAINT, linestyle=":", linewidth=0.8)
    style.label_axes(ax, "LOO-PIT", "ECDF - uniform")
