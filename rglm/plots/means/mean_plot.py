"""Means with their intervals, and arrows that show which differ; emmeans' plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.means.emm_grid import EmmGrid
from rglm.plots import style
from rglm.plots.means.arrow_tips import ArrowTips, arrow_tips
from rglm.plots.means.drawn_means import DrawnMeans, MeanAxis
from rglm.plots.means.mean_panels import axis_limits, draw_panels, panel_titles, row_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@check_arguments
@style.picture
def draw_means(
    emm: EmmGrid,
    type: str | None = None,
    CIs: bool = True,
    comparisons: bool = False,
    by: str | Sequence[str] | None = None,
    alpha: float | None = None,
    adjust: str | None = None,
    int_adjust: str | None = None,
    level: float | None = None,
    horizontal: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw means with their intervals, and arrows that show which differ; R's ``plot(emm)``.

    A point is a mean and its bar the interval. With ``comparisons=True`` arrows go out from the
    means: two means differ significantly where the arrow of one does not meet the arrow of the
    other. Intervals do not say that: two that overlap may be of means that differ. The lowest and
    the highest mean have one arrow each. If arrows cannot show the tests of some pairs, a note
    names these. Contrasts have a dotted line at 0, or at 1 where they are ratios.

    Parameters
    ----------
    emm : EmmGrid
        What `emmeans`, `emtrends` or `contrast` returned.
    type : {"link", "response"}, optional
        The scale; by default the one that the page shows.
    CIs : bool
        Draw the intervals.
    comparisons : bool
        Draw comparison arrows.
    by : str or sequence of str, optional
        The variables whose levels have a panel each; ``by=()`` draws all in one. Arrows compare
        the means of a panel.
    alpha : float, optional
        The significance level of the arrows; by default 1 - level.
    adjust : str, optional
        The adjustment of the comparisons for their number; by default Tukey's.
    int_adjust : str, optional
        The adjustment of the intervals for their number; by default that of the page.
    level : float, optional
        The coverage of the intervals.
    horizontal : bool
        Whether means stand one below the other, or side by side.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each panel.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each group.

    Raises
    ------
    ValueError
        Comparison arrows of contrasts; a variable that the rows lack; an unknown adjustment.

    Notes
    -----
    With margins of error e_ij of the differences, arrows up from the lower mean and down from the
    higher one have lengths with R_i + L_j = e_ij as nearly as can be, by least squares, subject to
    the decisions of the tests.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> means = lm("breaks ~ wool * tension", load("warpbreaks")).emmeans("~ tension | wool")
    >>> [panel.get_title(loc="left") for panel in means.plot(comparisons=True).ravel()]
    ['wool = A', 'wool = B']
    """
    shown = emm.summary(True, level, int_adjust, type)
    shown = shown if by is None else shown.summary(by=by)
    tips, coverage = None, shown.settings.level if alpha is None else 1 - alpha
    if comparisons:
        tips = arrow_tips(shown, adjust, coverage)
    drawn = _drawn(shown, CIs, tips)
    axis = _axis(shown, drawn, horizontal)
    names, scale = " ".join(shown.variables), _scale_label(shown, CIs)
    panels = draw_panels(drawn, axis, names, scale, ax, figsize)
    if tips is not None:
        style.note(panels, tips.note, ax is None)
    return panels


def _drawn(shown: EmmGrid, intervals: bool, tips: ArrowTips | None) -> list[DrawnMeans]:
    """What each panel shows."""
    table, labels = shown.tidy(), row_labels(shown.groups, shown.variables)
    values, none = table["estimate"].to_numpy(), np.full((len(shown), 2), np.nan)
    ends = table[["conf_low", "conf_high"]].to_numpy() if intervals else none
    arrows = none if tips is None else tips.tips
    titles = panel_titles(shown.groups, shown.by)
    return [
        DrawnMeans(title, [labels[i] for i in at], values[at], ends[at], arrows[at])
        for title, at in zip(titles, shown.places, strict=True)
    ]


def _axis(shown: EmmGrid, drawn: Sequence[DrawnMeans], horizontal: bool) -> MeanAxis:
    """The axis of the means of all panels: of ratios a log axis."""
    is_response = shown.settings.is_response and shown.scale.has_other
    null = np.array([shown.settings.null])
    null = shown.scale.means(null) if is_response else null
    has_null = shown.is_contrast
    values = [one for d in drawn for one in (d.values, d.ends, d.tips)]
    everything = [*values, null] if has_null else values
    is_log = has_null and is_response
    limits = axis_limits(everything, is_log)
    return MeanAxis(limits, is_log, float(null[0]) if has_null else None, horizontal)


def _scale_label(shown: EmmGrid, intervals: bool) -> str:
    if not intervals:
        return shown.estimate_name
    return f"{shown.estimate_name}, {100 * shown.settings.level:g}% interval"
