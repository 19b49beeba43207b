"""Means against the levels of one variable, a line for each level of another; R's emmip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.emmeans import emmeans
from rglm.plots import style as plot_style
from rglm.plots.means.interaction_panels import draw_interaction
from rglm.plots.means.interaction_table import interaction_table
from rglm.plots.means.plot_formula import PlotFormula, read_plot_formula
from rglm.plots.means.shown_means import ShownMeans
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.protocol.result_rows import ResultRows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = ("factor", "numeric")
CURVE_POINTS = 61


@plot_style.picture
def emmip(
    fit: ModelResult,
    formula: str,
    type: str = "link",
    CIs: bool = False,
    style: str | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    mode: str | None = None,
    weights: Any = "equal",
    level: float = 0.95,
    vcov: Vcov = None,
    df: float | None = None,
    dodge: float = 0.1,
    plotit: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> plot_style.AxesOrPanels:
    """Draw means against a variable, a line for each level of another; R's ``emmip``.

    An interaction plot: parallel lines say that the differences between lines are the same at all
    levels of the axis; lines that are not parallel show an interaction.

    Parameters
    ----------
    formula : str
        ``"lines ~ axis | panels"``: ``"wool ~ tension"``, ``"~ tension | wool"``,
        ``"a * b ~ x | g"``. Means are averaged over all other variables.
    type : {"link", "response"}
        The scale.
    CIs : bool
        Draw the intervals.
    style : {"factor", "numeric"}, optional
        Whether a number on the axis has a place for each of its values, or is a scale: by default
        a number is a scale, with curves over its range, where `at` does not give its values.
    at : dict, optional
        Values of variables, as of ``emmeans()``.
    mode, weights, vcov, df
        As of ``emmeans()``.
    level : float
        The coverage of the intervals.
    dodge : float
        The distance between the lines at a level of the axis, so that intervals are seen.
    plotit : bool
        With False nothing is drawn: the table of what would be.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each panel.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, array of Axes or DataFrame
        One, or one for each panel; with ``plotit=False`` the table ``yvar SE df LCL UCL tvar
        xvar``.

    Raises
    ------
    ValueError
        A formula without ``~``, or with a variable that the model lacks.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    >>> fit.emmip("wool ~ tension", CIs=True).get_xlabel()
    'tension'
    """
    parts = read_plot_formula(formula)
    at = with_range(fit, parts, dict(at or {}), style)
    options: dict[str, Any] = {"type": type, "mode": mode, "weights": weights, "level": level}
    emm = emmeans(fit, parts.names, at=at, vcov=vcov, df=df, **options)
    return draw_emmip(emm, formula, None, CIs, style, dodge, plotit, ax, figsize)


@plot_style.picture
def draw_emmip(
    emm: EmmGrid,
    formula: str,
    type: str | None = None,
    CIs: bool = False,
    style: str | None = None,
    dodge: float = 0.1,
    plotit: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> plot_style.AxesOrPanels:
    """Draw means against a variable, a line for each level of another; R's ``emmip``.

    Parameters
    ----------
    emm : EmmGrid
        What `emmeans` or `emtrends` returned, with a mean for each point.
    formula : str
        ``"lines ~ axis | panels"``, as of the ``emmip()`` of a fit.
    type : {"link", "response"}, optional
        The scale; by default the one that the page shows.
    CIs, style, dodge, plotit, ax, figsize
        As of the ``emmip()`` of a fit.

    Returns
    -------
    Axes, array of Axes or DataFrame
        As ``emmip()``.

    Raises
    ------
    ValueError
        A formula without ``~``, or with a variable that the means lack; several means for a point.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> slopes = lm("mpg ~ wt * factor(cyl) * am", load("mtcars")).emtrends("~ cyl * am", "wt")
    >>> slopes.emmip("am ~ cyl").get_ylabel()
    'wt.trend'
    """
    shown = emm.summary(True, type=type)
    return draw_shown_interaction(shown, formula, CIs, style, dodge, plotit, ax, figsize)


def draw_shown_interaction(
    shown: ShownMeans,
    formula: str,
    intervals: bool,
    style: str | None,
    dodge: float,
    plotit: bool,
    ax: Any,
    figsize: Any,
) -> plot_style.AxesOrPanels:
    """Draw means on the scale that they show, those of a posterior too."""
    parts = read_plot_formula(formula)
    table = interaction_table(shown, parts, intervals)
    if not plotit:
        return table
    if style is not None:
        check_option("style", style, STYLES)
    is_numeric = style != "factor" and _is_number(shown.fit, parts)
    return draw_interaction(shown, parts, table, is_numeric, dodge, ax, figsize)


def _is_number(fit: ResultRows, formula: PlotFormula) -> bool:
    """Whether a number that the model has no levels of stands on the axis alone."""
    kinds, axis = fit._variable_summary.kinds, " ".join(formula.x)
    return axis in kinds and not kinds[axis].is_factor


def with_range(
    fit: ResultRows, formula: PlotFormula, at: dict[str, Any], style: str | None
) -> dict[str, Any]:
    """Values of a number on the axis, over its range, where none are given."""
    name = formula.x[0]
    if name in at or style == "factor" or not _is_number(fit, formula):
        return at
    sums = fit._variable_summary.numbers[name]
    return {**at, name: np.linspace(sums.low[0], sums.high[0], CURVE_POINTS)}
