"""Means of a posterior with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.means.level_groups import grouped
from rglm.plots import style
from rglm.plots.means.drawn_means import DrawnMeans, MeanAxis
from rglm.plots.means.mean_panels import axis_limits, draw_panels, panel_titles, row_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.means.means_page import PosteriorMeans


@style.picture
def draw_posterior_means(
    means: PosteriorMeans,
    horizontal: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw medians of a posterior with their HPD intervals; R's ``plot(emm)``.

    Contrasts have a dotted line at 0, or at 1 where they are ratios.

    Parameters
    ----------
    means : PosteriorMeans
        What the ``emmeans()`` of `brm` returned, or contrasts of it.
    horizontal : bool
        Whether means stand one below the other, or side by side.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each group.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each group.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool + tension", load("warpbreaks"), "poisson", seed=1, draws=400)
    >>> fit.emmeans("tension", type="response").plot().get_xlabel()
    'rate, 95% HPD interval'
    """
    groups, values = means.shown_groups, means.table[means.estimate_name].to_numpy()
    ends = means.table.iloc[:, -2:].to_numpy(dtype=float)
    labels, none = row_labels(groups, means.variables), np.full(ends.shape, np.nan)
    places = [rows for _, rows in grouped(groups, means.by)]
    drawn = [
        DrawnMeans(title, [labels[i] for i in at], values[at], ends[at], none[at])
        for title, at in zip(panel_titles(groups, means.by), places, strict=True)
    ]
    is_log = means.are_shown_as_ratios
    null = float(is_log) if means.is_contrast else None
    limits = axis_limits([values, ends, np.array([] if null is None else [null])], is_log)
    axis = MeanAxis(limits, is_log, null, horizontal)
    scale = f"{means.estimate_name}, {100 * means.level:g}% HPD interval"
    return draw_panels(drawn, axis, " ".join(means.variables), scale, ax, figsize)
