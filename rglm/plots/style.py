"""Colours, axes and labels of the pictures. No setting of matplotlib is changed.

The colours are those of Okabe & Ito (2008), which colour-blind readers can tell apart; lines and
marks differ too. A picture of one axes has the width of a column, 4.6 inches.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from rglm.formatting.hints.argument_kinds import describe_value, is_axes
from rglm.formatting.text.printable import printable

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.collections import PathCollection
    from matplotlib.figure import Figure

AxesOrPanels: TypeAlias = Any  # an Axes or `Panels` of several: how many is known when called

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")
INK, FAINT, POINT, NOTE = "#222222", "#999999", "#444444", "#666666"
WIDTH, HEIGHT = 4.6, 3.4
BAND = 0.22  # opacity of a shaded band
SMALL, LABEL, TITLE = 8, 9, 10  # points
MAX_TICKS_RATIO = 500  # of the ends of a log axis: above it ticks are powers of ten only
UNESCAPED_DOLLAR = re.compile(r"(?<!\\)\$")  # matplotlib reads formulas between two of them
LETTER_WIDTH = 0.068  # inches, about, at the size SMALL


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


def ink(ax: Axes, grey: str = INK) -> str:
    """A grey of this module as it is drawn on some axes: on a dark ground its negative."""
    from matplotlib.colors import to_hex, to_rgb, to_rgba

    ground = ax.get_facecolor()
    ground = ground if to_rgba(ground)[3] > 0 else ax.figure.get_facecolor()
    is_dark = np.mean(to_rgb(ground)) < 0.5
    red, green, blue = to_rgb(grey)
    return to_hex((1 - red, 1 - green, 1 - blue)) if is_dark else grey


def escape_text(value: Any) -> str:
    """A value as text that matplotlib shows as it is: dollars escaped, no control characters."""
    return UNESCAPED_DOLLAR.sub(r"\$", printable(str(value)))


def escape_lines(caption: str) -> str:
    """Text of several lines, each escaped by `escape_text`."""
    return "\n".join(map(escape_text, caption.split("\n")))


def label_axes(ax: Axes, x: str = "", y: str = "", title: str = "") -> Axes:
    """Label axes, and hide the upper and the right border."""
    ax.set_xlabel(escape_text(x), fontsize=LABEL)
    ax.set_ylabel(escape_text(y), fontsize=LABEL)
    if title:
        ax.set_title(escape_text(title), fontsize=TITLE, loc="left")
    ax.tick_params(labelsize=SMALL, length=3, color=FAINT)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(FAINT)
    return ax


def points(
    ax: Axes, x: ArrayLike, y: ArrayLike, strength: ArrayLike = 1.0, **options: Any
) -> PathCollection:
    """Draw small marks, more transparent the more there are; `strength` may make some paler."""
    count = max(len(np.atleast_1d(x)), 1)
    alpha = np.clip(60 / np.sqrt(count) / 10, 0.15, 0.75) * np.asarray(strength)
    alpha = float(alpha) if alpha.ndim == 0 else alpha
    default: dict[str, Any] = {"s": 14, "color": ink(ax, POINT), "alpha": alpha, "linewidths": 0}
    return ax.scatter(x, y, **(default | options))


def legend(
    ax: Axes, title: str | None = None, above: bool = False, extra: Sequence[Artist] = ()
) -> None:
    """Draw a legend without a frame, where it hides least, or in a row above the axes.

    `extra` are marks with labels that stand below those of the axes.
    """
    options: dict[str, Any] = {
        "title": title and escape_text(title),
        "fontsize": SMALL,
        "title_fontsize": SMALL,
        "frameon": False,
    }
    if not above:
        ax.legend(handles=[*ax.get_legend_handles_labels()[0], *extra], loc="best", **options)
        return
    handles, labels = ax.get_legend_handles_labels()
    letters = int(_width_in_letters(ax))
    longest = max(map(len, labels), default=0) + 7  # letters, with the mark and what is between
    wrapped = [fill(label, max(letters - 5, 10)) for label in labels]
    columns = max(1, min(len(labels), 4, letters // longest))
    ax.legend(handles, wrapped, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, **options)


def _width_in_letters(ax: Axes) -> float:
    return ax.get_window_extent().width / ax.figure.dpi / LETTER_WIDTH


def level_ticks(ax: Axes, levels: Iterable[Any]) -> None:
    """Set ticks of levels at 0, 1, 2, ...; long names stand in several lines, or slanted."""
    names = [escape_text(level) for level in levels]
    letters = int(_width_in_letters(ax) / max(len(names), 1)) - 1
    wrapped = [fill(name, max(letters, 1), break_long_words=False) for name in names]
    slanted = any(len(line) > letters for name in wrapped for line in name.split("\n"))
    ax.set_xticks(range(len(names)), names if slanted else wrapped)
    if slanted:
        for label in ax.get_xticklabels():
            label.set(rotation=30, ha="right", rotation_mode="anchor")


def plain_ticks(axis: Axis) -> None:
    """Set ticks of a log axis at 1, 2 and 5 times powers of ten, or at powers, in full digits."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < MAX_TICKS_RATIO * low else (1,)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())
