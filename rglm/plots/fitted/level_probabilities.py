"""The probability of each level of the response against a variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.fitted.prediction_grid import prediction_grid
from rglm.plots.fitted.response_label import probability_label
from rglm.plots.fitted.variables import choose_column, is_categorical
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLevels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KINDS = ("lines", "area")
MAX_OPACITY = 0.5  # of all bands together


@style.picture
def plot_probs(
    fit: HasLevels,
    x: str | None = None,
    at: Mapping[str, Any] | None = None,
    kind: str = "lines",
    level: float = 0.95,
    ax: Axes | None = None,
    vcov: Vcov = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the probability of each level of the response against a variable.

    At each value the probabilities add up to 1. Look at which levels grow at the cost of which
    others; with areas the height of a colour is the probability. The band of a probability p is
    expit(logit(p) -+ z se / (p (1 - p))).

    Parameters
    ----------
    x : str, optional
        A column that the formula reads; by default the first that is a number. Probabilities
        along a category are points with bars.
    at : dict, optional
        Values of the other variables, ``{"z": 3}``, which the label of the axis shows; by default
        the mean of numbers and the commonest level of categories. ``{"x": [0, 10]}`` gives the
        ends of the lines, or the levels on the axis.
    kind : {"lines", "area"}
        A line with its band for each level, or areas that add up to 1.
    level : float
        The coverage of the bands, which are made on the logit scale.
    ax : Axes, optional
        Where to draw.
    vcov : str, dict, matrix or function, optional
        The covariance that the bands are made with, as ``predict()`` takes it: ``"HC0"``.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        An unknown `kind`; a column that the model does not have; a value of `at` that a variable
        cannot have, or several of one that is not `x`.

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
    name = choose_column(fit, x)
    grid = prediction_grid(fit, name, None, at)
    if grid.by is not None:
        raise ValueError(f"at= has several values of {grid.by!r}: a picture of levels has one")
    rows, caption = grid.rows, grid.caption
    bands, has_levels = probability_bands(fit, rows, level, vcov), is_categorical(fit, name)
    ax = style.axes(ax, figsize=figsize)
    place = np.arange(len(rows)) if has_levels else rows[name].to_numpy()
    draw = _draw_areas if kind == "area" else _draw_lines
    draw(ax, place, bands, has_levels)
    if has_levels:
        style.level_ticks(ax, rows[name])
    style.legend(ax, above=True)
    ax.set_ylim(0, 1)
    style.label_axes(ax, name, probability_label(fit))
    if caption:
        label = f"{ax.get_xlabel()} ({style.escape_lines(caption)})"
        ax.set_xlabel(style.wrap_label(ax, label))
    return ax


def probability_bands(
    fit: HasLevels, rows: pd.DataFrame, level: float, vcov: Vcov = None
) -> dict[str, pd.DataFrame]:
    """The probability of each level at some rows with a band of the logit: ``fit lwr upr``."""
    from scipy.special import expit, logit, ndtri

    table, z = fit.predict(rows, type="probs", se_fit=True, vcov=vcov), ndtri((1 + level) / 2)
    out = {}
    for name in fit.lev:
        p, se = table["fit"][name].to_numpy(), table["se_fit"][name].to_numpy()
        with np.errstate(all="ignore"):
            centre, half_width = logit(p), z * se / (p * (1 - p))
            low, high = expit(centre - half_width), expit(centre + half_width)
        out[str(name)] = pd.DataFrame({"fit": p, "lwr": low, "upr": high})
    return out


def _draw_lines(
    ax: Axes, place: np.ndarray, bands: dict[str, pd.DataFrame], has_levels: bool
) -> None:
    alpha = min(0.15, MAX_OPACITY / len(bands))
    for i, (level, band) in enumerate(bands.items()):
        name = style.escape_text(level)
        shade, dash = style.colour(ax, i), style.DASHES[i % len(style.DASHES)]
        if has_levels:
            x = place + (i - (len(bands) - 1) / 2) * 0.1
            mark = style.MARKS[i % len(style.MARKS)]
            ax.vlines(x, band["lwr"], band["upr"], color=shade, linewidth=1.2)
            ax.plot(x, band["fit"], mark, color=shade, markersize=5, label=name)
            continue
        ax.fill_between(place, band["lwr"], band["upr"], color=shade, alpha=alpha, linewidth=0)
        ax.plot(place, band["fit"], color=shade, linestyle=dash, label=name)


def _draw_areas(
    ax: Axes, place: np.ndarray, bands: dict[str, pd.DataFrame], has_levels: bool
) -> None:
    bottom = np.zeros(len(place))
    for i, (level, band) in enumerate(bands.items()):
        name = style.escape_text(level)
        top, shade = bottom + band["fit"].to_numpy(), style.colour(ax, i)
        options: dict[str, Any] = {"color": shade, "alpha": 0.75, "label": name}
        if has_levels:
            ax.bar(place, top - bottom, bottom=bottom, width=0.7, **options)
        else:
            ax.fill_between(place, bottom, top, linewidth=0, **options)
        bottom = top
