"""Leverages and Cook's distances of some rows, and of those that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.influence import (
    cooks_distance,
    hatvalues,
    residual_at_distance,
    rstandard,
)
from rglm.inference.model_checks.influence import LARGE_DISTANCE, NOTABLE_DISTANCE
from rglm.plots import style
from rglm.plots.leverage.point_labels import label_points
from rglm.plots.model_check.panel import row_sample
from rglm.protocol.capabilities import HasLeverage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = 3
CONSTANT_TOLERANCE = 1e-8


def draw_influence(ax: Axes, fit: HasLeverage) -> None:
    """Draw standardized residuals by leverage, with lines of equal Cook's distance.

    Cook's distances by row where all leverages are equal.
    """
    table = _influence_table(fit)
    leverage = table["leverage"]
    if np.ptp(leverage) <= CONSTANT_TOLERANCE:
        _draw_by_row(ax, table)
        return
    largest = table["cooks"].to_numpy().argsort()[::-1]
    shown = table.iloc[np.union1d(np.arange(len(table))[row_sample(len(table))], largest[:LABELS])]
    style.points(ax, shown["leverage"], shown["residual"])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    style.label_axes(ax, "Leverage", "Std. residual")
    _draw_contours(ax, leverage, fit.rank)
    label_points(ax, leverage, table["residual"], largest[:LABELS])


def _influence_table(fit: HasLeverage) -> pd.DataFrame:
    """``leverage residual cooks`` of the rows that have them."""
    values = {"leverage": hatvalues(fit), "residual": rstandard(fit, "pearson")}
    values["cooks"] = cooks_distance(fit)
    return pd.DataFrame(values).replace([np.inf, -np.inf], np.nan).dropna()


def _draw_by_row(ax: Axes, table: pd.DataFrame) -> None:
    place = pd.Series(np.arange(len(table), dtype=float), table.index)
    ax.vlines(place, 0, table["cooks"], color=style.ink(ax, style.POINT), linewidth=0.8)
    style.label_axes(ax, "Row (from 0)", "Cook's distance")
    ax.set_ylim(bottom=0)
    label_points(ax, place, table["cooks"], table["cooks"].to_numpy().argsort()[::-1][:LABELS])


def _draw_contours(ax: Axes, leverage: pd.Series, rank: int) -> None:
    """Draw where Cook's distance r^2 h / (rank (1 - h)) is 0.5 and 1."""
    limits = ax.get_ylim()
    h = np.linspace(max(float(leverage.min()) * 0.5, 1e-6), float(leverage.max()) * 1.05, 200)
    h = h[h < 1]
    for distance, dashes in ((NOTABLE_DISTANCE, "--"), (LARGE_DISTANCE, "-")):
        residual = residual_at_distance(h, distance, rank)
        if residual[-1] >= max(np.abs(limits)):  # it is out of view
            continue
        options: dict[str, Any] = {"color": style.colour(ax, 1), "linewidth": 0.8}
        ax.plot(h, residual, dashes, label=f"Cook's distance {distance:g}", **options)
        ax.plot(h, -residual, dashes, **options)
    ax.set_ylim(limits)
    if ax.get_legend_handles_labels()[0]:
        style.legend(ax)
