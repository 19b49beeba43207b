"""The Pareto k of each row that is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.comparison.loo import Loo

MAX_LABELS = 8  # of the rows with the largest k
LABEL_LIMIT = 0.5


@style.picture
def draw_pareto_k(
    found: Loo, ax: Axes | None = None, figsize: tuple[float, float] | None = None
) -> Axes:
    """Draw the Pareto k of each row, which says how far its removal would move the posterior.

    Up to the dashed line the estimate of a row can be trusted; rows above it are red and have
    their labels. ``kfold()`` fits again without them.

    Parameters
    ----------
    found : Loo
        What ``fit.loo()`` found.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    References
    ----------
    Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling, Journal of
    Machine Learning Research 25.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).loo().plot().get_ylabel()
    'Pareto k'
    """
    ax = style.axes(ax, figsize=figsize)
    k = found.pareto_k.to_numpy()
    row, is_bad = np.arange(1, len(k) + 1), k > found.k_limit
    style.points(ax, row[~is_bad], k[~is_bad], color=style.COLOURS[0])
    ax.plot(row[is_bad], k[is_bad], "o", color=style.COLOURS[1], markersize=4)
    ax.axhline(found.k_limit, color=style.FAINT, linestyle="--", linewidth=0.8)
    ax.axhline(0, color=style.FAINT, linestyle=":", linewidth=0.8)
    low, high = float(np.nanmin(k)), float(np.nanmax(k))
    ax.set_ylim(min(low, 0) - 0.05, max(high, found.k_limit) * 1.12 + 0.02)
    for at in np.argsort(-k)[:MAX_LABELS]:
        if k[at] > min(LABEL_LIMIT, found.k_limit):
            _label(ax, int(at) + 1, float(k[at]), str(found.pareto_k.index[at]), len(k))
    style.few_ticks(ax.xaxis)
    return style.label_axes(ax, "row", "Pareto k")


def _label(ax: Axes, row: int, k: float, text: str, last: int) -> None:
    """Write the label of a row beside its point, towards the middle."""
    is_right = row > last / 2
    ax.annotate(
        style.escape_text(text),
        (row, k),
        xytext=(-4 if is_right else 4, 2),
        textcoords="offset points",
        ha="right" if is_right else "left",
        fontsize=style.font_size("mark"),
        color=style.ink(ax, style.NOTE),
    )
