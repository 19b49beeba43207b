"""The likelihood profile of each coefficient, with its confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.intervals.confint import intervals
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@style.picture
def plot_profile(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    level: float | Sequence[float] = (0.5, 0.8, 0.95),
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the profile of each coefficient: |z| against its value, with the intervals.

    z is the signed root of the rise of the deviance over the dispersion, with the coefficient held
    at a value and the others fitted again; it is called tau where the dispersion is estimated. The
    dashed straight lines are those of a quadratic likelihood, as Wald's intervals have it.

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
    'logmass'
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
        _draw(panel, fit, place, trace, dict(zip(heights, limits, strict=True)), levels)
    return panels


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
    ax: Axes,
    fit: ModelResult,
    place: int,
    trace: pd.DataFrame,
    limits: dict[float, np.ndarray],
    levels: list[float],
) -> None:
    x, z = trace.iloc[:, 1 + place].to_numpy(), trace.iloc[:, 0].abs().to_numpy()
    estimate = float(fit._estimates.iloc[place])
    error = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    top = max(z.max(), max(limits))
    wald = np.array([estimate - top * error, estimate, estimate + top * error])
    ax.plot(wald, [top, 0, top], color=style.FAINT, linestyle="--", linewidth=1)
    ax.plot(x, z, color=style.COLOURS[0])
    ax.plot(estimate, 0, "o", color=style.COLOURS[0], markersize=4, clip_on=False)
    for (height, (low, high)), level in zip(limits.items(), levels, strict=True):
        shown = np.clip([low, high], x.min(), x.max())
        ax.plot(shown, [height, height], color=style.COLOURS[1], linewidth=1)
        ax.annotate(
            f"{100 * level:g}%",
            (shown[1], height),
            xytext=(-2, 1),
            textcoords="offset points",
            ha="right",
            fontsize=style.font_size("mark"),
            color=style.COLOURS[1],
        )
    ax.set_ylim(0, max(limits) * 1.15)
    style.label_axes(ax, fit.names[place], f"|{trace.columns[0]}|")
