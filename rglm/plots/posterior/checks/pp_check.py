"""The data beside data that the model makes; ``brms::pp_check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.inference.random_seed import Seed
from rglm.inference.row_values import row_values
from rglm.plots import style
from rglm.plots.posterior.checks.bars import draw_bars, draw_rootogram
from rglm.plots.posterior.checks.loo_pit import loo_pit
from rglm.plots.posterior.checks.overlays import (
    draw_densities,
    draw_distributions,
    draw_histogram_of,
)
from rglm.plots.posterior.checks.replicates import (
    Replicates,
    Statistic,
    groups_of_rows,
    replicates,
    statistics_of,
    without_missing_draws,
)
from rglm.plots.posterior.checks.row_checks import (
    draw_errors,
    draw_means,
    draw_pit,
    draw_predictive_intervals,
)
from rglm.plots.posterior.checks.statistics import draw_statistic, draw_two_statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

# the types, and the replicates that each draws by default; None are all draws
TYPES: dict[str, int | None] = {
    "dens_overlay": 50,
    "hist": 8,
    "bars": None,
    "bars_grouped": None,
    "rootogram": None,
    "stat": None,
    "stat_grouped": None,
    "stat_2d": None,
    "ecdf_overlay": 50,
    "scatter_avg": None,
    "error_scatter_avg": None,
    "intervals": None,
    "loo_pit_ecdf": None,
}
ROW_TYPES = ("scatter_avg", "error_scatter_avg", "intervals")


@style.picture
def pp_check(
    fit: BrmFit,
    type: str | None = None,
    ndraws: int | None = None,
    stat: str | Statistic | Sequence[Any] | None = None,
    group: Any = None,
    x: Any = None,
    prob: float = 0.9,
    seed: Seed = None,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the response y beside responses y_rep that the posterior makes for the same rows.

    Where y looks unlike y_rep the model has missed something.

    Parameters
    ----------
    type : str, optional
        ``"dens_overlay"`` (the default of numbers), ``"hist"``, ``"ecdf_overlay"``: the
        distribution of y and of some y_rep. ``"bars"`` (of 0 and 1, and categories),
        ``"rootogram"`` (of counts, square roots of frequencies): how often each value occurs.
        ``"stat"``, ``"stat_2d"``: a statistic of y and of each y_rep. ``"intervals"`` (of each
        row; the default of successes of trials), ``"scatter_avg"``, ``"error_scatter_avg"``
        (y - y_rep): single rows. ``"loo_pit_ecdf"``: P(y_rep <= y) of each row by the
        posterior without it, which is uniform if the model is calibrated. ``"bars_grouped"``,
        ``"stat_grouped"``: by `group`.
    ndraws : int, optional
        The number of y_rep, at evenly spaced draws.
    stat : str, function or two of them, optional
        "mean", "sd", "median", "min", "max", "prop_zero", or a function of y. By default the
        mean; of ``"stat_2d"`` mean and sd.
    group : str, Series or array, optional
        A column, or a value for each row.
    x : str, Series or array, optional
        What rows are drawn along.
    prob : float
        The coverage of (outer) intervals.
    seed : int or numpy Generator, optional
        The same seed gives the same y_rep; by default that of the fit.
    ax : Axes or sequence of Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes

    Raises
    ------
    ValueError
        An unknown type or statistic; one that is not for such a response; no `group` where one
        is needed, or one of more than 12 values.

    References
    ----------
    Gelman, Meng & Stern (1996), Posterior predictive assessment of model fitness via realized
    discrepancies, Statistica Sinica 6; Gabry, Simpson, Vehtari, Betancourt & Gelman (2019),
    Visualization in Bayesian workflow, Journal of the Royal Statistical Society A 182.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.pp_check("stat", stat="max").get_xlabel()
    'max: y 33.9, P(y_rep ≥ y) = 0.19'
    """
    if type is not None:
        check_option("type", type, TYPES)
    if not 0 < prob < 1:
        raise ValueError(f"prob={prob!r}: a coverage lies between 0 and 1")
    type = type or _default_type(fit, replicates(fit, 1, seed, None))
    if stat is not None and not type.startswith("stat"):
        raise ValueError(f'stat= is for type="stat" and "stat_2d", and this is {type!r}')
    found = without_missing_draws(replicates(fit, ndraws, seed, TYPES[type]))
    if type == "loo_pit_ecdf":
        one = style.axes(ax, figsize=figsize)  # type: ignore[arg-type]
        draw_pit(one, loo_pit(fit, seed))
        return one
    if type.endswith("_grouped"):
        return _draw_groups(fit, type, found, stat, group, prob, ax, figsize)
    if type == "hist":
        return _draw_histograms(found, ax, figsize)
    one = style.axes(ax, figsize=figsize)  # type: ignore[arg-type]
    if type in ROW_TYPES:
        _draw_rows(one, fit, type, found, x, prob)
    else:
        _draw_one(one, type, found, stat, prob)
    return one


def _default_type(fit: BrmFit, found: Replicates) -> str:
    """The type for a response: bars, intervals of trials, a rootogram, or densities."""
    if found.levels or found.is_binary:
        return "bars"
    if fit.family.has_trials:
        return "intervals"
    return "rootogram" if fit.family.has_count_response and found.is_count else "dens_overlay"


def _draw_one(ax: Axes, type: str, found: Replicates, stat: Any, prob: float) -> None:
    if type == "dens_overlay":
        draw_densities(ax, found)
    elif type == "ecdf_overlay":
        draw_distributions(ax, found)
    elif type == "bars":
        draw_bars(ax, found, prob)
    elif type == "rootogram":
        draw_rootogram(ax, found, prob)
    else:
        chosen = statistics_of(stat or (("mean", "sd") if type == "stat_2d" else "mean"))
        needed = 2 if type == "stat_2d" else 1
        if len(chosen) != needed:
            raise ValueError(f"type={type!r} draws {needed} statistics, stat= has {len(chosen)}")
        if type == "stat_2d":
            draw_two_statistics(ax, found, chosen)
        else:
            draw_statistic(ax, found, *next(iter(chosen.items())))
            style.legend(ax)


def _draw_rows(ax: Axes, fit: BrmFit, type: str, found: Replicates, x: Any, prob: float) -> None:
    label = x if isinstance(x, str) else "x"
    given = None if x is None else row_values(cast(Any, fit), x, f"x={label}", "x")
    along = None if given is None else np.array(given, dtype=float)
    if type == "scatter_avg":
        draw_means(ax, found)
    elif type == "error_scatter_avg":
        draw_errors(ax, found, along, label)
    else:
        draw_predictive_intervals(ax, found, along, label, min(0.5, prob), prob)


def _draw_groups(
    fit: BrmFit,
    type: str,
    found: Replicates,
    stat: Any,
    group: Any,
    prob: float,
    ax: Any,
    figsize: Any,
) -> Any:
    parts = groups_of_rows(fit, group, type)
    panels = style.panels(ax, len(parts), "groups", figsize=figsize)
    for panel, (title, rows) in zip(np.ravel(panels), parts.items(), strict=False):
        own = found.of_rows(rows)
        if type == "bars_grouped":
            draw_bars(panel, own, prob, has_legend=False)
        else:
            draw_statistic(panel, own, *next(iter(statistics_of(stat or "mean").items())))
        panel.set_title(style.escape_text(title), loc="left", fontsize=style.font_size("title"))
    style.shared_legend(panels, ax is None)
    return panels


def _draw_histograms(found: Replicates, ax: Any, figsize: Any) -> Any:
    """Draw y in the first panel, and a replicate in each of the others."""
    count = found.drawn.shape[1]
    panels = style.panels(ax, count + 1, "panels, y and the replicates", 1.8, figsize)
    for k, panel in enumerate(np.ravel(panels)[: count + 1]):
        values = found.y if k == 0 else found.drawn[:, k - 1]
        draw_histogram_of(panel, values, found, k == 0)
        style.few_ticks(panel.xaxis)
        style.label_axes(panel, title=found.name if k == 0 else f"y_rep {k}")
        panel.spines["left"].set_visible(False)
    return panels
