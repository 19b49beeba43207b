"""Likelihood profiles: where an interval comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.intervals.confint import intervals
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_profile(
    fit: ModelResult,
    parm: str | Sequence[str] | None = None,
    level: float | Sequence[float] = (0.5, 0.8, 0.95),
    ax: Any = None,
) -> Any:
    """Draw the profile of each coefficient: |z| against its value, with the intervals.

    z is the signed root of the deviance that is gained where the coefficient is held; were the
    likelihood quadratic, it would be the dashed straight lines of Wald's intervals.

    Parameters
    ----------
    parm : name or names, optional
        Which coefficients; by default those of ``confint()``.
    level : float or sequence
        The coverages whose intervals are drawn.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each coefficient.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each coefficient on a grid.

    Raises
    ------
    ValueError
        A fit by ``method="brglm"``, which is at no maximum; an unknown name; a level outside
        (0, 1); coefficients without a profile, aliased or infinite.

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
    panels = _panels(ax, len(traces))
    heights = ndtri((1 + np.array(levels)) / 2)
    for panel, (place, trace) in zip(np.ravel(panels), traces.items(), strict=False):
        pairs = zip(levels, heights, strict=True)
        ends = {h: _ends(fit, place, one) for one, h in pairs}
        _draw(panel, fit, place, trace, ends, levels)
    return panels


def _traces(fit: Any, parm: str | Sequence[str] | None, level: float) -> dict[int, pd.DataFrame]:
    """The traces of the coefficients that have a maximum, by place.

    Of no other is there much to see.
    """
    found = fit.profile(parm, alpha=(1 - level) / 2).traces
    infinite = fit._is_without_maximum()
    found = {place: trace for place, trace in found.items() if not infinite[place]}
    if not found:
        raise ValueError(
            "no coefficient asked for has a maximum to draw the profile of: they are aliased or "
            "infinite; see confint() for the ends that exist"
        )
    return found


def _ends(fit: Any, place: int, level: float) -> np.ndarray:
    return intervals(fit, [place], level, "profile").to_numpy()[0]


def _panels(ax: Any, count: int) -> Any:
    if ax is not None:
        return style.given_axes(ax, count, "coefficients")
    if count == 1:
        return style.axes()
    rows = (count + 1) // 2
    found = style.grid(rows, 2, 7.2, 2.8 * rows)
    for spare in found.ravel()[count:]:
        spare.set_axis_off()
    return found


def _draw(
    ax: Axes,
    fit: Any,
    place: int,
    trace: pd.DataFrame,
    ends: dict[float, np.ndarray],
    levels: list[float],
) -> None:
    x, z = trace.iloc[:, 1 + place].to_numpy(), trace.iloc[:, 0].abs().to_numpy()
    estimate = float(fit._estimates.iloc[place])
    error = float(np.sqrt(fit.dispersion * fit._unscaled_variances[place]))
    top = max(z.max(), max(ends))
    wald = np.array([estimate - top * error, estimate, estimate + top * error])
    ax.plot(wald, [top, 0, top], color=style.FAINT, linestyle="--", linewidth=1)
    ax.plot(x, z, color=style.COLOURS[0])
    ax.plot(estimate, 0, "o", color=style.COLOURS[0], markersize=4, clip_on=False)
    for (height, (low, high)), level in zip(ends.items(), levels, strict=True):
        seen = np.clip([low, high], x.min(), x.max())
        ax.plot(seen, [height, height], color=style.COLOURS[1], linewidth=1)
        ax.annotate(
            f"{100 * level:g}%",
            (seen[1], height),
            xytext=(-2, 1),
            textcoords="offset points",
            ha="right",
            fontsize=style.SMALL - 1,
            color=style.COLOURS[1],
        )
    ax.set_ylim(0, max(ends) * 1.15)
    style.finish(ax, fit.names[place], f"|{trace.columns[0]}|")
