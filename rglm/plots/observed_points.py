"""The observations behind a fitted curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.prediction_grid import CURVES, few, is_category, is_coded, levels_of, raw_rows
from rglm.plots.tie_groups import even_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes

JITTER = 0.035  # of outcomes 0 and 1
SPREAD = 0.18  # of points of one level
ZERO = 0.3  # where zeros stand on a log axis, of the power of ten below all others
MANY = 5000  # points: more are thinned to so many, evenly
SIZE, SMALLEST, LARGEST = 14.0, 8.0, 50.0  # square points


def draw_points(ax: Axes, fit: Any, x: str, by: str | None, colour: str | None, log: bool) -> None:
    """Draw the observations at x, in colours of `colour`, which the legend has, else of `by`."""
    rows = raw_rows(fit).reset_index(drop=True)
    if colour is not None and colour not in rows:
        hint = did_you_mean(str(colour), list(rows.columns))
        raise ValueError(f"colour={colour!r} is no column of the data{hint}")
    found = observed(fit, x, log)
    order = even_order(found["x"].to_numpy(), found["y"].to_numpy())
    keep = np.sort(order[:: max(1, len(found) // MANY)])
    found, rows = found.iloc[keep], rows.iloc[keep]
    column = None if (colour or by) is None else rows[colour or by]
    if column is None:
        style.points(ax, found["x"], found["y"], s=found["size"])
    elif colour is not None and not is_category(column) and column.nunique() > CURVES:
        _shaded(ax, found, column)
    else:
        _grouped(ax, found, column, colour)


def observed(fit: Any, x: str, log: bool = False) -> pd.DataFrame:
    """Where each row's point is drawn: ``x y size``.

    Outcomes of 0 and 1 are jittered towards each other, and the values of a category to both
    sides, each time in the same way, whatever the order of the rows.
    """
    rows, y, trials = raw_rows(fit), fit.y.to_numpy(), fit._observed_trials()
    place, coded = rows[x].to_numpy(), is_coded(fit, x)
    if coded:
        levels = {value: i for i, value in enumerate(levels_of(rows[x]))}
        place = np.array([levels[value] for value in place])
    place = place.astype(float)
    noise = np.empty((2, len(y)))
    noise[:, even_order(place, y)] = np.random.default_rng(0).uniform(-1, 1, noise.shape)
    place = place + SPREAD * noise[1] if coded else place
    single = trials is None or trials.max(initial=0) <= 1
    if single and np.isin(y, (0.0, 1.0)).all():
        y = np.where(y > 0, 1 - np.abs(noise[0]) * JITTER, np.abs(noise[0]) * JITTER)
    elif log:
        y = np.where(y > 0, y, foot(y))
    out = pd.DataFrame({"x": place, "y": y, "size": SIZE})
    if trials is not None and not single:
        out["size"] = SMALLEST + (LARGEST - SMALLEST) * trials / trials.max()
    return out


def foot(y: np.ndarray) -> float:
    """Where zeros stand on a log axis."""
    least = y[y > 0].min(initial=1.0)
    return float(ZERO * 10.0 ** np.floor(np.log10(least)))


def log_axis(ax: Axes, fit: Any) -> None:
    """Make the axis logarithmic; zeros stand at its foot, with a tick that says 0."""
    y = fit.y.to_numpy()
    if (y < 0).any():
        raise ValueError("log=True is for a response of 0 and more; this one has values below 0")
    ax.set_yscale("log")
    if not (y == 0).any():
        style.plain_ticks(ax.yaxis)
        return
    zero, top = foot(y), float(y.max(initial=1.0))
    low = round(np.log10(zero / ZERO))
    ticks = 10.0 ** np.arange(low, int(np.floor(np.log10(top))) + 1)
    ax.set_ylim(zero * 0.75, top * 1.6)
    ax.set_yticks([zero, *ticks], ["0", *(f"{tick:g}" for tick in ticks)])
    ax.minorticks_off()
    ax.axhline(10.0**low * (1 + ZERO) / 2, color=style.FAINT, linewidth=0.5, linestyle=":")


def _shaded(ax: Axes, found: pd.DataFrame, column: pd.Series) -> None:
    """Colours that run with a number, and their key."""
    marks = style.points(
        ax, found["x"], found["y"], s=found["size"], color=None, c=column, cmap="viridis"
    )
    bar = ax.figure.colorbar(marks, ax=ax)
    if bar.solids is not None:
        bar.solids.set_alpha(1)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=style.SMALL, length=3, color=style.FAINT)
    bar.set_label(style.text(column.name), fontsize=style.SMALL)


def _grouped(ax: Axes, found: pd.DataFrame, column: pd.Series, colour: str | None) -> None:
    """A colour for each value; those without one are grey."""
    lost = column.isna().to_numpy()
    if lost.any():
        part = found[lost]
        style.points(ax, part["x"], part["y"], s=part["size"], color=style.FAINT)
    for i, value in enumerate(few(column, str(column.name), "colour" if colour else "by")):
        part = found[(column == value).to_numpy()]
        label = {} if colour is None else {"label": style.text(value)}
        shade = style.COLOURS[i % len(style.COLOURS)]
        style.points(ax, part["x"], part["y"], s=part["size"], color=shade, **label)
