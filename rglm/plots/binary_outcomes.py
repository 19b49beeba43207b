"""Calibration of the probabilities of a binary response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.inference.binary_outcomes.calibration import calibration_table
from rglm.plots import style
from rglm.protocol.capabilities import HasBinaryResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SQUARE = style.HEIGHT + 0.4  # inches


@style.picture
def plot_calibration(
    fit: HasBinaryResponse,
    bins: int = 10,
    level: float = 0.95,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the observed share of successes against the predicted probability.

    A point is a bin of rows of about equal probability: y / n of its outcomes above the mean of
    its probabilities. Look for points away from the dashed line, further than their intervals
    reach: where they are below it the model predicts too many successes. An S about the line says
    that the probabilities are too near to 1/2, or to 0 and 1.

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
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> fit.plot_calibration().get_xlabel()
    'predicted probability'
    """
    table = calibration_table(fit, bins, level)
    ax = square_axes(ax, figsize)
    shade = style.COLOURS[0]
    ax.lines[-1].set_label("observed = predicted")
    ax.vlines(table["predicted"], table["low"], table["high"], color=shade)
    label = f"share in a bin, {100 * level:g}% interval"
    ax.plot(table["predicted"], table["observed"], "o", color=shade, markersize=4, label=label)
    style.legend(ax, loc="upper left")
    what = "successes" if fit._success_level in (None, "TRUE") else fit._success_level
    return style.label_axes(ax, "predicted probability", f"observed share of {what}")


def square_axes(ax: Axes | None, figsize: tuple[float, float] | None) -> Axes:
    """Axes from 0 to 1 with the diagonal."""
    ax = style.axes(ax, SQUARE, SQUARE, figsize)
    ax.plot([0, 1], [0, 1], color=style.FAINT, linestyle="--", linewidth=1)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    return ax
