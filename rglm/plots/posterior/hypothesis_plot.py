"""The posterior of tested hypotheses beside their prior."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.bayes.densities.kernel_density import density_curve
from rglm.plots import style
from rglm.plots.posterior.densities import PRIOR_DASH, bare_density_axis, draw_density

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.hypotheses.hypothesis_page import BrmHypothesis

REACH = 0.5  # of the range of the draws, that the axis shows on both sides
CURVE_POINTS = 512


@style.picture
def draw_hypotheses(
    found: BrmHypothesis,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw the density of what each hypothesis tests against 0, and its prior, dashed.

    Savage and Dickey's ratio, the evidence ratio of a point hypothesis, is the height of the
    posterior over that of the prior at the dotted line.

    Parameters
    ----------
    found : BrmHypothesis
        What ``fit.hypothesis()`` found.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each hypothesis.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> fit.hypothesis("wt < 0").plot().get_title(loc="left")
    '(wt) < 0'
    """
    labels = found.hypothesis["Hypothesis"].tolist()
    panels = style.panels(ax, len(labels), "hypotheses", figsize=figsize)
    for k, panel in enumerate(np.ravel(panels)[: len(labels)]):
        draws = found.samples.iloc[:, k].to_numpy()
        _draw(panel, draws, found.prior_samples.iloc[:, k].to_numpy(), labels[k])
    style.shared_legend(panels, ax is None)
    return panels


def _draw(ax: Axes, draws: np.ndarray, prior: np.ndarray, label: str) -> None:
    top = draw_density(ax, draws, style.COLOURS[0], "posterior")
    low, high = min(float(draws.min()), 0.0), max(float(draws.max()), 0.0)
    margin = REACH * (high - low)
    prior = prior[np.isfinite(prior)]
    if len(prior) > 1:
        ends = max(low - margin, float(prior.min())), min(high + margin, float(prior.max()))
        x = np.linspace(min(ends[0], low), max(ends[1], high), CURVE_POINTS)
        density = density_curve(prior, x)[1]
        ax.plot(
            x, density, PRIOR_DASH, color=style.ink(ax, style.NOTE), linewidth=1, label="prior"
        )
        top = max(top, float(density.max()))
    ax.axvline(0.0, color=style.ink(ax), linestyle=":", linewidth=0.9)
    bare_density_axis(ax, top)
    style.few_ticks(ax.xaxis)
    style.label_axes(ax, title=label)
    ax.spines["left"].set_visible(False)
