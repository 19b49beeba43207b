"""The contribution of each term to the linear predictor; R's termplot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.option_check import check_option
from rglm.plots import style
from rglm.plots.drawn_terms import (
    has_level_estimates,
    select_terms,
    term_curve,
    terms_not_drawn,
)
from rglm.plots.fitted.observed_points import LEVEL_JITTER
from rglm.plots.fitted.variables import fitted_rows, level_places, sorted_levels
from rglm.plots.lowess import lowess, lowess_rounds
from rglm.plots.point_order import point_order
from rglm.protocol.capabilities import HasLevels, HasWorkingWeights
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_RUG_TICKS = 500
MAX_TICKS = 4  # that are the values of the variable
SCALES = ("common", "free")


@style.picture
def plot_terms(
    fit: ModelResult,
    terms: str | Sequence[str] | None = None,
    se: bool = True,
    partial: bool = False,
    rug: bool = True,
    smooth: bool = True,
    ylim: str | tuple[float, float] = "common",
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw what each term adds to the linear predictor, centred; R's ``termplot``, ``crPlots``.

    The curve of a term t is X_t beta_t less its mean over the rows, on the scale of the linear
    predictor. Look at how far each curve rises and falls: on the common scale the term with the
    largest range moves the linear predictor most. With ``partial=True`` look for points whose
    dashed smooth line bends away from the curve: the variable wants another form, such as its
    logarithm or a spline.

    Parameters
    ----------
    terms : label or labels, optional
        Which terms, as ``fit.terms`` has them; by default all of one variable. Each linear
        predictor has a panel for each of its terms; ``"zero_x"`` is the term of one of them only.
        A note names the terms that have no panel, such as interactions: what the panels of their
        variables show is at the reference levels, or at 0, of the others. `plot_fit` with ``by=``
        draws an interaction.
    se : bool
        Draw bands of two standard errors.
    partial : bool
        Draw partial residuals too, working residuals plus the term: component-plus-residual
        plots.
    rug : bool
        Draw ticks at the values of the data.
    smooth : bool
        Draw the lowess line through the partial residuals of a number, where they are drawn: the
        robust one for lm().
    ylim : {"common", "free"} or tuple of two float
        One scale for all panels, of zero-inflated and hurdle models for those of each part; one
        for each panel; or the limits.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each term.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each term on a grid.

    Raises
    ------
    ValueError
        A term that the model does not have, or of several variables; `partial` of a fit without
        working residuals; an unknown `ylim`.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> wool, tension = fit.plot_terms()[0]
    >>> wool.get_xlabel(), wool.get_ylim() == tension.get_ylim()
    ('wool', True)
    """
    if isinstance(ylim, str):
        check_option("ylim", ylim, SCALES)
    if partial and not isinstance(fit, HasWorkingWeights):
        raise ValueError(
            f"partial=True is of working residuals, which {fit._function_name}() does not have: "
            "they are of lm(), glm() and glm_nb()"
        )
    rows, drawn_terms = fitted_rows(fit), select_terms(fit, terms)
    panels = style.panels(ax, len(drawn_terms), "terms", figsize=figsize)
    residuals = fit.residuals("partial") if partial else None
    for panel, term in zip(np.ravel(panels), drawn_terms, strict=False):
        column = rows[term.column]
        levels = sorted_levels(column) if has_level_estimates(term, column) else None
        _draw_curve(panel, term_curve(fit, term, levels), levels, se)
        if residuals is not None:
            values = residuals[term.label].dropna()
            _draw_partial_residuals(panel, column, values, levels)
            if smooth and levels is None:
                _draw_smooth(panel, column, values, lowess_rounds(fit))
        if rug and levels is None:
            _draw_rug(panel, column)
        if levels is None:
            _set_ticks(panel, column)
        part = "" if term.part is None else f"{term.part}: "
        style.label_axes(panel, term.column, f"{part}partial for {term.label}")
    # the linear predictors of levels are all logits; those of two parts are of different things
    groups = [None if isinstance(fit, HasLevels) else term.part for term in drawn_terms]
    _set_limits(np.ravel(panels)[: len(drawn_terms)].tolist(), groups, ylim)
    absent = terms_not_drawn(fit) if terms is None else []
    if absent:
        style.note(panels, f"not drawn, of several variables: {', '.join(absent)}", ax is None)
    return panels


def _set_limits(
    panels: list[Axes], groups: list[str | None], ylim: str | tuple[float, float]
) -> None:
    """Give the panels the limits asked for: those of one group the same."""
    for group in dict.fromkeys(groups):
        members = [panel for panel, own in zip(panels, groups, strict=True) if own == group]
        limits = np.array([panel.get_ylim() for panel in members])
        common = float(limits[:, 0].min()), float(limits[:, 1].max())
        for panel in members if ylim != "free" else []:
            panel.set_ylim(common if isinstance(ylim, str) else ylim)


def _draw_curve(ax: Axes, line: pd.DataFrame, levels: list[Any] | None, se: bool) -> None:
    shade = style.COLOURS[0]
    low, high = line["fit"] - 2 * line["se"], line["fit"] + 2 * line["se"]
    if levels is not None:
        ax.hlines(line["fit"], line["x"] - 0.3, line["x"] + 0.3, color=shade, linewidth=2)
        if se:
            ax.vlines(line["x"], low, high, color=shade, linewidth=1)
        style.level_ticks(ax, levels)
        return
    if se:
        ax.fill_between(line["x"], low, high, color=shade, alpha=style.BAND, linewidth=0)
    ax.plot(line["x"], line["fit"], color=shade)


def _draw_partial_residuals(
    ax: Axes, column: pd.Series, residuals: pd.Series, levels: list[Any] | None
) -> None:
    """Draw working residuals plus the term, below the curve."""
    x = (column if levels is None else level_places(column)).to_numpy()
    y = residuals.to_numpy()
    if levels is not None:
        order = point_order(x, y)  # so that the jitter is the same in each order of the rows
        x, y = x[order], y[order]
        x = x + np.random.default_rng(0).uniform(-LEVEL_JITTER, LEVEL_JITTER, len(x))
    style.points(ax, x, y, zorder=0.5)


def _draw_smooth(ax: Axes, column: pd.Series, residuals: pd.Series, rounds: int) -> None:
    """Draw the lowess line through partial residuals."""
    line = lowess(column.to_numpy(dtype=float), residuals.to_numpy(), rounds=rounds)
    ax.plot(*line, color=style.COLOURS[1], linewidth=1.2, linestyle="--")


def _set_ticks(ax: Axes, column: pd.Series) -> None:
    """Set ticks at the values of a number that has few, such as 0 and 1."""
    values = np.unique(column)
    if len(values) <= MAX_TICKS and (values == np.rint(values)).all():
        ax.set_xticks(values, [f"{value:g}" for value in values])
    else:
        style.few_ticks(ax.xaxis)


def _draw_rug(ax: Axes, column: pd.Series) -> None:
    """Draw ticks at the values of a column."""
    x = np.unique(column)
    x = x[:: max(1, len(x) // MAX_RUG_TICKS)]
    bottom = ax.get_xaxis_transform()  # y is a share of the height of the axes
    shade = style.ink(ax, style.POINT)
    ax.plot(x, np.zeros(len(x)), "|", color=shade, markersize=6, alpha=0.4, transform=bottom)
