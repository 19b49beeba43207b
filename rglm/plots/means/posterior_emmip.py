"""Means of a posterior against a variable, a line for each level of another; R's emmip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.inference.reference_grid.cell_averages import Weights
from rglm.models.brm.means.emmeans import emmeans
from rglm.models.brm.means.means_page import PosteriorMeans
from rglm.plots import style as plot_style
from rglm.plots.means.emmip import draw_shown_interaction, with_range
from rglm.plots.means.plot_formula import read_plot_formula

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit


@plot_style.picture
def emmip(
    fit: BrmFit,
    formula: str,
    type: str = "link",
    CIs: bool = False,
    style: str | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    weights: Weights = "equal",
    level: float = 0.95,
    dpar: str | None = None,
    epred: bool = False,
    dodge: float = 0.1,
    plotit: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> plot_style.AxesOrPanels:
    """Draw means against a variable, a line for each level of another; R's ``emmip``.

    Medians of the posterior, and with ``CIs=True`` their intervals of highest density.

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
    at, weights, dpar, epred
        As of ``emmeans()``.
    level : float
        The probability of the intervals.
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
        One, or one for each panel; with ``plotit=False`` the table ``yvar LCL UCL tvar xvar``.

    Raises
    ------
    ValueError
        A formula without ``~``, or with a variable that the model lacks.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool * tension", load("warpbreaks"), seed=1)
    >>> fit.emmip("wool ~ tension", CIs=True).get_xlabel()
    'tension'
    """
    parts = read_plot_formula(formula)
    at = with_range(fit, parts, dict(at or {}), style)
    options: dict[str, Any] = {"type": type, "weights": weights, "level": level}
    emm = emmeans(fit, parts.names, at=at, dpar=dpar, epred=epred, **options)
    return draw_shown_interaction(emm, formula, CIs, style, dodge, plotit, ax, figsize)


@plot_style.picture
def draw_posterior_emmip(
    emm: PosteriorMeans,
    formula: str,
    type: str | None,
    CIs: bool,
    style: str | None,
    dodge: float,
    plotit: bool,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> plot_style.AxesOrPanels:
    """Draw the medians of a posterior against a variable, a line for each level of another.

    Parameters
    ----------
    emm : PosteriorMeans
        What `emmeans` or `emtrends` returned, with a mean for each point.
    formula : str
        ``"lines ~ axis | panels"``, as of the ``emmip()`` of a fit.
    type : {"link", "response"}, optional
        The scale; by default the one that the page shows.
    CIs : bool
        Draw the intervals.
    style : {"factor", "numeric"}, optional
        Whether a number on the axis has a place for each of its values, or is a scale.
    dodge : float
        The distance between the lines at a level of the axis.
    plotit : bool
        With False nothing is drawn: the table of what would be.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each panel.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, array of Axes or DataFrame
        One, or one for each panel; with ``plotit=False`` a table.

    Raises
    ------
    ValueError
        A formula without ``~``, or with a variable that the means lack; several means for a point.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("breaks ~ wool * tension", load("warpbreaks"), seed=1)
    >>> fit.emmeans("~ wool * tension").emmip("wool ~ tension").get_xlabel()
    'tension'
    """
    shown = emm.summary(type=type)
    return draw_shown_interaction(shown, formula, CIs, style, dodge, plotit, ax, figsize)
