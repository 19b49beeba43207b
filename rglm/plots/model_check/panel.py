"""What all panels share: titles in words, and at most some thousand points."""

from __future__ import annotations

import re
from textwrap import fill
from typing import TYPE_CHECKING

from rglm.inference.simulated_residuals.verdict import Verdict
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_POINTS = 3000
AXES_GROWTH = 1.2  # of the axes by the constrained layout
TITLE_LETTER_RATIO = 0.88  # the mean width of a letter of a title beside that of `style`
PROBLEM_COLOUR = 1  # the place of the colour of such titles


def draw_title(ax: Axes, verdict: Verdict) -> None:
    """Write a verdict in a few words above a panel, coloured if it speaks against the model."""
    width = AXES_GROWTH * ax.get_window_extent().width / ax.figure.dpi
    letters = max(10, int(width / (TITLE_LETTER_RATIO * style.letter_width("label"))))
    text = style.escape_text(verdict.title).replace("(p ", "(p\xa0")
    words = fill(re.sub("([<=]) ", "\\1\xa0", text), letters, break_on_hyphens=False)
    colour = style.colour(ax, PROBLEM_COLOUR) if verdict.status == "problem" else style.ink(ax)
    ax.set_title(words, fontsize=style.font_size("label"), loc="left", color=colour)


def row_sample(n: int) -> slice:
    """Evenly spread rows, at most `MAX_POINTS`."""
    return slice(None, None, max(1, -(-n // MAX_POINTS)))
