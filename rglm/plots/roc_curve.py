"""The ROC curve of the probabilities of a binary response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.inference.binary_outcomes.roc import Roc, roc_of_fit
from rglm.plots import style
from rglm.plots.binary_outcomes import square_axes
from rglm.protocol.capabilities import HasBinaryResponse

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

X_LABEL = "False positive rate (1 - specificity)"
Y_LABEL = "True positive rate (sensitivity)"
BEST = "best threshold (Youden)"
CURVE = "roc"  # the gid of the lines that are curves


@style.picture
def plot_roc(
    fit: HasBinaryResponse,
    newdata: Any = None,
    level: float = 0.95,
    label: str | None = None,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the receiver operating characteristic, with the area under it.

    For each threshold the curve has the share of the failures that are predicted to be successes,
    the false positive rate, and the share of the successes that are, the true positive rate. Look
    at how far it is above the dashed diagonal, that of probabilities without information, to the
    upper left corner, that of a perfect separation. The area under the curve is the chance that a
    success has a higher probability than a failure. The point is Youden's best threshold, where
    the curve is highest above the diagonal; the number is that threshold.

    It is ``roc(newdata, level).plot(label, ax)``: see `roc` for the numbers. On axes that have a
    curve already the next one has its own colour: ``ax = fit.plot_roc(label="one")``, then
    ``other.plot_roc(label="two", ax=ax)``.

    Parameters
    ----------
    newdata : table, optional
        Other rows than those of the fit, with their responses.
    level : float
        The coverage of the interval of the area.
    label : str, optional
        What the curve is called in the legend, before its area.
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
    >>> ax = fit.plot_roc()
    >>> ax.get_legend().get_texts()[0].get_text()
    'AUC 0.939 (95% CI 0.909 to 0.969)'
    """
    return draw_roc(roc_of_fit(fit, newdata, level), label, ax, figsize)


@style.picture
def draw_roc(
    roc: Roc,
    label: str | None = None,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw a receiver operating characteristic; see `plot_roc`.

    Parameters
    ----------
    roc : Roc
        What ``fit.roc()`` returns.
    label : str, optional
        What the curve is called in the legend, before its area.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> from rglm.plots.roc_curve import draw_roc
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> draw_roc(fit.roc()).get_xlabel()
    'False positive rate (1 - specificity)'
    """
    ax, place = _roc_axes(ax, figsize)
    table, best, shade = roc.table, roc.best, style.colour(ax, place)
    (low, high), dash = roc.ci, style.DASHES[place % len(style.DASHES)]
    coverage = f"{100 * roc.level:g}% CI"
    name = f"AUC {roc.auc:.3f} ({coverage} {low:.3f} to {high:.3f})"
    if label is not None:
        name = f"{style.escape_text(label)}: {roc.auc:.3f} ({low:.3f} to {high:.3f})"
    x, y = table["false_positive_rate"], table["sensitivity"]
    ax.plot(x, y, color=shade, linestyle=dash, label=name, gid=CURVE)
    mark = _draw_best(ax, best, shade)
    title = None if label is None else f"AUC ({coverage})"
    style.legend(ax, title, extra=[mark], loc="lower right")
    return style.label_axes(ax, X_LABEL, Y_LABEL)


def _roc_axes(ax: Axes | None, figsize: tuple[float, float] | None) -> tuple[Axes, int]:
    """Axes with the diagonal, and how many curves they have."""
    curves = [] if ax is None else [line for line in ax.lines if line.get_gid() == CURVE]
    if ax is not None and curves:
        return style.axes(ax, figsize=figsize), len(curves)
    return square_axes(ax, figsize), 0


def _draw_best(ax: Axes, best: pd.Series, shade: str) -> Line2D:
    """Mark the best threshold, and write it below the curve; the mark of the legend."""
    from matplotlib.lines import Line2D

    point = 1 - best["specificity"], best["sensitivity"]
    ax.plot(*point, "o", color=shade)
    ax.annotate(
        f"{best['threshold']:#.2g}",
        point,
        xytext=(5, -3),
        textcoords="offset points",
        va="top",
        fontsize=style.font_size("note"),
        color=shade,
    )
    return Line2D([], [], marker="o", linestyle="", color=style.ink(ax), label=BEST)
