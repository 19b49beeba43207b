"""The observations that a fitted curve is drawn over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.fitted.variables import fitted_rows, is_categorical, level_places
from rglm.plots.point_order import point_order
from rglm.protocol.capabilities import HasMean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OUTCOME_JITTER = 0.035  # the largest, of outcomes 0 and 1
LEVEL_JITTER = 0.18  # the largest, of points of one level
ZERO_HEIGHT = 0.3  # of zeros on a log axis, relative to the power of ten below all values
MAX_POINTS = 5000  # more are thinned evenly
POINT_SIZE, MIN_SIZE, MAX_SIZE = 14.0, 8.0, 50.0  # square points


def observed_points(
    fit: HasMean, x: str, log: bool = False, levels: Sequence[Any] | None = None
) -> pd.DataFrame:
    """The point of each row: ``x y size``; of a category at the place of its value in `levels`.

    Outcomes of 0 and 1 are jittered towards each other, and the values of a category to both
    sides. The jitter is the same each time, whatever the order of the rows.
    """
    rows, y, trials = fitted_rows(fit), fit.y.to_numpy(), fit._rows_source.rows.trials
    has_levels, has_trials = is_categorical(fit, x), bool((trials > 1).any())
    place = (level_places(rows[x], levels) if has_levels else rows[x]).to_numpy().astype(float)
    noise = np.empty((2, len(y)))
    noise[:, point_order(place, y)] = np.random.default_rng(0).uniform(-1, 1, noise.shape)
    place = place + LEVEL_JITTER * noise[1] if has_levels else place
    if not has_trials and np.isin(y, (0.0, 1.0)).all():
        y = np.where(
            y > 0, 1 - np.abs(noise[0]) * OUTCOME_JITTER, np.abs(noise[0]) * OUTCOME_JITTER
        )
    elif log:
        y = np.where(y > 0, y, zero_height(y))
    out = pd.DataFrame({"x": place, "y": y, "size": POINT_SIZE})
    if has_trials:
        out["size"] = MIN_SIZE + (MAX_SIZE - MIN_SIZE) * trials / trials.max()
    return out


def rows_elsewhere(fit: HasMean, grid: pd.DataFrame, x: str, by: str | None) -> np.ndarray | None:
    """Whether each row has another level of a category than the one that a grid holds.

    None where the grid holds no category, or no row is elsewhere.
    """
    rows = fitted_rows(fit)
    out = np.zeros(len(rows), dtype=bool)
    for name in grid.columns.difference([x, by], sort=False):
        if name in rows and is_categorical(fit, name):
            out |= (rows[name] != grid[name].iloc[0]).to_numpy()
    return out if out.any() else None


def zero_height(y: np.ndarray) -> float:
    """The height at which zeros stand on a log axis."""
    smallest = y[y > 0].min(initial=1.0)
    return float(ZERO_HEIGHT * 10.0 ** np.floor(np.log10(smallest)))


def set_log_axis(ax: Axes, fit: HasMean) -> None:
    """Make the axis logarithmic, with a tick 0 at the height of zeros."""
    y = fit.y.to_numpy()
    if (y < 0).any():
        raise ValueError("log=True is for a response of 0 and more; this one has values below 0")
    ax.set_yscale("log")
    if not (y == 0).any():
        style.plain_ticks(ax.yaxis)
        return
    zero, top = zero_height(y), float(y.max(initial=1.0))
    low = round(np.log10(zero / ZERO_HEIGHT))
    ticks = 10.0 ** np.arange(low, int(np.floor(np.log10(top))) + 1)
    ax.set_ylim(zero * 0.75, top * 1.6)
    ax.set_yticks([zero, *ticks], ["0", *(f"{tick:g}" for tick in ticks)])
    ax.minorticks_off()
    ax.axhline(10.0**low * (1 + ZERO_HEIGHT) / 2, color=style.FAINT, linewidth=0.5, linestyle=":")
