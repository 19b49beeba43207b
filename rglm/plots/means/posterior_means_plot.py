"""Means of a posterior with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.means.contrasts.same_groups import SAME, By
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
    type: str | None = None,
    CIs: bool = True,
    by: By = SAME,
    level: float | None = None,
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
    type : {"link", "response"}, optional
        The scale; by default the one that the page shows.
    CIs : bool
        Draw the intervals.
    by : str or sequence of str, optional
        The variables whose levels have a panel each; ``by=()`` draws all in one.
    level : float, optional
        The probability of the intervals.
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

    Raises
    ------
    ValueError
        A variable that the rows lack.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool + tension", load("warpbreaks"), "poisson", seed=1, draws=400)
    >>> fit.emmeans("tension", type="response").plot().get_xlabel()
    'rate, 95% HPD interval'
    """
    means = means.summary(level, type, by)
    groups, values = means.shown_groups, means.table[means.estimate_name].to_numpy()
    none = np.full((len(groups), 2), np.nan)
    ends = means.table.iloc[:, -2:].to_numpy(dtype=float) if CIs else none
    labels = row_labels(groups, means.variables)
    places = [rows for _, rows in grouped(groups, means.by)]
    drawn = [
        DrawnMeans(title, [labels[i] for i in at], values[at], ends[at], none[at])
        for title, at in zip(panel_titles(groups, means.by), places, strict=True)
    ]
    is_log = means.are_shown_as_ratios
    null = float(is_log) if means.is_contrast else None
    limits = axis_limits([values, ends, np.array([] if null is None else [null])], is_log)
    axis = MeanAxis(limits, is_log, null, horizontal)
    scale = means.estimate_name
    scale += f", {100 * means.settings.level:g}% HPD interval" if CIs else ""
    return draw_panels(drawn, axis, " ".join(means.variables), scale, ax, figsize)
