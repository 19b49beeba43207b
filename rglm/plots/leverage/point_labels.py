"""Labels beside points, where they cover least."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_GAP = 3.5  # points between a mark and its label
LINE_HEIGHT = 1.3  # of a label, relative to its size
HEADROOM = 4.0  # points above the axes, below the title
# of a label, of being outside and of a point of distance, where a mark that is covered costs 1
LABEL_COST, OUTSIDE_COST, DISTANCE_COST = 20.0, 50.0, 0.05
LINE_COST, LINE_STEP = 0.15, 4.0  # of each piece of a line that is covered, and its length
BAR_PIECES = 50  # of a vertical bar
MARK_RADIUS = 2.0  # points
MAX_LETTERS = 28  # of a label
MAX_MARKS = 10_000  # that labels avoid
MAX_PIECES = 1000  # of a line, which may go far outside
ALIGNMENTS = {1: "left", 0: "center", -1: "right"}  # by the side of the point
Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top, in points


def label_points(ax: Axes, x: pd.Series, y: pd.Series, places: np.ndarray) -> None:
    """Write the labels of the rows at some places beside their points.

    Each label stands where it covers no other text and the fewest points and lines, and is inside
    the axes. What it shall not cover has to be drawn before.
    """
    marks, size = _in_points(ax, x, y)
    drawn = marks[:: max(1, len(marks) // MAX_MARKS)]
    if len(marks) > MAX_MARKS:  # of which a sample is drawn
        style.points(ax, x.iloc[places], y.iloc[places])
    boxes, lines = text_boxes(ax), line_pieces(ax)
    points, letter = style.font_size("mark"), 72 * style.letter_width("mark")
    line_height = LINE_HEIGHT * points
    for place in places:
        text = style.escape_text(label_text(x.index[int(place)]))
        size_of_text = (len(text) * letter, line_height)
        positions = _label_positions(line_height)
        spots = [_label_box(marks[place], size_of_text, *choice) for choice in positions]
        costs = [
            _cost(box, offset, size, boxes)
            + _count_inside(box, drawn, MARK_RADIUS)
            + LINE_COST * _count_inside(box, lines, 0)
            for box, offset in spots
        ]
        box, offset = spots[int(np.argmin(costs))]
        boxes.append(box)
        options: dict[str, Any] = {"ha": ALIGNMENTS[np.sign(offset[0])], "va": "center"}
        label = ax.annotate(
            text,
            (x.iloc[place], y.iloc[place]),
            xytext=offset,
            textcoords="offset points",
            fontsize=points,
            color=style.COLOURS[1],
            bbox={"facecolor": style.ground(ax), "edgecolor": "none", "alpha": 0.7, "pad": 0},
            **options,
        )
        label.set_in_layout(False)  # it is inside the axes, which shall not make room for it


def label_text(label: Any) -> str:
    """The label of a row as short text: a day without its time, a long one without its middle."""
    if isinstance(label, tuple):
        text = ", ".join(map(label_text, label))
    elif isinstance(label, pd.Timestamp) and label == label.normalize():
        text = label.date().isoformat()
    else:
        text = str(label)
    half = MAX_LETTERS // 2
    return text if len(text) <= MAX_LETTERS else f"{text[:half]}…{text[-half + 1 :]}"


def _in_points(ax: Axes, x: pd.Series, y: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The marks and the size of the axes, in points from the lower left corner."""
    size = np.asarray(ax.bbox.size) / ax.figure.dpi * 72
    limits = np.array([ax.get_xlim(), ax.get_ylim()])
    marks = np.column_stack([x, y]).astype(float)
    return (marks - limits[:, 0]) / np.diff(limits, axis=1)[:, 0] * size, size


def text_boxes(ax: Axes) -> list[Box]:
    """The boxes of the texts in the axes, as those of lines, in points from the corner."""
    found = [text.get_window_extent() for text in ax.texts]
    return [
        tuple(((box.extents - np.tile(ax.bbox.p0, 2)) / ax.figure.dpi * 72).tolist())
        for box in found
        if np.isfinite(box.extents).all()
    ]


def line_pieces(ax: Axes) -> np.ndarray:
    """Places on the lines of the axes, a few points apart, in points from the corner."""
    found = [np.empty((0, 2))]
    for line in ax.lines:
        pixels = line.get_transform().transform(line.get_xydata())
        ends = (pixels - ax.bbox.p0) / ax.figure.dpi * 72
        ends = ends[np.isfinite(ends).all(axis=1)]
        if line.get_linestyle() != "None" and len(ends) > 1:
            length = np.append(0, np.hypot(*np.diff(ends, axis=0).T).cumsum())
            steps = np.linspace(0, length[-1], min(int(length[-1] / LINE_STEP), MAX_PIECES) + 2)
            found.append(np.column_stack([np.interp(steps, length, part) for part in ends.T]))
    return np.concatenate([*found, *_bar_pieces(ax)])


def _bar_pieces(ax: Axes) -> list[np.ndarray]:
    """Places on the bars that `vlines` drew."""
    from matplotlib.collections import LineCollection

    out, shares = [], np.linspace(0, 1, BAR_PIECES)[:, None, None]
    for collection in ax.collections:
        if isinstance(collection, LineCollection):
            ends = [piece[[0, -1]] for piece in collection.get_segments() if len(piece) > 1]
            pixels = ax.transData.transform(np.concatenate(ends)).reshape(-1, 2, 2)
            places = pixels[:, 0] + shares * (pixels[:, 1] - pixels[:, 0])
            out.append((places.reshape(-1, 2) - ax.bbox.p0) / ax.figure.dpi * 72)
    return out


def _label_positions(line_height: float) -> list[tuple[int, float]]:
    """Sides of the point, 0 for its middle, and how far above it the label stands."""
    heights = [0.5 * line_height * step for step in (1, 0, -1, 2, -2, 3, -3, 4, -4)]
    beside = [(side, height) for height, side in product(heights, (1, -1))]
    middle = LABEL_GAP + 0.5 * line_height  # of a label just above the point
    over = [(0, sign * (middle + height)) for height in (0, line_height) for sign in (1, -1)]
    return beside[:2] + over[:1] + beside[2:] + over[1:]


def _label_box(
    mark: np.ndarray, size: tuple[float, float], side: int, height: float
) -> tuple[Box, Any]:
    """The box of a label, and its offset from the point."""
    width, line_height = size
    left = mark[0] + side * LABEL_GAP + 0.5 * (side - 1) * width
    middle = mark[1] + height
    box = (left, middle - line_height / 2, left + width, middle + line_height / 2)
    return box, (side * LABEL_GAP, height)


def _count_inside(box: Box, places: np.ndarray, reach: float) -> int:
    """How many places are in a box that is larger by `reach` on all sides."""
    left, bottom, right, top = box
    across = (places[:, 0] > left - reach) & (places[:, 0] < right + reach)
    return int((across & (places[:, 1] > bottom - reach) & (places[:, 1] < top + reach)).sum())


def _cost(box: Box, offset: tuple[float, float], size: np.ndarray, others: Sequence[Box]) -> float:
    """What a label at a box costs: other texts there, the end of the axes, the distance."""
    left, bottom, right, top = box
    clashes = sum(
        left < other[2] and other[0] < right and bottom < other[3] and other[1] < top
        for other in others
    )
    is_outside = left < 0 or bottom < 0 or right > size[0] or top > size[1] + HEADROOM
    cost = LABEL_COST * clashes + OUTSIDE_COST * is_outside
    return float(cost + DISTANCE_COST * abs(offset[1]))
