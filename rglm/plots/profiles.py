"""Likelihood profiles: where an interval comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_profile(
    fit: Any,
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
        Which coefficients; all by default.
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
        A fit without profiles; an unknown name; a level outside (0, 1).

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_profile("logmass").get_xlabel()
    'logmass'
    """
    from scipy.special import ndtri

    if not hasattr(fit, "profile"):
        raise ValueError(f"plot_profile() is for glm() and glm_nb(), not {fit.function}()")
    levels = sorted(np.atleast_1d(np.asarray(level, dtype=float)))
    if not all(0 < one < 1 for one in levels):
        raise ValueError(f"level={level!r}: coverages lie between 0 and 1")
    traces = fit.profile(parm, alpha=(1 - max(levels)) / 2)
    if not traces:
        raise ValueError("no coefficient asked for has a profile: they are aliased")
    panels = _panels(ax, len(traces))
    heights = ndtri((1 + np.array(levels)) / 2)
    for panel, (name, trace) in zip(np.ravel(panels), traces.items(), strict=False):
        pairs = zip(levels, heights, strict=True)
        ends = {h: fit.confint(name, level=one).to_numpy()[0] for one, h in pairs}
        _draw(panel, fit, name, trace, ends, levels)
    return panels


def _panels(ax: Any, count: int) -> Any:
    if ax is not None:
        given = np.ravel(np.asarray(ax, dtype=object))
        if len(given) != count:
            raise ValueError(f"ax= has {len(given)} axes for {count} coefficients")
        return ax if count == 1 and not np.ndim(ax) else given
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
    name: str,
    trace: pd.DataFrame,
    ends: dict[float, np.ndarray],
    levels: list[float],
) -> None:
    x, z = trace[name].to_numpy(), trace.iloc[:, 0].abs().to_numpy()
    estimate = float(fit.coefficients[name])
    error = float(np.sqrt(fit.dispersion * fit.variances[list(fit.names).index(name)]))
    top = max(z.max(), max(ends))
    wald = np.array([estimate - top * error, estimate, estimate + top * error])
    ax.plot(wald, [top, 0, top], color=style.FAINT, linestyle="--", linewidth=1)
    ax.plot(x, z, color=style.COLOURS[0])
    ax.plot(estimate, 0, "o", color=style.COLOURS[0], markersize=4)
    for (height, (low, high)), level in zip(ends.items(), levels, strict=True):
        seen = np.clip([low, high], x.min(), x.max())
        ax.plot(seen, [height, height], color=style.COLOURS[1], linewidth=1)
        ax.annotate(
            f"{100 * level:g}%",
            (seen[1], height),
            xytext=(3, -3),
            textcoords="offset points",
            fontsize=style.SMALL - 1,
            color=style.COLOURS[1],
        )
    ax.set_ylim(0, top * 1.08)
    style.finish(ax, name, f"|{trace.columns[0]}|")
