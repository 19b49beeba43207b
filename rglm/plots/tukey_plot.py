"""The picture of Tukey's comparisons of group means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.aov.tukey_hsd import TukeyComparisons

ROW_HEIGHT, FRAME_HEIGHT = 0.22, 0.9  # inches: of an interval, and of the title and labels


@style.picture
def plot_tukey(
    comparisons: TukeyComparisons,
    term: str | None = None,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the intervals of the differences of means; R's ``plot(TukeyHSD(fit))``.

    A point is a difference of two means, and its line the interval that holds for all differences
    of the term together. Look at the dotted line at 0: means whose interval does not cross it
    differ.

    Parameters
    ----------
    comparisons : TukeyComparisons
        What `TukeyHSD` returned.
    term : str, optional
        The term; by default all, one below the other.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each term.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each term.

    Raises
    ------
    KeyError
        There is no table of the term.
    ValueError
        `ax` has not as many axes as there are terms.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> comparisons = aov("breaks ~ wool + tension", load("warpbreaks")).TukeyHSD()
    >>> [label.get_text() for label in comparisons.plot("tension").get_yticklabels()]
    ['M-L', 'H-L', 'H-M']
    >>> [panel.get_xlabel() for panel in comparisons.plot().ravel()]
    ['differences of the means of wool', 'differences of the means of tension']
    """
    names = list(comparisons.tables) if term is None else [term]
    tables = [comparisons[name] for name in names]
    heights = [max(1.6, FRAME_HEIGHT + ROW_HEIGHT * len(table)) for table in tables]
    panels = style.column(ax, heights, "terms", figsize)
    title = f"{100 * comparisons.level:g}% family-wise confidence level"
    for panel, name, table in zip(np.ravel(panels), names, tables, strict=True):
        _draw(panel, table)
        style.label_axes(panel, f"differences of the means of {name}", "", title)
        style.row_ticks(panel, range(len(table))[::-1], list(table.index))
    return panels


def _draw(ax: Axes, table: pd.DataFrame) -> None:
    """Draw the intervals of a table, the first one above."""
    ax.axvline(0.0, color=style.FAINT, linewidth=0.8, linestyle=":")
    height = np.arange(len(table))[::-1]
    ax.hlines(height, table["lwr"], table["upr"], color=style.ink(ax), linewidth=1.0)
    ax.plot(table["diff"], height, "o", color=style.COLOURS[0], markersize=4)
    ax.set_ylim(-0.7, len(table) - 0.3)
