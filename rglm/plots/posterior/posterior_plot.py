"""Density of each parameter of a posterior beside its chains, or beside its prior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.plots import style
from rglm.plots.posterior.chains import draw_trace
from rglm.plots.posterior.densities import (
    bare_density_axis,
    draw_density,
    draw_histogram,
    draw_prior,
    prior_range,
)
from rglm.plots.posterior.parameter_draws import ParameterDraws, drawn_parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

ROW_HEIGHT, MARGIN_HEIGHT = 1.35, 0.5  # inches
WIDTH = 7.2
MAX_RANGE = 15.0  # of the prior on both sides, in ranges of the draws
OPTIONS = ("dens", "hist")


@style.picture
def plot(
    fit: BrmFit,
    variable: str | Sequence[str] | None = None,
    combo: str = "dens",
    regex: bool = False,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.Panels:
    """Draw the posterior of each parameter, and its chains or its prior beside it.

    On the left is the density p(theta_j | y). On the right, of Markov chains, is the trace: the
    draws in their order, a colour a chain. It should look like grass, all chains alike; iterations
    that diverged are marked in red at the lower end. Importance draws have no order: on the right
    are the prior, dashed, and the posterior, on the scale of the prior, as far as it shows. Where
    both have the same width the data say little about the parameter.

    Parameters
    ----------
    variable : name or names, optional
        Which parameters; by default all, or the first 12 of more.
    combo : {"dens", "hist"}
        A density or a histogram on the left.
    regex : bool
        Whether `variable` are regular expressions, of which a part of a name fits one.
    ax : sequence of Axes, optional
        Where to draw, two for each parameter.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    array of Axes (P, 2)

    Raises
    ------
    ValueError
        A name is no parameter.

    References
    ----------
    ``plot.brmsfit`` of R's brms; Gabry, Simpson, Vehtari, Betancourt & Gelman (2019),
    Visualization in Bayesian workflow, Journal of the Royal Statistical Society A 182.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).plot("wt").shape
    (1, 2)
    """
    from rglm.formatting.hints.option_check import check_option

    check_option("combo", combo, OPTIONS)
    drawn = drawn_parameters(fit, variable, regex)
    count = len(drawn.names)
    panels = _panels(ax, count, figsize)
    is_chains = fit._sample.sampling is not None
    for k, (left, right) in enumerate(np.reshape(panels, (count, 2))):
        _draw_left(left, drawn, k, combo)
        if is_chains:
            draw_trace(right, drawn, k)
            style.label_axes(right, "draw" if k == count - 1 else "")
        else:
            _draw_prior_and_posterior(right, fit, drawn, k)
    _finish(panels, drawn, ax is None)
    return panels


def _panels(ax: Any, count: int, figsize: tuple[float, float] | None) -> Any:
    if ax is not None:
        return style.panels(ax, 2 * count, "panels, two for each parameter", figsize=figsize)
    height = ROW_HEIGHT * count + MARGIN_HEIGHT
    return style.grid(count, 2, WIDTH, height, figsize=figsize, least_height=height)


def _draw_left(ax: Axes, drawn: ParameterDraws, k: int, combo: str) -> None:
    draws = drawn.flat[:, k]
    if combo == "hist":
        draw_histogram(ax, draws, style.COLOURS[0])
        bare_density_axis(ax)
    else:
        bare_density_axis(ax, draw_density(ax, draws, style.COLOURS[0]))
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, title=drawn.names[k])
    ax.spines["left"].set_visible(False)


def _draw_prior_and_posterior(ax: Axes, fit: BrmFit, drawn: ParameterDraws, k: int) -> None:
    """Draw the density of a parameter with that of its prior, on the scale of the prior."""
    draws, place = drawn.flat[:, k], int(drawn.places[k])
    low, high = float(draws.min()), float(draws.max())
    scale = prior_range(fit, place)
    is_prior = fit.algorithm == "prior"
    top = 0.0
    if not is_prior:
        top = draw_density(ax, draws, style.COLOURS[0], "posterior")
    if scale is None:
        style.right_title(ax, "flat prior", fontsize=style.font_size("note"))
    else:
        reach = np.inf if is_prior else MAX_RANGE * (high - low)
        low, high = max(min(low, scale[0]), low - reach), min(max(high, scale[1]), high + reach)
        top = max(top, draw_prior(ax, fit, place, (low, high), "prior"))
    ax.set_xlim(low, high)
    bare_density_axis(ax, top)
    style.few_ticks(ax.xaxis)
    style.label_axes(ax)
    ax.spines["left"].set_visible(False)


def _finish(panels: Any, drawn: ParameterDraws, is_own: bool) -> None:
    """Draw the legend above the first panel on the right, and say what is left out."""
    first = np.ravel(panels)[1]
    if len(first.get_legend_handles_labels()[0]) > 1:
        options: dict[str, Any] = {"fontsize": style.font_size("legend"), "frameon": False}
        place: dict[str, Any] = {"bbox_to_anchor": (1, 1), "loc": "lower right", "ncols": 5}
        first.legend(**place, **options, borderaxespad=0.1, columnspacing=1.0)
    if drawn.others_note:
        style.note(panels, drawn.others_note, is_own)
