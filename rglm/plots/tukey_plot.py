"""The picture of Tukey's comparisons of group means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.aov.tukey_hsd import TukeyComparisons


def plot_tukey(
    comparisons: TukeyComparisons, term: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the intervals of the differences of a term; R's ``plot(TukeyHSD(fit))``.

    Parameters
    ----------
    comparisons : TukeyComparisons
        What `TukeyHSD` returned.
    term : str, optional
        The term; the first one by default.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    KeyError
        There is no table of the term.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> comparisons = aov("breaks ~ wool + tension", load("warpbreaks")).TukeyHSD()
    >>> [label.get_text() for label in comparisons.plot("tension").get_yticklabels()]
    ['M-L', 'H-L', 'H-M']
    """
    name = next(iter(comparisons.tables)) if term is None else term
    table = comparisons[name]
    ax = style.axes(ax, height=max(1.6, 0.9 + 0.22 * len(table)))
    ax.axvline(0.0, color=style.FAINT, linewidth=0.8, linestyle=":")
    height = np.arange(len(table))[::-1]
    ax.hlines(height, table["lwr"], table["upr"], color=style.INK, linewidth=1.0)
    ax.plot(table["diff"], height, "o", color=style.COLOURS[0], markersize=4)
    ax.set_yticks(height, [style.escape_text(label) for label in table.index])
    ax.tick_params(labelsize=style.SMALL)
    ax.set_ylim(-0.7, len(table) - 0.3)
    title = f"{100 * comparisons.level:g}% family-wise confidence level"
    return style.label_axes(ax, f"differences of the means of {name}", "", title)
