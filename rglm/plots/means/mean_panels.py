"""The panels of groups of means, their titles and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from rglm.inference.means.level_groups import group_title, grouped
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.plots import style
from rglm.plots.means.drawn_means import DrawnMeans, MeanAxis, draw_panel, label_means

ROW_HEIGHT, FRAME_HEIGHT, LEAST_HEIGHT = 0.26, 0.75, 1.3  # inches
MAX_STACKED = 6  # panels below each other
MARGIN = 0.05  # of the axis, beyond what is drawn


def draw_panels(
    drawn: Sequence[DrawnMeans], axis: MeanAxis, names: str, scale: str, ax: Any, figsize: Any
) -> style.AxesOrPanels:
    """Draw each group of means in a panel.

    Parameters
    ----------
    drawn : sequence of DrawnMeans
    axis : MeanAxis
        Of the means, in all panels.
    names, scale : str
        The labels of the axes.
    ax, figsize
        As of the pictures.
    """
    panels = _panels(ax, drawn, axis.is_horizontal, figsize)
    each = np.ravel(np.asarray(panels, dtype=object))
    is_stacked = ax is None and axis.is_horizontal and len(drawn) <= MAX_STACKED
    for i, (panel, one) in enumerate(zip(each, drawn, strict=False)):
        draw_panel(panel, one, axis)
        is_inner = is_stacked and i < len(drawn) - 1
        label_means(panel, one, axis, names, "" if is_inner else scale)
    return panels


def row_labels(groups: pd.DataFrame, variables: Sequence[str]) -> list[str]:
    """The levels of each row in its panel."""
    return level_texts(groups[list(variables)]) if variables else [""] * len(groups)


def panel_titles(groups: pd.DataFrame, by: Sequence[str]) -> list[str]:
    """The levels that each panel is of."""
    return [group_title(key) for key, _ in grouped(groups, by)]


def axis_limits(values: Sequence[np.ndarray], is_log: bool = False) -> tuple[float, float]:
    """The limits of an axis that shows all finite numbers."""
    everything = np.concatenate([np.ravel(one) for one in values])
    with np.errstate(divide="ignore", invalid="ignore"):
        everything = np.log(everything) if is_log else everything
    known = everything[np.isfinite(everything)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    margin = MARGIN * (high - low or 1.0)
    ends = low - margin, high + margin
    return (float(np.exp(ends[0])), float(np.exp(ends[1]))) if is_log else ends


def _panels(
    ax: Any, drawn: Sequence[DrawnMeans], horizontal: bool, figsize: Any
) -> style.AxesOrPanels:
    """The axes of the groups: one below the other, side by side, or on a grid."""
    if horizontal and len(drawn) <= MAX_STACKED:
        heights = [max(LEAST_HEIGHT, FRAME_HEIGHT + ROW_HEIGHT * len(d.labels)) for d in drawn]
        return style.column(ax, heights, "groups", figsize)
    most = max(len(one.labels) for one in drawn)
    height = FRAME_HEIGHT + ROW_HEIGHT * most if horizontal else style.HEIGHT
    return style.panels(ax, len(drawn), "groups", max(height, LEAST_HEIGHT), figsize)
