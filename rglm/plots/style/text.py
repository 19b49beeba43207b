"""Text of the pictures: labels, ticks and legends. No setting of matplotlib is changed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots.style.colours import FAINT, NOTE, ink
from rglm.plots.style.lettering import escape_text, font_size, letter_width
from rglm.plots.style.settings import user_setting
from rglm.plots.style.wrapping import LEAST_SIZE, wrap_label, wrap_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.text import Text

HANDLE_LETTERS = 7  # the width of a mark of a legend, and of what is between, in letters
SLANTED_DISTANCE, UPRIGHT_DISTANCE = 2.2, 1.1  # of levels, relative to the size of their names
ASCENT, DESCENT, LINE_HEIGHT = 0.76, 0.24, 1.2  # of letters and lines, relative to their size
MAX_TICKS = 6
MAX_TICKS_RATIO = 500  # of the ends of a log axis: above it ticks are powers of ten only


def label_axes(ax: Axes, x: str = "", y: str = "", title: str = "") -> Axes:
    """Label axes, and hide the upper and the right border.

    Labels that are longer than the axes stand in several lines. Lines and ticks are grey and
    short, unless a style sheet has its own.
    """
    size = font_size("label")
    ax.set_xlabel(wrap_label(ax, escape_text(x)), fontsize=size)
    ax.set_ylabel(wrap_label(ax, escape_text(y), is_upright=True), fontsize=size)
    if title:
        lines = wrap_label(ax, escape_text(title), "title")
        ax.set_title(lines, fontsize=font_size("title"), loc="left")
    for axis in (ax.xaxis, ax.yaxis):
        if "labelsize" not in axis.get_tick_params():  # else set by the user, or to fit
            axis.set_tick_params(labelsize=font_size("tick"))
    if user_setting("xtick.major.size") is None:
        ax.tick_params(length=3)
    if user_setting("xtick.color") is None:
        ax.tick_params(color=FAINT)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if user_setting("axes.edgecolor") is None:
        for side in ("left", "bottom"):
            ax.spines[side].set_color(FAINT)
    return ax


def legend(
    ax: Axes,
    title: str | None = None,
    above: bool = False,
    extra: Sequence[Artist] = (),
    loc: str = "best",
) -> None:
    """Draw a legend without a frame, where it hides least, or in a row above the axes.

    `extra` are marks with labels that stand below those of the axes.
    """
    options: dict[str, Any] = {
        "title": title and escape_text(title),
        "fontsize": font_size("legend"),
        "title_fontsize": font_size("legend"),
        "frameon": False,
        "loc": "lower left" if above else loc,
    }
    handles, labels = ax.get_legend_handles_labels()
    handles, labels = [*handles, *extra], [*labels, *(str(one.get_label()) for one in extra)]
    letters = int(_width_in_letters(ax, "legend"))
    wrapped = [wrap_text(label, max(letters - HANDLE_LETTERS, 10)) for label in labels]
    if not above:
        ax.legend(handles, wrapped, **options)
        return
    longest = max(map(len, labels), default=0) + HANDLE_LETTERS
    columns = max(1, min(len(labels), 4, letters // longest))
    ax.legend(handles, wrapped, bbox_to_anchor=(0, 1), ncols=columns, **options)


def shared_legend(panels: Any, above_all: bool) -> None:
    """Draw the legend of the first axes above a figure of one's own, or else in these axes."""
    first = np.ravel(np.asarray(panels, dtype=object))[0]
    if not above_all:
        legend(first)
        return
    options: dict[str, Any] = {"fontsize": font_size("legend"), "frameon": False}
    handles, labels = first.get_legend_handles_labels()
    place = "outside upper right"
    first.figure.legend(handles, labels, loc=place, ncols=len(labels), **options)


def _width_in_letters(ax: Axes, kind: str) -> float:
    return ax.get_window_extent().width / ax.figure.dpi / letter_width(kind)


def level_ticks(ax: Axes, levels: Iterable[Any]) -> None:
    """Set ticks of levels at 0, 1, 2, ...; long names stand in several lines, or slanted.

    Many names are upright and small, and of very many not each is written.
    """
    names = [escape_text(level) for level in levels]
    letters = int(_width_in_letters(ax, "tick") / max(len(names), 1)) - 1
    wrapped = [fill(name, max(letters, 1), break_long_words=False) for name in names]
    if all(len(line) <= letters for name in wrapped for line in name.split("\n")):
        ax.set_xticks(range(len(names)), wrapped)
        return
    distance = 72 * ax.get_window_extent().width / ax.figure.dpi / len(names)  # points
    size = font_size("tick")
    is_slanted = distance > SLANTED_DISTANCE * size
    if not is_slanted and distance < UPRIGHT_DISTANCE * size:
        size = max(distance / UPRIGHT_DISTANCE, LEAST_SIZE)
        ax.tick_params(axis="x", labelsize=size)
    step = 1 if is_slanted else math.ceil(UPRIGHT_DISTANCE * size / distance - 1e-9)
    ax.set_xticks(range(len(names))[::step], names[::step])
    turned = {"rotation": 30, "ha": "right"} if is_slanted else {"rotation": 90, "ha": "right"}
    for label in ax.get_xticklabels():
        label.set(rotation_mode="anchor", va="top" if is_slanted else "center", **turned)


def plain_ticks(axis: Axis) -> None:
    """Set ticks of a log axis at 1, 2 and 5 times powers of ten, or at powers, in full digits."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < MAX_TICKS_RATIO * low else (1,)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def note(panels: Any, text: str, below_all: bool) -> None:
    """Write a note below a figure of one's own, or below the label of the last axes."""
    last = [one for one in np.ravel(np.asarray(panels, dtype=object)) if one.axison][-1]
    if not below_all:
        last.set_xlabel(f"{last.get_xlabel()}\n{escape_text(text)}")
        return
    lines = fill(escape_text(text), int(last.figure.get_figwidth() / letter_width("note")))
    options: dict[str, Any] = {"fontsize": font_size("note"), "color": ink(last, NOTE)}
    last.figure.supxlabel(lines, x=0.01, ha="left", **options)


def right_title(ax: Axes, text: str, **options: Any) -> None:
    """Write above the axes, on the right; a title that the caller gives them stands below it."""
    written = ax.set_title(text, loc="right", **options)
    lift = partial(_lift, written)
    lift(ax.title)
    ax.title.add_callback(lift)


def _lift(written: Text, title: Any) -> None:
    """Raise the text by as many lines as the title needs; one that was taken away stays so."""
    text, words = written.get_text().rstrip("\n"), title.get_text()
    if not text:
        return
    size, own = float(title.get_fontsize()), float(written.get_fontsize())
    height = size * (ASCENT + LINE_HEIGHT * words.count("\n")) + own * DESCENT
    lines = math.ceil(height / (own * LINE_HEIGHT)) if words else 0
    written.set_text(text + "\n" * lines)


def few_ticks(axis: Axis) -> None:
    """Set as many round ticks as have room for their numbers, at least two."""
    from matplotlib.ticker import MaxNLocator, ScalarFormatter

    formatter = ScalarFormatter()
    formatter.set_axis(axis)
    low, high = axis.get_view_interval()
    letters = _width_in_letters(axis.axes, "tick")
    locator = MaxNLocator(MAX_TICKS)
    for most in range(MAX_TICKS, 1, -1):
        locator = MaxNLocator(most, steps=[1, 2, 5, 10])
        axis.set_major_locator(locator)
        ticks = [tick for tick in locator.tick_values(low, high) if low <= tick <= high]
        labels = formatter.format_ticks(ticks)
        if sum(len(label) + 2 for label in labels) <= letters:
            break
