"""Axes to draw on: those that the user gives, or new ones on a figure of their own.

A picture of one axes has the width of a column, 4.6 inches.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from rglm.formatting.hints.argument_kinds import describe_value, is_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AxesOrPanels: TypeAlias = Any  # an Axes or `Panels` of several: how many is known when called

WIDTH, HEIGHT = 4.6, 3.4


def axes(ax: Axes | None = None, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """The axes given, or new axes on their own figure."""
    if ax is not None:
        return ax
    new = grid(1, 1, width, height)
    if isinstance(new, PngPanels):
        new[0, 0]._repr_png_ = new._repr_png_
    return new[0, 0]


def panels(
    ax: Axes | Sequence[Axes] | np.ndarray | None, count: int, what: str, height: float = 2.8
) -> AxesOrPanels:
    """The axes that ``ax=`` gives, or new ones: one, or a grid of two columns.

    Parameters
    ----------
    ax : Axes, sequence of Axes or None
    count : int
    what : str
        What each of them shows, for messages.
    height : float
        The height of a row of the grid, in inches.

    Raises
    ------
    TypeError, ValueError
        The values given are no axes, or not `count` of them.
    """
    if ax is not None:
        return _check_axes(ax, count, what)
    if count == 1:
        return axes()
    rows = (count + 1) // 2
    new = grid(rows, 2, 7.2, height * rows)
    for unused in new.ravel()[count:]:
        unused.set_axis_off()
    return new


def column(
    ax: Axes | Sequence[Axes] | np.ndarray | None, heights: Sequence[float], what: str
) -> AxesOrPanels:
    """The axes that ``ax=`` gives, or new ones, one below the other, of some heights in inches."""
    if ax is not None:
        return _check_axes(ax, len(heights), what)
    if len(heights) == 1:
        return axes(height=heights[0])
    return grid(len(heights), 1, WIDTH, sum(heights), height_ratios=heights)


def _check_axes(ax: Any, count: int, what: str) -> AxesOrPanels:
    several = np.ravel(np.asarray(ax, dtype=object))
    if len(several) != count:
        raise ValueError(f"ax= has {len(several)} axes for {count} {what}")
    for one in several:
        if not is_axes(one):
            raise TypeError(f"ax= takes matplotlib's axes, got {describe_value(one)}")
    return ax if count == 1 and not np.ndim(ax) else several


class Panels(np.ndarray):
    """Axes (rows, columns) on one `figure`."""

    @property
    def figure(self) -> Figure:
        """The figure, as a single Axes has it."""
        return self.flat[0].figure


class PngPanels(Panels):
    """Axes that a notebook shows without pyplot."""

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        page = BytesIO()
        self.figure.savefig(page, format="png")
        return page.getvalue()


def grid(
    rows: int,
    columns: int,
    width: float,
    height: float,
    height_ratios: Sequence[float] | None = None,
) -> Panels:
    """New axes (rows, columns) on one figure of `width` x `height` inches.

    Raises
    ------
    ImportError
        There is no matplotlib.
    """
    try:
        figure, kind = _new_figure(figsize=(width, height), layout="constrained", dpi=150)
    except ModuleNotFoundError:
        raise ImportError('pictures need matplotlib: pip install "rglm[plots]"') from None
    several = figure.subplots(rows, columns, squeeze=False, height_ratios=height_ratios)
    return several.view(kind)


def _new_figure(**options: Any) -> tuple[Figure, type[Panels]]:
    """A figure of pyplot in a notebook, and where pyplot is in use; else one of its own.

    ``plt.show()`` and notebooks show the figures of pyplot; others need not be closed.
    """
    if "matplotlib.pyplot" in sys.modules or "ipykernel" in sys.modules:
        from matplotlib import pyplot

        return pyplot.figure(**options), Panels
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(**options)
    FigureCanvasAgg(figure)
    return figure, PngPanels
