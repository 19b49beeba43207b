"""The sizes of the kinds of text, and text that matplotlib shows as it is."""

from __future__ import annotations

import re
from typing import Any

from rglm.formatting.text.printable import printable
from rglm.plots.style.settings import user_setting

# points of each kind of text where the font has 10, and the setting that may say otherwise
FONT_SIZES: dict[str, tuple[int, str | None]] = {
    "title": (10, "axes.titlesize"),
    "label": (9, "axes.labelsize"),
    "tick": (8, "xtick.labelsize"),
    "legend": (8, "legend.fontsize"),
    "note": (8, None),  # a caption, or a word beside a line
    "mark": (7, None),  # the label of a point or of a contour
}
LETTER_WIDTH = 0.0085  # inches, about, for each point of the size
UNESCAPED_DOLLAR = re.compile(r"(?<!\\)\$")  # matplotlib reads formulas between two of them


def font_size(kind: str) -> float:
    """The points of a kind of text of `FONT_SIZES`.

    The size that the user set for this kind of text; else ours, in proportion to ``font.size``.
    """
    from matplotlib.font_manager import FontProperties

    points, name = FONT_SIZES[kind]
    own = user_setting(name) if name else None
    if own is not None:
        return float(FontProperties(size=own).get_size_in_points())
    return points * font_scale()


def font_scale() -> float:
    """The user's ``font.size``, relative to matplotlib's own."""
    from matplotlib import rcParams

    return float(rcParams["font.size"]) / 10


def letter_width(kind: str) -> float:
    """The mean width of a letter in a kind of text, in inches."""
    return LETTER_WIDTH * font_size(kind)


def escape_text(value: Any) -> str:
    """A value as text that matplotlib shows as it is: dollars escaped, no control characters."""
    return UNESCAPED_DOLLAR.sub(r"\$", printable(str(value)))


def escape_lines(caption: str) -> str:
    """Text of several lines, each escaped by `escape_text`."""
    return "\n".join(map(escape_text, caption.split("\n")))
