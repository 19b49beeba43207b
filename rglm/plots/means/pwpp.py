"""The p-values of all pairs of means; emmeans' pwpp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.means.emm_grid import EmmGrid
from rglm.plots import style
from rglm.plots.means.mean_panels import panel_titles, row_labels
from rglm.plots.means.pairs_of_means import ComparedMeans, PairsOfMeans

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TICKS = (1e-4, 1e-3, 0.01, 0.05, 0.2, 1.0)
SHIFT = 0.8  # of p-values below the lowest tick, each to the left of the one before
ROW_HEIGHT, FRAME_HEIGHT, LEAST_HEIGHT = 0.3, 0.8, 1.5  # inches


@check_arguments
@style.picture
def pwpp(
    emm: EmmGrid,
    adjust: str | None = None,
    by: str | Sequence[str] | None = None,
    type: str | None = None,
    alpha: float = 0.05,
    values: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the p-value of each pair of means, between the rows of the two; R's ``pwpp``.

    The means stand one below the other, the highest above. A line joins two means at the p-value
    of their difference; each end has the colour of the other mean. The dotted line is at `alpha`:
    pairs on its left differ. P-values below 0.0001 stand beside each other at the left end. In
    place of the arrows of ``plot(comparisons=True)``, where these cannot show all tests.

    Parameters
    ----------
    emm : EmmGrid
        What `emmeans` or `emtrends` returned.
    adjust : str, optional
        The adjustment of the comparisons for their number; by default Tukey's.
    by : str or sequence of str, optional
        The variables whose levels have a panel each; ``by=()`` draws all in one.
    type : {"link", "response"}, optional
        The scale of the means that are written.
    alpha : float
        The significance level of the dotted line.
    values : bool
        Write the means beside their names.
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
        The rows are contrasts; a variable that they lack; an unknown adjustment.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> means = lm("breaks ~ wool + tension", load("warpbreaks")).emmeans("tension")
    >>> [label.get_text() for label in means.pwpp().get_yticklabels()]
    ['H  21.7', 'M  26.4', 'L  36.4']
    """
    shown = emm.summary(True, type=type)
    shown = shown if by is None else shown.summary(by=by)
    pairs = ComparedMeans.of(shown, adjust, 1 - alpha, "pwpp()")
    labels, estimates = (
        row_labels(shown.groups, shown.variables),
        shown.tidy()["estimate"].to_numpy(),
    )
    if values:
        labels = [f"{name}  {value:.3g}" for name, value in zip(labels, estimates, strict=True)]
    most = max(len(group.places) for group in pairs.groups)
    height = max(FRAME_HEIGHT + ROW_HEIGHT * most, LEAST_HEIGHT)
    if len(pairs.groups) == 1:
        panels: Any = style.axes(_single(ax), height=height, figsize=figsize, least_height=height)
    else:
        panels = style.panels(ax, len(pairs.groups), "groups", height, figsize)
    each = np.ravel(np.asarray(panels, dtype=object))
    titles = panel_titles(shown.groups, shown.by)
    for panel, group, title in zip(each, pairs.groups, titles, strict=False):
        _draw(panel, group, estimates, alpha)
        style.label_axes(panel, f"p-value (adjust: {pairs.adjust})", "", title)
        order = group.places[np.argsort(estimates[group.places])]
        style.row_ticks(panel, range(len(order)), [labels[i] for i in order])
    return panels


def _single(ax: Any) -> Any:
    """The axes that are given for one panel, alone or as an array of one."""
    return ax if ax is None or np.ndim(ax) == 0 else np.ravel(ax)[0]


def _draw(ax: Axes, group: PairsOfMeans, estimates: np.ndarray, alpha: float) -> None:
    """Draw the lines of a panel."""
    order = np.argsort(estimates[group.places])
    p_values = group.p_values[np.ix_(order, order)]
    lower, upper = np.triu_indices(len(order), 1)
    known = np.isfinite(p_values[lower, upper])
    lower, upper = lower[known], upper[known]
    places = _shown_places(p_values[lower, upper])
    ax.axvline(alpha, color=style.FAINT, linewidth=0.8, linestyle=":")
    middle = (lower + upper) / 2
    for ends, others in ((lower, upper), (upper, lower)):
        shades = [style.colour(ax, int(other)) for other in others]
        ax.vlines(places, ends, middle, color=shades, linewidth=1.2)
        ax.scatter(places, ends, color=shades, s=20, zorder=3)
    low = min(float(places.min(initial=1.0)), TICKS[0])
    ax.set_xscale("log")
    ax.set(xlim=(0.6 * low, 1.6), ylim=(-0.6, len(order) - 0.4))
    ax.set_xticks(TICKS, ["<.0001", *(f"{tick:g}" for tick in TICKS[1:])])
    ax.minorticks_off()


def _shown_places(p_values: np.ndarray) -> np.ndarray:
    """The p-values; those below the lowest tick beside each other."""
    out = np.maximum(p_values, TICKS[0])
    small = np.flatnonzero(p_values < TICKS[0])
    falling = small[np.argsort(p_values[small])[::-1]]
    out[falling] = TICKS[0] * SHIFT ** np.arange(len(falling))
    return out
