"""The probability of each level along a variable, for ordinal and multinomial models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.prediction_grid import chosen, is_coded, new_rows
from rglm.protocol.capabilities import HasLevels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("lines", "area")


def plot_probs(
    fit: HasLevels,
    x: str | None = None,
    at: Mapping[str, Any] | None = None,
    kind: str = "lines",
    level: float = 0.95,
    ax: Axes | None = None,
) -> Axes:
    """Draw the probability of each level of the response against a variable.

    Parameters
    ----------
    x : str, optional
        A column of the data that the formula reads; by default the first that is a number. For a
        category the probabilities are points with bars.
    at : dict, optional
        Where other variables are held, ``{"z": 3}``; by default numbers at their mean and
        categories at their commonest level. The label of the axis says where.
    kind : {"lines", "area"}
        A line with its band for each level, or areas that add up to 1.
    level : float
        The coverage of the bands, which are made on the logit scale.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A fit whose response is no category; a column that the model does not have.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> [line.get_label() for line in fit.plot_probs("breaks").lines]
    ['L', 'M', 'H']
    """
    if kind not in KINDS:
        raise ValueError(f"kind={kind!r}: use lines or area{did_you_mean(str(kind), KINDS)}")
    name = chosen(fit, x)
    rows, caption = new_rows(fit, name, None, at)
    bands, wide = probability_bands(fit, rows, level), is_coded(fit, name)
    ax = style.axes(ax)
    place = np.arange(len(rows)) if wide else rows[name].to_numpy()
    if kind == "area":
        _areas(ax, place, bands, wide)
    else:
        _lines(ax, place, bands, wide)
    if wide:
        style.level_ticks(ax, list(rows[name]))
    style.legend(ax, above=True)
    ax.set_ylim(0, 1)
    style.finish(ax, name, f"P({fit._schema.parsed.response.name})")
    if caption:
        ax.set_xlabel(f"{ax.get_xlabel()} ({style.lines(caption)})")
    return ax


def probability_bands(fit: Any, rows: pd.DataFrame, level: float) -> dict[str, pd.DataFrame]:
    """By level of the response ``fit lwr upr`` at some rows, by the delta method on the logit."""
    from scipy.special import expit, logit, ndtri

    found, reach = fit.predict(rows, type="probs", se_fit=True), ndtri((1 + level) / 2)
    out = {}
    for name in fit.lev:
        p, se = found["fit"][name].to_numpy(), found["se_fit"][name].to_numpy()
        with np.errstate(all="ignore"):
            middle, spread = logit(p), reach * se / (p * (1 - p))
            ends = expit(middle - spread), expit(middle + spread)
        out[str(name)] = pd.DataFrame({"fit": p, "lwr": ends[0], "upr": ends[1]})
    return out


def _lines(ax: Axes, place: np.ndarray, bands: dict[str, pd.DataFrame], wide: bool) -> None:
    for i, (level, band) in enumerate(bands.items()):
        name = style.text(level)
        shade, dash = style.COLOURS[i % 7], style.DASHES[i % len(style.DASHES)]
        if wide:
            at = place + (i - (len(bands) - 1) / 2) * 0.1
            mark = style.MARKS[i % len(style.MARKS)]
            ax.vlines(at, band["lwr"], band["upr"], color=shade, linewidth=1.2)
            ax.plot(at, band["fit"], mark, color=shade, markersize=5, label=name)
            continue
        ax.fill_between(place, band["lwr"], band["upr"], color=shade, alpha=0.15, linewidth=0)
        ax.plot(place, band["fit"], color=shade, linestyle=dash, label=name)


def _areas(ax: Axes, place: np.ndarray, bands: dict[str, pd.DataFrame], wide: bool) -> None:
    foot = np.zeros(len(place))
    for i, (level, band) in enumerate(bands.items()):
        name = style.text(level)
        top, shade = foot + band["fit"].to_numpy(), style.COLOURS[i % 7]
        if wide:
            ax.bar(place, top - foot, bottom=foot, color=shade, alpha=0.75, width=0.7, label=name)
        else:
            ax.fill_between(place, foot, top, color=shade, alpha=0.75, linewidth=0, label=name)
        foot = top
