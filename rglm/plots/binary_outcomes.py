"""How good the probabilities of a binary response are: calibration and ROC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.base.missing_verbs import NO_BINARY_RESPONSE, goodness_of_fit_picture
from rglm.plots import style
from rglm.plots.tie_groups import bins_of, tie_groups
from rglm.protocol.capabilities import HasBinaryResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_calibration(
    fit: HasBinaryResponse, bins: int = 10, level: float = 0.95, ax: Axes | None = None
) -> Axes:
    """Draw the observed share of successes against the predicted probability.

    Parameters
    ----------
    bins : int
        Bins of about equally many trials in the order of the probability. Rows of the same
        probability are in the same bin, so that a fit of few probabilities has fewer bins.
    level : float
        The coverage of the bars, Wilson's intervals.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A response that is not binomial.

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
    ax = style.axes(ax, style.HEIGHT + 0.4, style.HEIGHT + 0.4)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.vlines(table["predicted"], table["low"], table["high"], color=style.COLOURS[0])
    ax.plot(table["predicted"], table["observed"], "o", color=style.COLOURS[0], markersize=4)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    return style.finish(ax, "predicted probability", "observed share")


def calibration_table(fit: Any, bins: int = 10, level: float = 0.95) -> pd.DataFrame:
    """By bin ``trials predicted observed low high``; see `plot_calibration`.

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
    p, won, trials = _outcomes(fit)
    rows = pd.DataFrame({"trials": trials, "won": won, "p": p * trials})
    sums = rows.groupby(bins_of(_tied(p), trials, bins)).sum().reset_index(drop=True)
    n, y, z = sums["trials"], sums["won"] / sums["trials"], ndtri((1 + level) / 2)
    middle = (y + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * np.sqrt(y * (1 - y) / n + z * z / (4 * n * n))
    found = {"trials": n, "predicted": sums["p"] / n, "observed": y}
    return pd.DataFrame({**found, "low": middle - reach, "high": middle + reach})


def plot_roc(fit: HasBinaryResponse, ax: Axes | None = None) -> Axes:
    """Draw the receiver operating characteristic, with the area under it.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A response that is not binomial, or of one outcome only.

    Notes
    -----
    The area is the probability that a success has the higher fitted probability of two rows of
    which one is a success (ties count half), with the standard error of Hanley & McNeil (1982,
    Radiology 143). It is of the rows that were fitted, and so too good for new ones.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_roc().get_title(loc="left")
    'area 0.939 (se 0.015)'
    """
    curve, area, error = roc(fit)
    ax = style.axes(ax, style.HEIGHT + 0.4, style.HEIGHT + 0.4)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.plot(curve["false"], curve["true"], color=style.COLOURS[0])
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    title = f"area {area:.3f} (se {error:.3f})"
    return style.finish(ax, "share of failures above", "share of successes above", title)


def roc(fit: Any) -> tuple[pd.DataFrame, float, float]:
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
    p, won, trials = _outcomes(fit)
    rows = pd.DataFrame({"won": won, "lost": trials - won, "p": p})
    counts = rows.groupby(_tied(p)).agg({"won": "sum", "lost": "sum", "p": "max"})[::-1]
    good, bad = float(counts["won"].sum()), float(counts["lost"].sum())
    if not (good and bad):
        raise ValueError("the response has only one outcome; a ROC needs successes and failures")
    true, false = counts["won"].cumsum() / good, counts["lost"].cumsum() / bad
    curve = pd.DataFrame(
        {
            "threshold": np.r_[np.inf, counts["p"]],
            "false": np.r_[0, false],
            "true": np.r_[0, true],
        }
    )
    x, y = curve["false"].to_numpy(), curve["true"].to_numpy()
    area = float(np.diff(x) @ (y[1:] + y[:-1]) / 2)
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    spread = area * (1 - area) + (good - 1) * (one - area**2) + (bad - 1) * (two - area**2)
    return curve, area, float(np.sqrt(spread / (good * bad)))


def _tied(p: np.ndarray) -> np.ndarray:
    """The group of each probability, in increasing order: those that differ by rounding only."""
    return tie_groups(p, np.minimum(p, 1 - p) + 1e-5)


def _outcomes(fit: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fitted probabilities, successes and trials of each row with a weight."""
    found = fit._binary_outcomes()
    if found is None:
        instead = goodness_of_fit_picture(fit)
        raise ValueError(NO_BINARY_RESPONSE.format(model=fit.model_name, instead=instead))
    p, won, trials = found
    used = trials > 0
    return p[used], won[used], trials[used]
