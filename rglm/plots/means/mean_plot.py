"""Means with their intervals, and arrows that show which differ; emmeans' plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.level_groups import group_title, grouped
from rglm.inference.multiple_comparisons.contrast_labels import level_texts
from rglm.plots import style
from rglm.plots.means.arrow_tips import ArrowTips, arrow_tips
from rglm.plots.means.drawn_means import DrawnMeans, MeanAxis, draw_panel, label_means

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_HEIGHT, FRAME_HEIGHT, LEAST_HEIGHT = 0.26, 0.75, 1.3  # inches
MAX_STACKED = 6  # panels below each other
MARGIN = 0.05  # of the axis, beyond what is drawn


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
    panels = _panels(ax, drawn, horizontal, figsize)
    names, scale = " ".join(shown.variables), _scale_label(shown, CIs)
    each = np.ravel(np.asarray(panels, dtype=object))
    is_stacked = ax is None and horizontal and len(drawn) <= MAX_STACKED
    for i, (panel, one) in enumerate(zip(each, drawn, strict=False)):
        draw_panel(panel, one, axis)
        is_inner = is_stacked and i < len(drawn) - 1
        label_means(panel, one, axis, names, "" if is_inner else scale)
    if tips is not None:
        style.note(panels, tips.note, ax is None)
    return panels


def _drawn(shown: EmmGrid, intervals: bool, tips: ArrowTips | None) -> list[DrawnMeans]:
    """What each panel shows."""
    table, labels = shown.tidy(), row_labels(shown)
    values, none = table["estimate"].to_numpy(), np.full((len(shown), 2), np.nan)
    ends = table[["conf_low", "conf_high"]].to_numpy() if intervals else none
    arrows = none if tips is None else tips.tips
    return [
        DrawnMeans(title, [labels[i] for i in at], values[at], ends[at], arrows[at])
        for title, at in zip(panel_titles(shown), shown.places, strict=True)
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


def row_labels(shown: EmmGrid) -> list[str]:
    """The levels of each row in its panel."""
    names = list(shown.variables)
    return level_texts(shown.groups[names]) if names else [""] * len(shown)


def panel_titles(shown: EmmGrid) -> list[str]:
    """The levels that each panel is of."""
    return [group_title(key) for key, _ in grouped(shown.groups, shown.by)]


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


def _scale_label(shown: EmmGrid, intervals: bool) -> str:
    if not intervals:
        return shown.estimate_name
    return f"{shown.estimate_name}, {100 * shown.settings.level:g}% interval"


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
