"""The legend of a picture whose curves and points may stand for different variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUND_OPACITY = 0.7  # of the ground behind the text, which points may be under
MAX_INSIDE = 6  # entries: a longer legend stands beside the axes


def draw_legend(ax: Axes, sections: Mapping[str, Sequence[Any]], others: Sequence[Any]) -> None:
    """Draw one legend: what the axes had, the marks of each variable below its name, others."""
    from matplotlib.lines import Line2D

    sections = {name: marks for name, marks in sections.items() if marks}
    own = {id(mark) for marks in sections.values() for mark in marks}
    handles = [mark for mark in ax.get_legend_handles_labels()[0] if id(mark) not in own]
    has_one_title = len(sections) == 1 and not handles
    for name, marks in sections.items():
        if not has_one_title and name:
            handles.append(Line2D([], [], linestyle="none", label=style.escape_text(name)))
        handles += marks
    handles += others
    if not handles:
        return
    options: dict[str, Any] = {"loc": "best"}
    if len(handles) > MAX_INSIDE:
        options = {"loc": "upper left", "bbox_to_anchor": (1, 1)}
    title = style.escape_text(next(iter(sections))) if has_one_title else None
    options |= dict.fromkeys(("fontsize", "title_fontsize"), style.font_size("legend"))
    ground = {"facecolor": style.ground(ax), "edgecolor": "none", "framealpha": GROUND_OPACITY}
    ax.legend(handles=handles, title=title, **ground, **options)
