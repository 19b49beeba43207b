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

FONT_SIZE = style.SMALL - 1
GAP = 3.0  # points between a mark and its label
LINE_HEIGHT = 1.3 * FONT_SIZE
LABEL_COST, OUTSIDE_COST, DISTANCE_COST = 20.0, 10.0, 0.05  # where a point covered costs 1
Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top, in points


def label_points(ax: Axes, x: pd.Series, y: pd.Series, places: Sequence[int] | np.ndarray) -> None:
    """Write the labels of the rows at some places beside their points.

    Each label stands where it covers no other label and the fewest points, and is inside the axes.
    """
    marks, size = _in_points(ax, x, y)
    boxes: list[Box] = []
    for place in places:
        text = style.escape_text(x.index[place])
        width = len(text) * style.LETTER_WIDTH * 72 * FONT_SIZE / style.SMALL
        spots = [_spot(marks[place], width, *choice) for choice in _choices()]
        costs = [_cost(box, offset, marks, size, boxes) for box, offset in spots]
        box, offset = spots[int(np.argmin(costs))]
        boxes.append(box)
        options: dict[str, Any] = {"ha": "left" if offset[0] > 0 else "right", "va": "center"}
        ax.annotate(
            text,
            (x.iloc[place], y.iloc[place]),
            xytext=offset,
            textcoords="offset points",
            fontsize=FONT_SIZE,
            color=style.COLOURS[1],
            **options,
        )


def _in_points(ax: Axes, x: pd.Series, y: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The marks and the size of the axes, in points from the lower left corner."""
    size = np.asarray(ax.bbox.size) / ax.figure.dpi * 72
    limits = np.array([ax.get_xlim(), ax.get_ylim()])
    marks = np.column_stack([x, y]).astype(float)
    return (marks - limits[:, 0]) / np.diff(limits, axis=1)[:, 0] * size, size


def _choices() -> list[tuple[int, float]]:
    """Sides of the point, and how far above it the label stands, the nearest first."""
    heights = [0.5 * LINE_HEIGHT * step for step in (1, 0, -1, 2, -2, 3, -3, 4, -4)]
    return [(side, height) for height, side in product(heights, (1, -1))]


def _spot(mark: np.ndarray, width: float, side: int, height: float) -> tuple[Box, Any]:
    """The box of a label, and its offset from the point."""
    left = mark[0] + GAP if side > 0 else mark[0] - GAP - width
    middle = mark[1] + height
    box = (left, middle - LINE_HEIGHT / 2, left + width, middle + LINE_HEIGHT / 2)
    return box, (side * GAP, height)


def _cost(
    box: Box, offset: tuple[float, float], marks: np.ndarray, size: np.ndarray, others: list[Box]
) -> float:
    """What a label at a box covers, and how far it is from its point."""
    left, bottom, right, top = box
    across = (marks[:, 0] > left - 1) & (marks[:, 0] < right + 1)
    covered = int((across & (marks[:, 1] > bottom) & (marks[:, 1] < top)).sum())
    clashes = sum(
        left < other[2] and other[0] < right and bottom < other[3] and other[1] < top
        for other in others
    )
    is_outside = left < 0 or bottom < 0 or right > size[0] or top > size[1] + LINE_HEIGHT
    cost = LABEL_COST * clashes + covered + OUTSIDE_COST * is_outside
    return float(cost + DISTANCE_COST * abs(offset[1]))
