"""Points, and which of them are drawn where there are too many to be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from rglm.plots.style.colours import POINT, ink
from rglm.plots.style.lettering import font_size
from rglm.plots.style.text import right_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.collections import PathCollection

MAX_POINTS = 10_000  # of more points a sample is drawn
SAMPLED_POINTS = 5000
EXTREME_POINTS = 20  # that are all drawn at each end of both axes


def points(
    ax: Axes, x: ArrayLike, y: ArrayLike, strength: ArrayLike = 1.0, **options: Any
) -> PathCollection:
    """Draw small marks, more transparent the more there are; `strength` may make some paler.

    Of more than 10,000 those of `points_shown` are drawn, and a note says so.
    """
    across, up = np.atleast_1d(np.asarray(x)), np.atleast_1d(np.asarray(y))
    kept, n = points_shown(across.astype(float), up.astype(float)), len(across)
    if len(kept) < n:
        note_points(ax, len(kept), n)
        across, up, strength = across[kept], up[kept], _of_rows(strength, n, kept)
        options = {name: _of_rows(value, n, kept) for name, value in options.items()}
    alpha = np.clip(60 / np.sqrt(max(len(across), 1)) / 10, 0.15, 0.75) * np.asarray(strength)
    alpha = float(alpha) if alpha.ndim == 0 else alpha
    default: dict[str, Any] = {"s": 14, "color": ink(ax, POINT), "alpha": alpha, "linewidths": 0}
    return ax.scatter(across, up, **(default | options))


def _of_rows(value: Any, n: int, kept: np.ndarray) -> Any:
    """The values of some rows of what has a value for each of n rows."""
    is_by_row = not isinstance(value, str) and np.shape(value)[:1] == (n,)
    return np.asarray(value)[kept] if is_by_row else value


def points_shown(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The places of the points that are drawn: all, or of more than 10,000 about 5,000.

    These are evenly spaced in the order of x and y, and denser and denser towards the smallest and
    the largest of both, of which the last ones are all drawn.
    """
    n = len(x)
    if n <= MAX_POINTS:
        return np.arange(n)
    order = np.argsort(x)
    if (np.diff(x[order]) == 0).any():  # else y says nothing about the order
        order = np.lexsort((y, x))
    ranks = _end_ranks(n)
    kept = [order[(np.arange(SAMPLED_POINTS) * (n / SAMPLED_POINTS)).astype(int)]]
    kept += [order[ranks], order[n - 1 - ranks]]
    kept += [_smallest(y, x, ranks[-1] + 1)[ranks], _smallest(-y, x, ranks[-1] + 1)[ranks]]
    return np.unique(np.concatenate(kept))


def _smallest(values: np.ndarray, ties: np.ndarray, count: int) -> np.ndarray:
    """The places of the smallest values in order, of equal ones by another column."""
    least = np.partition(values, count - 1)[count - 1]
    places = np.flatnonzero(values <= least)
    return places[np.lexsort((ties[places], values[places]))]


def _end_ranks(n: int) -> np.ndarray:
    """Ranks from an end, 0, 1, 2, ..., with growing steps up to those of the sample."""
    steps = n / SAMPLED_POINTS
    count = int(EXTREME_POINTS * np.log(max(steps, 1)))
    tail = EXTREME_POINTS * np.exp(np.arange(count) / EXTREME_POINTS)
    return np.unique(np.append(np.arange(EXTREME_POINTS), tail.astype(int)))


def note_points(ax: Axes, shown: int, total: int) -> None:
    """Write above the axes, on the right, how many of the points are drawn, if not all are."""
    if shown < total:
        text = f"{shown:,} of {total:,} points"
        right_title(ax, text, fontsize=font_size("mark"))
