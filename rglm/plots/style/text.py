"""Text of the pictures: labels, ticks and legends. No setting of matplotlib is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from rglm.formatting.text.printable import printable
from rglm.plots.style.colours import FAINT

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

SMALL, LABEL, TITLE = 8, 9, 10  # points
LETTER_WIDTH = 0.068  # inches, about, at the size SMALL
MAX_TICKS_RATIO = 500  # of the ends of a log axis: above it ticks are powers of ten only
UNESCAPED_DOLLAR = re.compile(r"(?<!\\)\$")  # matplotlib reads formulas between two of them


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
