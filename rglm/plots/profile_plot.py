"""The likelihood profile of each coefficient, with its confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from rglm.inference.intervals.confint import intervals
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CURVE_POINTS = 100
HEADROOM, MARGIN = 1.15, 0.04  # of the highest interval, and of the range on both sides


@style.picture
def plot_profile(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    level: float | Sequence[float] = (0.5, 0.8, 0.95),
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the profile of each coefficient: |z| against its value, with the intervals.

    z(b) = sign(b - beta_j) sqrt((D(b) - D) / phi), with D(b) the deviance of the fit in which the
    coefficient is held at b and the others are fitted again. It is called tau where the dispersion
    phi is estimated. Look for the bend of the solid line: where it lies on the dashed straight
    lines the likelihood is quadratic and Wald's interval, estimate -+ 1.96 standard errors, will
    do; where it leaves them the profile interval is the better one. The orange lines are those
    intervals; below the axis is the estimate with the widest of them. An arrow at the end of a
    line stands for a limit that does not exist: the likelihood does not fall that far there.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; by default those of ``confint()``.
    level : float or sequence
        The coverages of the intervals.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each coefficient.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each coefficient on a grid.

    Raises
    ------
    ValueError
        A fit by ``method="brglm"``, which is at no maximum; an unknown name; a level outside
        (0, 1); coefficients that are aliased or infinite, which have no profile.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_profile("logmass").get_xlabel()
    '1.5 (1.16 to 1.91)'
    """
    from scipy.special import ndtri

    levels = sorted(np.atleast_1d(np.asarray(level, dtype=float)))
    if not levels or not all(0 < one < 1 for one in levels):
        raise ValueError(f"level={level!r}: coverages lie between 0 and 1")
    traces = _traces(fit, parm, max(levels))
    panels = style.panels(ax, len(traces), "coefficients", figsize=figsize)
    heights = ndtri((1 + np.array(levels)) / 2)
    for panel, (place, trace) in zip(np.ravel(panels), traces.items(), strict=False):
        limits = [intervals(fit, [place], one, "profile").to_numpy()[0] for one in levels]
        intervals_ = [LevelInterval(*one) for one in zip(levels, heights, limits, strict=True)]
        _draw(panel, fit, place, trace, intervals_)
    style.shared_legend(panels, ax is None)
    return panels


class LevelInterval(NamedTuple):
    """The coverage of an interval, its height in the picture, and its two limits."""

    level: float
    height: float
    limits: np.ndarray


def _traces(
    fit: ModelResult, parm: str | Sequence[str] | None, level: float
) -> dict[int, pd.DataFrame]:
    """The traces of the coefficients with a maximum, by place."""
    traces = fit.profile(parm, alpha=(1 - level) / 2).traces
    has_none = fit._is_without_maximum()
    traces = {place: trace for place, trace in traces.items() if not has_none[place]}
    if not traces:
        raise ValueError(
            "no coefficient asked for has a maximum to draw the profile of: they are aliased or "
            "infinite; see confint() for the ends that exist"
        )
    return traces


def _draw(
    ax: Axes, fit: ModelResult, place: int, trace: pd.DataFrame, drawn: list[LevelInterval]
) -> None:
    estimate, top = float(fit._estimates.iloc[place]), HEADROOM * drawn[-1].height
    error = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    wald = np.array([estimate - top * error, estimate, estimate + top * error])
    x, z = _smooth_trace(trace, place)
    shade = style.COLOURS[0]
    ax.plot(wald, [top, 0, top], color=style.FAINT, linestyle="--", linewidth=1, label="Wald")
    ax.plot(x, z, color=shade, label="profile")
    ax.plot(estimate, 0, "o", color=shade, markersize=4, clip_on=False)
    low, high = float(x[z <= top].min()), float(x[z <= top].max())
    margin = MARGIN * (high - low)
    ax.set(xlim=(low - margin, high + margin), ylim=(0, top))
    for one in drawn:
        _draw_interval(ax, one, (low, high))
    style.few_ticks(ax.xaxis)
    values = [f"{value:.3g}" for value in (estimate, *drawn[-1].limits)]
    label = "{} ({} to {})".format(*values).replace("inf", "∞")
    style.label_axes(ax, label, f"|{trace.columns[0]}|", fit.names[place])


def _smooth_trace(trace: pd.DataFrame, place: int) -> tuple[np.ndarray, np.ndarray]:
    """The values of the coefficient and |z|, on a smooth curve through the trace."""
    from scipy.interpolate import PchipInterpolator

    x, z = trace.iloc[:, 1 + place].to_numpy(), trace.iloc[:, 0].to_numpy()
    grid = np.sort(np.append(np.linspace(x[0], x[-1], CURVE_POINTS), x[1:-1]))
    return grid, np.abs(PchipInterpolator(x, z)(grid))


def _draw_interval(ax: Axes, interval: LevelInterval, ends: tuple[float, float]) -> None:
    """Draw an interval as a line, with its coverage above and an arrow for an infinite limit."""
    shade, height = style.COLOURS[1], interval.height
    shown = np.clip(interval.limits, *ends)
    ax.plot(shown, [height, height], color=shade, linewidth=1)
    for limit, end, arrow in zip(interval.limits, shown, "<>", strict=True):
        if np.isinf(limit):
            ax.plot(end, height, arrow, color=shade, markersize=4)
    ax.annotate(
        f"{100 * interval.level:g}%",
        (float(shown.mean()), height),
        xytext=(0, 1),
        textcoords="offset points",
        ha="center",
        fontsize=style.font_size("mark"),
        color=shade,
    )
