"""The pictures of draws of parameters that R's bayesplot has, by their type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.plots import style
from rglm.plots.posterior.chains import draw_autocorrelation, draw_ranks, draw_trace
from rglm.plots.posterior.densities import bare_density_axis, draw_density, draw_histogram
from rglm.plots.posterior.diagnostics import draw_divergences, draw_neff, draw_rhat
from rglm.plots.posterior.intervals import draw_areas, draw_intervals, rows_height
from rglm.plots.posterior.pairs import draw_pairs, draw_scatter
from rglm.plots.posterior.parameter_draws import ParameterDraws, drawn_parameters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

ROWS = {"intervals": draw_intervals, "areas": draw_areas}  # one axes, a row a parameter
MAX_PAIRED = 6  # parameters of a picture of pairs
MAX_ROWS = 40


def _draw_hist(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    draw_histogram(ax, drawn.flat[:, k], style.COLOURS[0])
    bare_density_axis(ax)


def _draw_dens(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    bare_density_axis(ax, draw_density(ax, drawn.flat[:, k], style.COLOURS[0]))


def _draw_dens_overlay(ax: Axes, drawn: ParameterDraws, k: int) -> None:
    from rglm.bayes.densities.kernel_density import density_curve
    from rglm.plots.posterior.chains import chain_label, chain_shade

    for chain, values in enumerate(drawn.values[:, :, k]):
        shade = chain_shade(ax, chain)
        ax.plot(*density_curve(values), color=shade, linewidth=1.2, label=chain_label(chain))
    bare_density_axis(ax, ax.dataLim.y1)


# an axes a parameter: what draws it, the labels of its axes, and whether it tells chains apart
PANELS: dict[str, tuple[Callable[[Axes, ParameterDraws, int], None], str, str, bool]] = {
    "hist": (_draw_hist, "", "", False),
    "dens": (_draw_dens, "", "", False),
    "dens_overlay": (_draw_dens_overlay, "", "", True),
    "trace": (draw_trace, "draw", "", True),
    "rank_overlay": (draw_ranks, "rank", "draws", True),
    "acf": (draw_autocorrelation, "lag", "autocorrelation", True),
}
DIAGNOSTICS = {"rhat": draw_rhat, "neff": draw_neff}
TYPES = (*ROWS, *PANELS, *DIAGNOSTICS, "pairs", "scatter", "nuts_divergence")
OF_CHAINS = ("trace", "rank_overlay", "acf", "rhat", "nuts_divergence")


@style.picture
def mcmc_plot(
    fit: BrmFit,
    type: str = "intervals",
    variable: str | Sequence[str] | None = None,
    prob: float = 0.5,
    prob_outer: float = 0.9,
    regex: bool = False,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the draws of parameters, as the pictures of R's bayesplot do.

    Parameters
    ----------
    type : str
        Of the posterior: ``"intervals"`` (median, `prob` and `prob_outer` intervals between
        quantiles), ``"areas"`` (densities with these), ``"hist"``, ``"dens"``,
        ``"dens_overlay"`` (a density a chain), ``"pairs"`` and ``"scatter"`` (two parameters);
        of chains: ``"trace"``, ``"rank_overlay"`` (ranks among the draws of all chains, even where
        the chains agree), ``"acf"``, ``"rhat"``, ``"nuts_divergence"``; of both: ``"neff"``, the
        effective over the drawn number of draws.
    variable : name or names, optional
        Which parameters; by default all, as far as there is room.
    prob, prob_outer : float
        The coverage of the thick and the thin line.
    regex : bool
        Whether `variable` are regular expressions, of which a part of a name fits one.
    ax : Axes or sequence of Axes, optional
        Where to draw: one, or one for each parameter (or pair).
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes

    Raises
    ------
    ValueError
        An unknown type; one of chains where the draws are none; a name that is no parameter;
        another number of parameters than 2 for ``"scatter"``.

    Notes
    -----
    Draws whose trajectories diverged are red in traces, pairs and scatter plots. Where they lie
    together the sampler could not follow the posterior.

    References
    ----------
    Gabry, Simpson, Vehtari, Betancourt & Gelman (2019), Visualization in Bayesian workflow,
    Journal of the Royal Statistical Society A 182; Vehtari, Gelman, Simpson, Carpenter & Bürkner
    (2021), Bayesian Analysis 16, for rank plots.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> [label.get_text() for label in fit.mcmc_plot().get_yticklabels()]
    ['Intercept', 'wt', 'sigma']
    """
    check_option("type", type, TYPES)
    _check_chains(fit, type)
    _check_probs(prob, prob_outer)
    most = MAX_ROWS if type in (*ROWS, *DIAGNOSTICS) else MAX_PAIRED if type == "pairs" else 12
    drawn = drawn_parameters(fit, variable, regex, most)
    if type in ROWS:
        height = rows_height(len(drawn.names), type)
        one = style.axes(ax, height=height, figsize=figsize, least_height=height)  # type: ignore[arg-type]
        ROWS[type](one, drawn, prob, prob_outer)
        return _noted(one, drawn, ax is None)
    if type in DIAGNOSTICS:
        height = rows_height(len(drawn.names), type)
        one = style.axes(ax, height=height, figsize=figsize, least_height=height)  # type: ignore[arg-type]
        DIAGNOSTICS[type](one, fit, drawn)
        return _noted(one, drawn, ax is None)
    if type == "pairs":
        return _noted(draw_pairs(ax, drawn, figsize), drawn, ax is None)
    if type == "scatter":
        return draw_scatter(ax, drawn, figsize)
    if type == "nuts_divergence":
        return draw_divergences(ax, fit, figsize)
    return _noted(_by_parameter(type, ax, drawn, figsize), drawn, ax is None)


def _by_parameter(type: str, ax: Any, drawn: ParameterDraws, figsize: Any) -> Any:
    """Draw a panel for each parameter."""
    draw, x, y, has_chains = PANELS[type]
    panels = style.panels(ax, len(drawn.names), "parameters", 2.0, figsize)
    for k, panel in enumerate(np.ravel(panels)[: len(drawn.names)]):
        draw(panel, drawn, k)
        style.few_ticks(panel.xaxis)
        style.label_axes(panel, x, y, title=drawn.names[k])
        if not y and type != "trace":
            panel.spines["left"].set_visible(False)
    if has_chains and len(drawn.values) > 1:
        style.shared_legend(panels, ax is None)
    return panels


def _noted(panels: Any, drawn: ParameterDraws, is_own: bool) -> Any:
    """Write which parameters are left out, if any."""
    if drawn.others_note:
        style.note(panels, drawn.others_note, is_own)
    return panels


def _check_chains(fit: BrmFit, type: str) -> None:
    if type in OF_CHAINS and fit._sample.sampling is None:
        others = ", ".join(one for one in TYPES if one not in OF_CHAINS)
        raise ValueError(
            f"type={type!r} is of Markov chains, and these draws are none: brm(..., "
            f'algorithm="sampling") runs chains; pictures of these draws: {others}'
        )


def _check_probs(prob: float, prob_outer: float) -> None:
    if not 0 < prob <= prob_outer <= 1:
        raise ValueError(
            f"prob={prob!r}, prob_outer={prob_outer!r}: coverages lie between 0 and 1, and the "
            "outer one is the larger"
        )
