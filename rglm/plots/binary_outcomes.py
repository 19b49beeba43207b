"""Calibration and ROC curve of the probabilities of a binary response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.models.base.missing_verbs import NO_BINARY_RESPONSE, goodness_of_fit_picture
from rglm.plots import style
from rglm.plots.tie_groups import equal_weight_bins, tie_groups
from rglm.protocol.capabilities import HasBinaryResponse
from rglm.protocol.result_rows import BinaryOutcomes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_calibration(
    fit: HasBinaryResponse, bins: int = 10, level: float = 0.95, ax: Axes | None = None
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

    Raises
    ------
    ValueError
        The response is not binomial.

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
    ax = _square_axes(ax)
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
    p, successes, trials = _outcomes(fit)
    rows = pd.DataFrame({"trials": trials, "successes": successes, "p": p * trials})
    bin_numbers = equal_weight_bins(_probability_groups(p), trials, bins)
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


def plot_roc(fit: HasBinaryResponse, ax: Axes | None = None) -> Axes:
    """Draw the receiver operating characteristic, with the area under it.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw.

    Raises
    ------
    ValueError
        The response is not binomial, or has one outcome only.

    Notes
    -----
    The area is the probability that a success has a higher fitted probability than a failure
    (ties count half), with the standard error of Hanley & McNeil (1982, Radiology 143). It is of
    the rows fitted, and too large for new rows.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_roc().get_title(loc="left")
    'area 0.939 (se 0.015)'
    """
    curve, area, error = roc(fit)
    ax = _square_axes(ax)
    ax.plot(curve["false"], curve["true"], color=style.COLOURS[0])
    title = f"area {area:.3f} (se {error:.3f})"
    return style.label_axes(ax, "share of failures above", "share of successes above", title)


def roc(fit: HasBinaryResponse) -> tuple[pd.DataFrame, float, float]:
    """The curve ``threshold false true``, the area under it and its standard error.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> from rglm.plots.binary_outcomes import roc
    >>> curve, area, error = roc(glm("has_gc ~ logmass", load("galaxies"), binomial()))
    >>> round(area, 3)
    0.939
    """
    p, successes, trials = _outcomes(fit)
    rows = pd.DataFrame({"true": successes, "false": trials - successes, "p": p})
    groups = rows.groupby(_probability_groups(p))
    counts = groups.agg({"true": "sum", "false": "sum", "p": "max"})[::-1]
    n_true, n_false = float(counts["true"].sum()), float(counts["false"].sum())
    if not (n_true and n_false):
        raise ValueError("the response has only one outcome; a ROC needs successes and failures")
    curve = pd.DataFrame(
        {
            "threshold": np.r_[np.inf, counts["p"]],
            "false": np.r_[0, counts["false"].cumsum() / n_false],
            "true": np.r_[0, counts["true"].cumsum() / n_true],
        }
    )
    x, y = curve["false"].to_numpy(), curve["true"].to_numpy()
    area = float(np.diff(x) @ (y[1:] + y[:-1]) / 2)
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)  # as Hanley & McNeil call them
    variance = area * (1 - area) + (n_true - 1) * (q1 - area**2) + (n_false - 1) * (q2 - area**2)
    return curve, area, float(np.sqrt(variance / (n_true * n_false)))


def _square_axes(ax: Axes | None) -> Axes:
    """Axes from 0 to 1 with the diagonal."""
    ax = style.axes(ax, style.HEIGHT + 0.4, style.HEIGHT + 0.4)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    return ax


def _probability_groups(p: np.ndarray) -> np.ndarray:
    """The number of the group of each probability; those of a group differ by rounding only."""
    return tie_groups(p, np.minimum(p, 1 - p) + 1e-5)


def _outcomes(fit: HasBinaryResponse) -> BinaryOutcomes:
    """Fitted probabilities, successes and trials of each row with a weight."""
    outcomes = fit._binary_outcomes()
    if outcomes is None:
        instead = goodness_of_fit_picture(fit)
        raise ValueError(NO_BINARY_RESPONSE.format(model=fit.model_name, instead=instead))
    p, successes, trials = outcomes
    used = trials > 0
    return p[used], successes[used], trials[used]
