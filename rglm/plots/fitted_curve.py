"""The fitted curve with its band, over the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.observed_points import draw_points, log_axis
from rglm.plots.prediction_grid import chosen, is_coded, new_rows
from rglm.protocol.capabilities import HasMean, HasWorkingWeights

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_fit(
    fit: HasMean,
    x: str | None = None,
    by: str | None = None,
    at: Mapping[str, Any] | None = None,
    level: float = 0.95,
    log: bool = False,
    points: bool = True,
    colour: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the fitted mean against a variable with its confidence band, over the data.

    Parameters
    ----------
    x : str, optional
        A column of the data that the formula reads; by default the first that is a number. For a
        category the means are points with bars.
    by : str, optional
        Another one, of few values: a curve for each, over the range of its own rows.
    at : dict, optional
        Where other variables are held, ``{"z": 3}``; by default numbers at their mean and
        categories at their commonest level. The title says where.
    level : float
        The coverage of the band.
    log : bool
        A log axis for the response; zeros stand at its foot.
    points : bool
        Draw the data: outcomes of 0 and 1 jittered, proportions larger with more trials.
    colour : str, optional
        A column of the data that colours the points; a number of many values has a colour bar.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A column that the model does not have, or of too many values for `by` or `colour`; `log`
        of a response below 0; a response of categories, which `plot_probs` draws.

    Notes
    -----
    The band is made on the scale of the link and carried over, that of zero-inflated and hurdle
    models on the log scale.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_fit("logmass").get_xlabel()
    'logmass'
    """
    name = chosen(fit, x)
    if by is not None:
        by = chosen(fit, by, "by")
    rows, caption = new_rows(fit, name, by, at)
    found = pd.concat([rows, fit._mean_band(rows, level)], axis=1)
    ax = style.axes(ax)
    if points:
        draw_points(ax, fit, name, by, colour, log)
    draw = _bars if is_coded(fit, name) else _curves
    draw(ax, found, name, by)
    if log:
        log_axis(ax, fit)
    if ax.get_legend_handles_labels()[1]:
        style.legend(ax, ", ".join(dict.fromkeys(n for n in (by, colour) if n)))
    style.finish(ax, name, _label(fit))
    if caption:
        ax.set_title(
            style.lines(caption),
            fontsize=style.SMALL - 1,
            loc="right",
            color=style.NOTE,
        )
    return ax


def _label(fit: Any) -> str:
    """What stands at the axis of the response."""
    name = fit._schema.parsed.response.name
    success = fit.success if isinstance(fit, HasWorkingWeights) else None
    if success is not None and success not in ("TRUE",):
        return f"P({name} = {success})"
    return f"proportion of {name}" if name.startswith("cbind(") else name


def _named(value: Any) -> str | None:
    return None if value is None else style.text(value)


def _curves(ax: Axes, found: pd.DataFrame, x: str, by: str | None) -> None:
    groups = [(None, found)] if by is None else list(found.groupby(by, sort=False, observed=True))
    for i, (value, part) in enumerate(groups):
        shade = style.COLOURS[i % len(style.COLOURS)]
        ax.fill_between(
            part[x], part["lwr"], part["upr"], color=shade, alpha=style.BAND, linewidth=0
        )
        dash = style.DASHES[i % len(style.DASHES)]
        ax.plot(part[x], part["fit"], color=shade, linestyle=dash, label=_named(value))


def _bars(ax: Axes, found: pd.DataFrame, x: str, by: str | None) -> None:
    levels = list(dict.fromkeys(found[x]))
    groups = [(None, found)] if by is None else list(found.groupby(by, sort=False, observed=True))
    for i, (value, part) in enumerate(groups):
        shift = (i - (len(groups) - 1) / 2) * 0.12
        shade = style.COLOURS[i % len(style.COLOURS)]
        below, above = part["fit"] - part["lwr"], part["upr"] - part["fit"]
        ax.errorbar(
            np.arange(len(levels)) + shift,
            part["fit"],
            yerr=[below, above],
            fmt=style.MARKS[i % len(style.MARKS)],
            color=shade,
            capsize=3,
            markersize=5,
            label=_named(value),
            zorder=3,
        )
    style.level_ticks(ax, levels)
