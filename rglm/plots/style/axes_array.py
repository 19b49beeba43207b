"""Several axes on one figure, with a short text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.hints.argument_kinds import is_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Panels(np.ndarray):
    """Axes (rows, columns) on one `figure`."""

    @property
    def figure(self) -> Figure:
        """The figure, as a single Axes has it."""
        return self.flat[0].figure

    def __repr__(self) -> str:
        if not self.size or not all(map(is_axes, self.flat)):
            return np.asarray(self).__repr__()  # a comparison of axes, for example
        names = ", ".join(_name(ax) for ax in self.flat if ax.axison)
        return f"<Panels {'x'.join(map(str, self.shape))}: {names}>"

    __str__ = __repr__


def _name(ax: Axes) -> str:
    """What axes show: their title, or else their labels."""
    titles = [ax.get_title(loc=side) for side in ("left", "center", "right")]
    labels = [label for label in (ax.get_ylabel(), ax.get_xlabel()) if label]
    text = next(filter(None, titles), "") or " vs ".join(labels) or "no title"
    return " ".join(text.split())


class PngPanels(Panels):
    """Axes that a notebook shows by itself: without pyplot, or as marimo does with any figure."""

    def _repr_png_(self) -> bytes:
        return figure_png(self.figure)


def figure_png(figure: Figure) -> bytes:
    """The figure as a PNG file."""
    from io import BytesIO

    page = BytesIO()
    figure.savefig(page, format="png")
    return page.getvalue()
