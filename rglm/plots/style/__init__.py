"""Figures, colours and text of the pictures."""

from rglm.plots.style.axes_array import Panels, PngPanels
from rglm.plots.style.colours import (
    BAND,
    COLOURS,
    DASHES,
    FAINT,
    INK,
    MARKS,
    NOTE,
    POINT,
    colour,
    ground,
    ink,
)
from rglm.plots.style.figures import (
    HEIGHT,
    WIDTH,
    AxesOrPanels,
    axes,
    column,
    grid,
    panels,
    picture,
)
from rglm.plots.style.lettering import escape_lines, escape_text, font_size, letter_width
from rglm.plots.style.points import note_points, points, points_shown
from rglm.plots.style.text import (
    few_ticks,
    label_axes,
    legend,
    level_ticks,
    note,
    plain_ticks,
    shared_legend,
)
from rglm.plots.style.wrapping import row_ticks, wrap_label

__all__ = [
    "BAND",
    "COLOURS",
    "DASHES",
    "FAINT",
    "HEIGHT",
    "INK",
    "MARKS",
    "NOTE",
    "POINT",
    "WIDTH",
    "AxesOrPanels",
    "Panels",
    "PngPanels",
    "axes",
    "colour",
    "column",
    "escape_lines",
    "escape_text",
    "few_ticks",
    "font_size",
    "grid",
    "ground",
    "ink",
    "label_axes",
    "legend",
    "letter_width",
    "level_ticks",
    "note",
    "note_points",
    "panels",
    "picture",
    "plain_ticks",
    "points",
    "points_shown",
    "row_ticks",
    "shared_legend",
    "wrap_label",
]
