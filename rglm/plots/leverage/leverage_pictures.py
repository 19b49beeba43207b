"""The diagnostic pictures of leverages: Cook's distances, and residuals by leverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.influence import residual_at_distance
from rglm.plots import style
from rglm.plots.diagnostic_values import is_constant
from rglm.plots.leverage.residual_points import draw_lowess, label_extremes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.plots.diagnostic_values import ResidualLabels

CONTOURS = (0.5, 1.0)  # of Cook's distance
MAX_ODDS_TICKS = 5
MAX_CELL_TICKS = 12
LABEL_HEIGHT = 0.06  # the height of a label as a share of the axis


def draw_cooks(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    """Draw Cook's distance of each row as a bar, at its place in the data, as ``iloc`` counts."""
    place = table["row"]
    shown = table.iloc[style.points_shown(place.to_numpy(), table["cooks"].to_numpy())]
    ax.vlines(shown["row"], 0, shown["cooks"], color=style.ink(ax, style.POINT), linewidth=0.8)
    style.points(ax, place, table["cooks"])
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, "Row (from 0)", "Cook's distance", "Cook's distance")
    label_extremes(ax, place, table["cooks"], table["cooks"], id_n)


def draw_leverage(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    """Draw standardized Pearson residuals by leverage with Cook's contours.

    By factor levels where the leverage is constant.
    """
    if "cell" in table and is_constant(table["leverage"]):
        _draw_cells(ax, table, labels, id_n)
        return
    x, y = table["leverage"], table["pearson"]
    style.points(ax, x, y)
    draw_lowess(ax, x, y, table.attrs["rounds"])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, "Leverage", labels.pearson, "Residuals vs leverage")
    _draw_cooks_contours(ax, int(table.attrs["rank"]))
    label_extremes(ax, x, y, table["cooks"], id_n)


def draw_cooks_by_leverage(
    ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int
) -> None:
    """Draw Cook's distance by h / (1 - h), with lines of equal standardized Pearson residuals."""
    from matplotlib.ticker import MaxNLocator

    odds = table["leverage"] / (1 - table["leverage"])
    style.points(ax, odds, table["cooks"])
    draw_lowess(ax, odds, table["cooks"], table.attrs["rounds"])
    top, right = float(table["cooks"].max()) * 1.08 or 1.0, float(odds.max()) * 1.12 or 1.0
    ax.set(xlim=(0, right), ylim=(-0.03 * top, top))
    _draw_residual_lines(ax, table, top, right)
    leverages = np.asarray(MaxNLocator(MAX_ODDS_TICKS).tick_values(0, right / (1 + right)))
    leverages = leverages[(leverages >= 0) & (leverages < 1)]
    leverages = leverages[leverages / (1 - leverages) <= right]
    ax.set_xticks(leverages / (1 - leverages), [f"{value:g}" for value in leverages])
    title = "Cook's distance vs h / (1 - h)"
    style.label_axes(ax, "Leverage h", "Cook's distance", title)
    label_extremes(ax, odds, table["cooks"], table["cooks"], id_n)


def _draw_residual_lines(ax: Axes, table: pd.DataFrame, top: float, right: float) -> None:
    """Draw D = r^2 / rank h / (1 - h) for some r, and write r at the end of the line."""
    from matplotlib.ticker import MaxNLocator

    rank = int(table.attrs["rank"])
    largest = float(table["pearson"].abs().max())
    for residual in MaxNLocator(5).tick_values(0, largest)[1:]:
        slope = residual**2 / rank
        end = min(right, top / slope)
        ax.plot([0, end], [0, slope * end], color=style.FAINT, linestyle="--", linewidth=0.8)
        is_at_top = end < right
        ax.annotate(
            f"{residual:g}",
            (end, slope * end),
            xytext=(-4, -1) if is_at_top else (2, 0),
            textcoords="offset points",
            ha="right" if is_at_top else "left",
            va="top" if is_at_top else "center",
            fontsize=style.font_size("mark"),
            color=style.FAINT,
            annotation_clip=False,
        )


def _draw_cells(ax: Axes, table: pd.DataFrame, labels: ResidualLabels, id_n: int) -> None:
    """Draw residuals by combinations of factor levels, as all leverages are equal."""
    order = table.groupby("cell", observed=True)["cell_order"].first().sort_values().index.tolist()
    place = table["cell"].map({cell: i for i, cell in enumerate(order)}).astype(float)
    style.points(ax, place, table["pearson"])
    draw_lowess(ax, place, table["pearson"], table.attrs["rounds"])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    if len(order) <= MAX_CELL_TICKS:
        style.level_ticks(ax, order)
    title = "Residuals vs factor levels"
    style.label_axes(ax, table.attrs["factors"], labels.pearson, title)
    label_extremes(ax, place, table["pearson"], table["pearson"], id_n)


def _draw_cooks_contours(ax: Axes, rank: int) -> None:
    """Draw where Cook's distance r^2 h / (rank (1 - h)) is 0.5 and 1."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    left, right = max(left, 0.0), min(right, 1.0)
    h = np.linspace(max(left, 0.001 * right), right, 100)
    h = h[h < 1]
    ends: dict[str, float] = {}
    for distance in CONTOURS:
        residual = residual_at_distance(h, distance, rank)
        for sign in (-1, 1):
            ax.plot(h, sign * residual, color=style.FAINT, linestyle="--", linewidth=0.8)
        shown = [float(end) for end in (residual[-1], -residual[-1]) if low < end < high]
        ends |= {f"{distance:g}": end for end in shown[:1]}
    ax.set(xlim=(left, right), ylim=(low, high))
    _label_contours(ax, float(h[-1]), ends, LABEL_HEIGHT * (high - low))


def _label_contours(ax: Axes, x: float, ends: dict[str, float], height: float) -> None:
    """Write Cook's distances at the ends of their contours, in one label where these meet."""
    if len(ends) > 1 and np.ptp(list(ends.values())) < height:
        ends = {", ".join(ends): float(np.mean(list(ends.values())))}
    for name, y in ends.items():
        ax.annotate(
            f"Cook's {name}",
            (x, y),
            xytext=(2, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.font_size("mark"),
            color=style.FAINT,
            annotation_clip=False,
        )
