"""Marginal effects with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.multiple_comparisons.contrast_labels import level_text
from rglm.plots import style
from rglm.plots.means.drawn_means import DrawnMeans, MeanAxis, draw_panel, label_means
from rglm.plots.means.mean_panels import (
    FRAME_HEIGHT,
    LEAST_HEIGHT,
    ROW_HEIGHT,
    axis_limits,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_DRAWN = 60  # estimates whose names can be read


@style.picture
def draw_marginal_effects(
    effects: MarginalEffects,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw predictions, comparisons or slopes with their intervals, a row each.

    Where the axis reaches 0 it has a dotted line there.

    Parameters
    ----------
    effects : MarginalEffects
        What `avg_slopes`, `avg_comparisons`, `avg_predictions` and the like returned.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        There are more than 60 estimates, as of single rows.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> [label.get_text() for label in fit.avg_comparisons().plot().get_yticklabels()]
    ['wool: B - A', 'tension: M - L', 'tension: H - L']
    """
    if len(effects) > MAX_DRAWN:
        raise ValueError(
            f"plot() draws up to {MAX_DRAWN} estimates, and there are {len(effects):,}: average "
            "them, by= or avg_predictions(), avg_comparisons(), avg_slopes()"
        )
    table, level = effects.table, effects.settings.conf_level
    none = np.full((len(effects), 2), np.nan)
    has_errors = effects.settings.has_errors
    ends = table[["conf_low", "conf_high"]].to_numpy(dtype=float) if has_errors else none
    values = table["estimate"].to_numpy(dtype=float)
    drawn = DrawnMeans("", _labels(effects), values, ends, none)
    limits = axis_limits([values, ends])
    null = 0.0 if limits[0] <= 0 <= limits[1] else None
    height = max(LEAST_HEIGHT, FRAME_HEIGHT + ROW_HEIGHT * len(effects))
    ax = style.axes(ax, height=height, figsize=figsize, least_height=height)
    axis = MeanAxis(limits, False, null, True)
    draw_panel(ax, drawn, axis)
    scale = f"{effects.type}, {100 * level:g}% interval" if has_errors else effects.type
    label_means(ax, drawn, axis, "", scale)
    return ax


def _labels(effects: MarginalEffects) -> list[str]:
    """What each estimate is of; of rows their numbers."""
    labels = effects.labels
    first = [name for name in ("term", "contrast") if name in labels]
    columns = [[": ".join(map(level_text, row)) for row in labels[first].to_numpy()]]
    columns = columns if first else []
    columns += [[*map(level_text, labels[name])] for name in labels if name not in first]
    if not columns:
        return ["overall"] * len(effects)
    return [", ".join(parts) for parts in zip(*columns, strict=True)]
