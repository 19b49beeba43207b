"""Labels of the extreme points, and the smooth line through the points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.plots import style
from rglm.plots.leverage.point_labels import label_points
from rglm.plots.lowess import lowess

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def label_extremes(ax: Axes, x: pd.Series, y: pd.Series, extremes: pd.Series, id_n: int) -> None:
    """Write the labels of the points whose values in `extremes` are the largest.

    It is last of all, as labels avoid what is drawn.
    """
    label_points(ax, x, y, largest(extremes, id_n))


def largest(values: pd.Series, count: int) -> np.ndarray:
    """The places of the largest by size, in this order; ties in the order of their labels."""
    size = np.round(values.abs().to_numpy(), 10)
    places = np.flatnonzero(~np.isnan(size))
    if 0 < count < len(places):
        least = -np.partition(-size[places], count - 1)[count - 1]
        places = places[size[places] >= least]
    names = np.array([str(label) for label in values.index[places]], dtype=str)
    order = np.lexsort((names, -size[places]))
    return places[order][:count]


def draw_lowess(ax: Axes, x: pd.Series, y: pd.Series, rounds: int) -> None:
    """Draw the lowess line through points."""
    line = lowess(x.to_numpy(), y.to_numpy(), rounds=rounds)
    ax.plot(*line, color=style.COLOURS[1], linewidth=1.2)
