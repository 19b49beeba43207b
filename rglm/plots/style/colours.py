"""Colours and marks of the pictures.

The colours are those of Okabe & Ito (2008), which colour-blind readers can tell apart; lines and
marks differ too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
BLACK = "#000000"
MARKS = ("o", "s", "^", "D", "v", "P", "X")
DASHES: tuple[Any, ...] = (
    *("-", "--", "-.", ":"),
    *((0, (8, 2)), (0, (3, 1, 1, 1, 1, 1)), (0, (1, 3))),
)
INK, FAINT, POINT, NOTE = "#222222", "#999999", "#444444", "#666666"
BAND = 0.22  # opacity of a shaded band


def ground(ax: Axes) -> Any:
    """The colour behind what is drawn: of the axes, or of the figure where these have none."""
    from matplotlib.colors import to_rgba

    own = ax.get_facecolor()
    return own if to_rgba(own)[3] > 0 else ax.figure.get_facecolor()


def ink(ax: Axes, grey: str = INK) -> str:
    """A grey of this module as it is drawn on some axes: on a dark ground its negative."""
    from matplotlib.colors import to_hex, to_rgb

    is_dark = np.mean(to_rgb(ground(ax))) < 0.5
    red, green, blue = to_rgb(grey)
    return to_hex((1 - red, 1 - green, 1 - blue)) if is_dark else grey


def colour(ax: Axes, place: int) -> str:
    """The colour at a place of `COLOURS`, again from the first after the last.

    Black is white on a dark ground.
    """
    found = COLOURS[place % len(COLOURS)]
    return ink(ax, found) if found == BLACK else found


def colour_scale(ax: Axes) -> Colormap:
    """Viridis for numbers, without the end that cannot be seen on the ground of some axes."""
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    low, high = (0.0, 0.93) if ink(ax) == INK else (0.25, 1.0)
    return ListedColormap(colormaps["viridis"](np.linspace(low, high, 256)))
