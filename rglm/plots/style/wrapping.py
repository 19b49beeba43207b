"""Long texts in several lines, and names in rows that are near to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rglm.plots.style.lettering import escape_text, font_size, letter_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BREAKS = re.compile(r"[^\s:,|+*_]*[\s:,|+*_]*")  # a piece, with the signs that end it
LABEL_SLACK = 1.12  # of the length of an axis, that a label may reach beyond its ends
ROW_SHARE = 0.95  # of the distance of two rows that a name fills
LEAST_SIZE = 4.0  # points


def wrap_text(text: str, letters: float) -> str:
    """A text in lines of so many letters at most, broken after spaces, commas and signs."""
    lines = [""]
    for piece in BREAKS.findall(text):
        if lines[-1] and piece and len((lines[-1] + piece).rstrip()) > letters:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)


def wrap_label(ax: Axes, text: str, kind: str = "label", is_upright: bool = False) -> str:
    """A text wrapped to the width of the axes, or to their height."""
    box = ax.get_window_extent()
    inches = (box.height if is_upright else box.width) / ax.figure.dpi
    lines = (
        wrap_text(line, LABEL_SLACK * inches / letter_width(kind)) for line in text.split("\n")
    )
    return "\n".join(lines)


def row_ticks(ax: Axes, places: Sequence[float], names: Sequence[object]) -> None:
    """Set ticks of the y axis with names, whose letters are small enough for near rows.

    The limits of the axis are set before.
    """
    low, high = ax.get_ylim()
    height = ax.get_window_extent().height / ax.figure.dpi * 72  # points
    distance = height / max(abs(high - low), 1.0)
    size = max(min(font_size("tick"), ROW_SHARE * distance), LEAST_SIZE)
    ax.set_yticks(places, [escape_text(name) for name in names])
    ax.tick_params(axis="y", labelsize=size)
