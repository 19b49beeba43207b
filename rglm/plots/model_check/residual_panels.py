"""Residuals against normal quantiles, and along a variable between curves of their quartiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.model_checks.mean_curve import MeanCurve
from rglm.inference.simulated_residuals.quantile_curves import (
    PROBABILITIES,
    QuantileCurves,
    quantile_verdict,
)
from rglm.inference.simulated_residuals.simulated_residuals import SimulatedResiduals
from rglm.inference.simulated_residuals.uniformity import uniformity_verdict
from rglm.plots import style
from rglm.plots.leverage.point_labels import label_points
from rglm.plots.lowess import lowess
from rglm.plots.model_check.panel import draw_title, row_sample
from rglm.plots.model_check.quantile_band import simultaneous_band
from rglm.protocol.argument_types import RowValues

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = 2
TAIL_POINTS = 100  # points at an end of a Q-Q picture, which are all drawn
GROUP_OFFSET = 0.22  # of the quartiles of a group, in steps between groups
CURVES_CAPTION = "orange quartiles should be in the grey"
RANK_TICKS = (0.02, 0.25, 0.5, 0.75, 0.98)


@style.picture
def draw_residuals(
    residuals: SimulatedResiduals,
    x: RowValues | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the residuals against normal quantiles, and along the fitted values or x."""
    panels = style.panels(None, 2, "pictures", height=3.2, figsize=figsize)
    left, right = np.ravel(panels)
    drawn, curves = residuals._drawn, residuals._curves(x)
    draw_title(left, uniformity_verdict(drawn.residuals))
    draw_quantiles(left, drawn.scores, residuals._labels, "Quantile residuals")
    name = "the fitted values" if x is None else x if isinstance(x, str) else "x"
    if curves.can_be_tested:
        draw_title(right, quantile_verdict(curves, name, "quantiles"))
    draw_curves(right, curves, name.removeprefix("the "))
    return panels


def draw_quantiles(ax: Axes, scores: np.ndarray, labels: pd.Index, name: str) -> None:
    """Draw residuals against normal quantiles, in a band that all are in with 95% probability."""
    from scipy.special import ndtri

    order, n = np.argsort(scores, kind="stable"), len(scores)
    quantiles = ndtri((np.arange(1, n + 1) - 0.5) / n)
    if n > 1:
        at, low, high = simultaneous_band(n)
        ends = ndtri(at), ndtri(low), ndtri(high)
        ax.fill_between(*ends, color=style.colour(ax, 0), alpha=style.BAND, linewidth=0)
    reach = [quantiles[0], quantiles[-1]]
    ax.plot(reach, reach, color=style.colour(ax, 0), linewidth=1)
    shown = _tails_and_some(n)
    style.points(ax, quantiles[shown], scores[order][shown])
    style.label_axes(ax, "Normal quantiles", name)
    x, y = pd.Series(quantiles, labels[order]), pd.Series(scores[order], labels[order])
    far = np.argsort(-np.abs(y.to_numpy()))[:LABELS]
    label_points(ax, x, y, far)


def _tails_and_some(n: int) -> np.ndarray:
    """Places among n sorted points: all at both ends, some between where there are many."""
    places, step = np.arange(n), row_sample(n).step
    return places[(places < TAIL_POINTS) | (places >= n - TAIL_POINTS) | (places % step == 0)]


def draw_curves(ax: Axes, curves: QuantileCurves, name: str) -> None:
    """Draw scaled residuals along the ranks of a variable, with their quartiles as curves.

    The grey bands are where each curve is with 95% probability if the model is right.
    """
    rows = row_sample(len(curves.x))
    style.points(ax, curves.ranks[rows], curves.residuals[rows])
    ax.set(ylim=(-0.03, 1.03), yticks=(0, *PROBABILITIES, 1))
    style.label_axes(ax, name, "Scaled residual")
    if not curves.can_be_tested:
        return
    draw = _draw_curve if curves.groups is None else _draw_groups
    for i, level in enumerate(PROBABILITIES):
        ax.axhline(level, color=style.FAINT, linewidth=0.8, linestyle="--")
        draw(ax, curves, i)
    _rank_ticks(ax, curves)
    ax.set_xlabel(f"{ax.get_xlabel()}\n{CURVES_CAPTION}", fontsize=style.font_size("label"))


def _draw_curve(ax: Axes, curves: QuantileCurves, i: int) -> None:
    """Draw a quartile as a curve in its band."""
    half, level = 1.96 * curves.standard_errors[:, i], PROBABILITIES[i]
    band = np.clip([level - half, level + half], 0, 1)
    ax.fill_between(curves.grid, *band, color=style.FAINT, alpha=0.3, linewidth=0)
    ax.plot(curves.grid, curves.curves[:, i], color=style.colour(ax, 1), linewidth=1.6)


def _draw_groups(ax: Axes, curves: QuantileCurves, i: int) -> None:
    """Draw a quartile of each group as a mark on the interval where it should be."""
    half, level = 1.96 * curves.standard_errors[:, i], PROBABILITIES[i]
    step = GROUP_OFFSET * float(np.diff(curves.grid).min())
    x = curves.grid + (i - 1) * step
    low, high = np.clip([level - half, level + half], 0, 1)
    ax.vlines(x, low, high, color=style.FAINT, linewidth=6, alpha=0.5)
    ax.plot(x, curves.curves[:, i], "_", color=style.colour(ax, 1), markersize=9, mew=2)


def draw_mean(ax: Axes, curve: MeanCurve, name: str) -> None:
    """Draw Pearson residuals along the ranks of a variable, and their mean in its band about 0."""
    along, half = curve.along, 1.96 * curve.standard_errors
    rows = row_sample(len(curve.x))
    style.points(ax, along.ranks[rows], curve.residuals[rows])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle="--")
    if along.groups is None:
        ax.fill_between(along.grid, -half, half, color=style.FAINT, alpha=0.3, linewidth=0)
        ax.plot(along.grid, curve.curve, color=style.colour(ax, 1), linewidth=1.6)
    else:
        ax.vlines(along.grid, -half, half, color=style.FAINT, linewidth=6, alpha=0.5)
        ax.plot(along.grid, curve.curve, "_", color=style.colour(ax, 1), markersize=12, mew=2)
    style.label_axes(ax, name, "Std. Pearson residual")
    _rank_ticks(ax, along)
    caption = "the orange mean should be in the grey"
    ax.set_xlabel(f"{ax.get_xlabel()}\n{caption}", fontsize=style.font_size("label"))


def draw_spread(ax: Axes, curves: QuantileCurves, is_ranked: bool = True) -> None:
    """Draw roots of the sizes of residuals along fitted values, with a smooth line."""
    x, y = curves.ranks if is_ranked else curves.x, np.sqrt(np.abs(curves.residuals))
    rows = row_sample(len(x))
    style.points(ax, x[rows], y[rows])
    ax.plot(*lowess(x, y), color=style.colour(ax, 1), linewidth=1.6)
    ax.set_ylim(bottom=0)
    style.label_axes(ax, "Fitted value", "√|std. residual|")
    if is_ranked:
        _rank_ticks(ax, curves)


def _rank_ticks(ax: Axes, curves: QuantileCurves) -> None:
    """Set ticks at ranks, with the values of the variable that have them."""
    at = curves.groups
    if at is None:
        at = np.quantile(curves.ranks, RANK_TICKS, method="nearest")
    at = np.unique(at)
    values = [curves.x[np.abs(curves.ranks - rank).argmin()] for rank in at]
    ax.set_xticks(at, [f"{value:.3g}" for value in values])
