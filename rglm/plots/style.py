"""How the pictures look: colours, axes, labels. No setting of matplotlib is changed.

The colours are Okabe & Ito's (2008), which those who see colours differently can tell apart; lines
and marks differ too. A picture of one axes is made for the width of a column (4.6 inches).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.argument_kinds import describe_value, is_axes
from rglm.formatting.text.printable import printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")
INK, FAINT, POINT, NOTE = "#222222", "#999999", "#444444", "#666666"
WIDTH, HEIGHT = 4.6, 3.4
BAND = 0.22  # opacity of a shaded band
SMALL, LABEL, TITLE = 8, 9, 10  # points
DECADES = 500  # from end to end: wider axes have ticks at powers of ten only
DOLLAR = re.compile(r"(?<!\\)\$")  # matplotlib reads formulas between two of them
LETTER = 0.068  # inches of width, about, in SMALL


def axes(ax: Axes | None = None, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """The axes given, or new ones on a figure of their own."""
    if ax is not None:
        return ax
    new = grid(1, 1, width, height)
    if isinstance(new, Shown):
        new[0, 0]._repr_png_ = new._repr_png_
    return new[0, 0]


def given_axes(ax: Any, count: int, what: str) -> Any:
    """The axes that ``ax=`` gives for several pictures, or for one.

    Raises
    ------
    TypeError, ValueError
        They are no axes, or not as many as the pictures.
    """
    given = np.ravel(np.asarray(ax, dtype=object))
    if len(given) != count:
        raise ValueError(f"ax= has {len(given)} axes for {count} {what}")
    for one in given:
        if not is_axes(one):
            raise TypeError(f"ax= takes matplotlib's axes, got {describe_value(one)}")
    return ax if count == 1 and not np.ndim(ax) else given


class Panels(np.ndarray):
    """Axes (rows, columns) on one `figure`."""

    @property
    def figure(self) -> Any:
        """The figure, as that of a single Axes."""
        return self.flat[0].figure


class Shown(Panels):
    """Those that a notebook shows without pyplot's help."""

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        page = BytesIO()
        self.figure.savefig(page, format="png")
        return page.getvalue()


def grid(rows: int, columns: int, width: float, height: float) -> Panels:
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
    return figure.subplots(rows, columns, squeeze=False).view(kind)


def _new_figure(**given: Any) -> tuple[Any, type[Panels]]:
    """A figure of pyplot where that is in use already, so that ``plt.show()`` shows it, and in a
    notebook, which shows those of pyplot wherever they are made in a cell; else one that nobody
    has to close.
    """
    if "matplotlib.pyplot" in sys.modules or "ipykernel" in sys.modules:
        from matplotlib import pyplot

        return pyplot.figure(**given), Panels
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(**given)
    FigureCanvasAgg(figure)
    return figure, Shown


def text(value: Any) -> str:
    """A value as matplotlib shows it: without control characters, dollars as they are."""
    return DOLLAR.sub(r"\$", printable(str(value)))


def lines(caption: str) -> str:
    """Text of several lines, each as matplotlib shows it."""
    return "\n".join(map(text, caption.split("\n")))


def finish(ax: Axes, x: str = "", y: str = "", title: str = "") -> Axes:
    """Label axes and take away what is no ink of the data's."""
    ax.set_xlabel(text(x), fontsize=LABEL)
    ax.set_ylabel(text(y), fontsize=LABEL)
    if title:
        ax.set_title(text(title), fontsize=TITLE, loc="left")
    ax.tick_params(labelsize=SMALL, length=3, color=FAINT)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(FAINT)
    return ax


def points(ax: Axes, x: Any, y: Any, **given: Any) -> Any:
    """Small marks, fainter where there are many."""
    count = max(len(np.atleast_1d(x)), 1)
    style: dict[str, Any] = {
        "s": 14,
        "color": POINT,
        "alpha": float(np.clip(60 / np.sqrt(count) / 10, 0.15, 0.75)),
        "linewidths": 0,
    }
    return ax.scatter(x, y, **(style | given))


def legend(ax: Axes, title: str | None = None, above: bool = False) -> None:
    """A legend without a frame, where it hides least, or in a row above the axes."""
    given = {
        "title": title and text(title),
        "fontsize": SMALL,
        "title_fontsize": SMALL,
        "frameon": False,
    }
    if not above:
        ax.legend(loc="best", **given)
        return
    handles, labels = ax.get_legend_handles_labels()
    room = int(ax.get_window_extent().width / ax.figure.dpi / LETTER)
    longest = max(map(len, labels), default=0) + 7  # letters, with the mark and what is between
    wrapped = [fill(label, max(room - 5, 10)) for label in labels]
    columns = max(1, min(len(labels), 4, room // longest))
    ax.legend(handles, wrapped, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, **given)


def level_ticks(ax: Axes, levels: Sequence[Any]) -> None:
    """Ticks of a category's levels at 0, 1, 2, ...; long names stand in lines, or slanted."""
    names = [text(level) for level in levels]
    room = int(ax.get_window_extent().width / ax.figure.dpi / LETTER / max(len(names), 1)) - 1
    wrapped = [fill(name, max(room, 1), break_long_words=False) for name in names]
    slanted = any(len(line) > room for name in wrapped for line in name.split("\n"))
    ax.set_xticks(range(len(names)), names if slanted else wrapped)
    if slanted:
        for label in ax.get_xticklabels():
            label.set(rotation=30, ha="right", rotation_mode="anchor")


def plain_ticks(axis: Any) -> None:
    """Ticks of a log axis at 1, 2 and 5 times powers of ten, or at those, written out."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < DECADES * low else (1,)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())
