"""Calibration and ROC curve of the probabilities of a binary response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.fitting.tie_groups import equal_weight_bins
from rglm.inference.binary_outcomes.outcomes import probability_groups, used_outcomes
from rglm.inference.binary_outcomes.roc import Roc, roc_of_fit
from rglm.plots import style
from rglm.protocol.capabilities import HasBinaryResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@style.picture
def plot_calibration(
    fit: HasBinaryResponse,
    bins: int = 10,
    level: float = 0.95,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the observed share of successes against the predicted probability.

    Parameters
    ----------
    bins : int
        The number of bins, of about equally many trials, in the order of the probability. Rows
        of the same probability are in the same bin: few probabilities have fewer bins.
    level : float
        The coverage of the bars, which are Wilson's intervals.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        The response is not binomial.

    Notes
    -----
    As a rule the points of the rows that were fitted are nearer to the line than those of new
    rows.

    References
    ----------
    Wilson (1927), JASA 22.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_calibration().get_xlabel()
    'predicted probability'
    """
    table = calibration_table(fit, bins, level)
    ax = _square_axes(ax, figsize)
    ax.vlines(table["predicted"], table["low"], table["high"], color=style.COLOURS[0])
    ax.plot(table["predicted"], table["observed"], "o", color=style.COLOURS[0], markersize=4)
    return style.label_axes(ax, "predicted probability", "observed share")


def calibration_table(fit: HasBinaryResponse, bins: int = 10, level: float = 0.95) -> pd.DataFrame:
    """The table that `plot_calibration` draws, by bin: ``trials predicted observed low high``.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> from rglm.plots.binary_outcomes import calibration_table
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> calibration_table(fit, bins=4)["trials"].tolist()
    [58.0, 57.0, 59.0, 58.0]
    """
    from scipy.special import ndtri

    if not isinstance(bins, int) or bins < 1:
        raise ValueError(f"bins={bins!r}: give a whole number of 1 or more")
    p, successes, trials = used_outcomes(fit)
    rows = pd.DataFrame({"trials": trials, "successes": successes, "p": p * trials})
    bin_numbers = equal_weight_bins(probability_groups(p), trials, bins)
    sums = rows.groupby(bin_numbers).sum().reset_index(drop=True)
    n, y, z = sums["trials"], sums["successes"] / sums["trials"], ndtri((1 + level) / 2)
    centre = (y + z * z / (2 * n)) / (1 + z * z / n)
    half_width = z / (1 + z * z / n) * np.sqrt(y * (1 - y) / n + z * z / (4 * n * n))
    return pd.DataFrame(
        {
            "trials": n,
            "predicted": sums["p"] / n,
            "observed": y,
            "low": centre - half_width,
            "high": centre + half_width,
        }
    )


@style.picture
def plot_roc(
    fit: HasBinaryResponse,
    newdata: Any = None,
    level: float = 0.95,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the receiver operating characteristic, with the area under it.

    It is ``roc(newdata, level).plot(ax)``: see `roc` for the numbers. The point is Youden's best
    threshold.

    Parameters
    ----------
    newdata : table, optional
        Other rows than those of the fit, with their responses.
    level : float
        The coverage of the interval of the area.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        The response is not binomial, or has one outcome only.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_roc().get_title(loc="left")
    'area 0.939 (95% CI 0.909 to 0.969)'
    """
    return draw_roc(roc_of_fit(fit, newdata, level), ax, figsize)


@style.picture
def draw_roc(
    roc: Roc,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw a receiver operating characteristic; see `plot_roc`.

    Parameters
    ----------
    roc : Roc
        What ``fit.roc()`` returns.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> from rglm.plots.binary_outcomes import draw_roc
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> draw_roc(fit.roc()).get_xlabel()
    '1 - specificity'
    """
    ax, table, best = _square_axes(ax, figsize), roc.table, roc.best
    ax.plot(table["false_positive_rate"], table["sensitivity"], color=style.COLOURS[0])
    ax.plot(1 - best["specificity"], best["sensitivity"], "o", color=style.COLOURS[0])
    low, high = roc.ci
    title = f"area {roc.auc:.3f} ({100 * roc.level:g}% CI {low:.3f} to {high:.3f})"
    return style.label_axes(ax, "1 - specificity", "sensitivity", title)


def _square_axes(ax: Axes | None, figsize: tuple[float, float] | None) -> Axes:
    """Axes from 0 to 1 with the diagonal."""
    ax = style.axes(ax, style.HEIGHT + 0.4, style.HEIGHT + 0.4, figsize)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    return ax
