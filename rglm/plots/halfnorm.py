"""Half-normal plots with a simulated envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.prediction.simulated_refits import (
    drop_padding,
    informative_rows,
    simulated_refits,
)
from rglm.inference.random_seed import generator
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MIDDLE = 0.5


def halfnorm(
    fit: ModelResult,
    nsim: int = 39,
    level: float = 0.9,
    type: str | None = None,
    seed: int = 1,
    ax: Axes | None = None,
) -> Axes:
    """Draw the sizes of the residuals against half-normal quantiles, in a simulated envelope.

    The model is fitted again to `nsim` responses drawn from it; the band is where the sizes of
    their residuals lie, order by order. Points outside are more, or larger, than the model has.

    Parameters
    ----------
    nsim : int
        How many refits: the cost is theirs.
    level : float
        The part of the refits within the band; 1 is from the least to the largest.
    type : str, optional
        Of residuals; by default deviance for glm() and glm_nb(), quantile for a response of one
        category a row, else pearson. Of residuals by level, as those of counts of categories, the
        size is the root of the row's mean square.
    seed : int
        Of the drawing.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        A model that cannot be simulated (a quasi family), a type of residuals that it does not
        have, rows that are not in memory.
    FitError
        No response that was drawn could be fitted.

    Warns
    -----
    FitWarning
        Draws that could not be fitted, and are left out.

    Notes
    -----
    Weights, offset, subset and missing values are those of the fit; rows of weight 0 are left out.
    A row has one response in each draw, whatever its weight.

    References
    ----------
    Atkinson (1981), Two graphical displays for outlying and influential observations in
    regression, Biometrika 68.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.halfnorm(nsim=9).get_xlabel()
    'half-normal quantiles'
    """
    table = envelope_table(fit, nsim, level, type, seed)
    ax = style.axes(ax)
    shade = style.COLOURS[0]
    ax.fill_between(
        table["quantile"], table["low"], table["high"], color=shade, alpha=style.BAND, linewidth=0
    )
    ax.plot(table["quantile"], table["middle"], color=shade, linewidth=1)
    style.points(ax, table["quantile"], table["size"])
    said = f"|{table.attrs['type']} residuals|"
    return style.finish(ax, "half-normal quantiles", said, "Half-normal plot")


def envelope_table(
    fit: Any, nsim: int = 39, level: float = 0.9, type: str | None = None, seed: int = 1
) -> pd.DataFrame:
    """The sorted sizes and their envelope: ``quantile size low middle high``; see `halfnorm`.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> from rglm.plots.halfnorm import envelope_table
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> envelope_table(fit, nsim=9).shape
    (54, 5)
    """
    from scipy.special import ndtri

    if not 0 < level <= 1:
        raise ValueError(f"level={level!r}: a part of the refits, between 0 and 1")
    kind = type or fit._plotted_residuals
    fit._rows_source.rows  # noqa: B018  an error where they are not in memory
    (rng,) = generator(seed).spawn(1)  # of quantile residuals
    sizes = _sizes(fit, kind, rng)
    again = np.array([_sizes(one, kind, rng) for one in simulated_refits(fit, nsim, seed)])
    n, tail = len(sizes), (1 - level) / 2
    low, middle, high = np.quantile(again, [tail, MIDDLE, 1 - tail], axis=0)
    quantile = ndtri((np.arange(1, n + 1) + n - 1 / 8) / (2 * n + 1 / 2))
    found = {"quantile": quantile, "size": sizes, "low": low, "middle": middle, "high": high}
    out = pd.DataFrame(found)
    out.attrs["type"] = kind
    return out


def _sizes(fit: Any, type: str, rng: np.random.Generator) -> np.ndarray:
    """The sizes of the residuals in order; of several a row the root of their mean square."""
    seed = {"seed": rng} if type == "quantile" else {}
    with collect_warnings():
        found = drop_padding(fit, fit.residuals(type, **seed)).to_numpy()[informative_rows(fit)]
    if found.ndim > 1:
        found = np.sqrt((found**2).mean(axis=1))
    return np.sort(np.abs(found))
