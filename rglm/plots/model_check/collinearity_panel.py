"""Variance inflation of each predictor, as dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from rglm.inference.model_checks.collinearity import HIGH_INFLATION, NOTABLE_INFLATION
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_PREDICTORS = 12
NAME_LETTERS = 18
MAX_LINEAR = 40.0  # on a linear axis


def draw_collinearity(ax: Axes, factors: pd.Series) -> None:
    """Draw the largest variance inflation factors by predictor, between 1, 5 and 10."""
    shown = factors.sort_values().iloc[-MAX_PREDICTORS:]
    right = max(12.0, 1.1 * float(shown.max()))
    bands = (
        (1, NOTABLE_INFLATION, 2),
        (NOTABLE_INFLATION, HIGH_INFLATION, 4),
        (HIGH_INFLATION, right, 1),
    )
    for low, high, colour in bands:
        ax.axvspan(low, high, color=style.colour(ax, colour), alpha=0.12, linewidth=0)
    places = range(len(shown))
    ax.hlines(places, 1, shown, color=style.FAINT, linewidth=1)
    dark = style.ink(ax, style.POINT)
    ax.plot(shown, places, "o", zorder=3, color=dark, markersize=5, clip_on=False)
    names = [_short(style.escape_text(name)) for name in shown.index]
    ax.set_yticks(places, names)
    ax.set(xlim=(1, right), ylim=(-0.6, len(shown) - 0.4))
    if right > MAX_LINEAR:
        ax.set_xscale("log")
        style.plain_ticks(ax.xaxis)
    else:
        ax.set_xticks([1, *range(5, int(right) + 1, 5 * max(1, int(right / 40)))])
    cut = f" ({len(shown)} largest of {len(factors)})" if len(shown) < len(factors) else ""
    style.label_axes(ax, f"Variance inflation factor{cut}")


def _short(name: str) -> str:
    return name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1]}…"
