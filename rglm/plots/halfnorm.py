"""Half-normal plots with a simulated envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


# verbs that are residuals of a kind, and what they are called
LEVERAGE_RESIDUALS = {"rstandard": "standardized", "rstudent": "studentized"}


@style.picture
def halfnorm(
    fit: ModelResult,
    nsim: int = 39,
    level: float = 0.9,
    type: str | None = None,
    seed: int = 1,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the sizes of the residuals against half-normal quantiles, in a simulated envelope.

    The model is fitted again to `nsim` responses drawn from it. The band is the range of the k-th
    smallest residual of these fits, for each k. It is for one point, not for all at once, and
    neighbours leave it together: a model that is right can have several points in a row outside,
    on one side. Points far outside, or most of the points outside, speak against a model.

    Parameters
    ----------
    nsim : int
        How many times the model is fitted again.
    level : float
        The share of these fits within the band; 1 is from the smallest to the largest.
    type : str, optional
        The type of residuals; by default rstudent for lm(), deviance for glm() and glm_nb(),
        quantile for a response of one category a row, else pearson. ``"rstandard"`` and
        ``"rstudent"`` are the verbs of fits that have leverages. Where a row has several
        residuals, as counts of categories have, their size is the root of the mean square.
    seed : int
        The seed of the random draws.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        A quasi family, which has no distribution to draw from; a type of residuals that the model
        does not have; rows that are not in memory.
    FitError
        None of the responses drawn could be fitted.

    Warns
    -----
    FitWarning
        Some of the responses drawn could not be fitted, and are left out.

    Notes
    -----
    Of 30 linear models of 50 rows that were right 13% of the points were outside, and in 15 of
    them three or more in a row on one side.

    Weights, offset, subset and missing values are those of the fit. Rows of weight 0 are left
    out, and rows that are fitted exactly, which have no studentized residual. A row has one
    response in each draw, whatever its weight.

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
    ax = style.axes(ax, figsize=figsize)
    shade = style.COLOURS[0]
    ax.fill_between(
        table["quantile"], table["low"], table["high"], color=shade, alpha=style.BAND, linewidth=0
    )
    ax.plot(table["quantile"], table["middle"], color=shade, linewidth=1)
    style.points(ax, table["quantile"], table["size"])
    kind = table.attrs["type"]
    label = f"|{LEVERAGE_RESIDUALS.get(kind, kind)} residuals|"
    return style.label_axes(ax, "half-normal quantiles", label, "Half-normal plot")


def envelope_table(
    fit: ModelResult, nsim: int = 39, level: float = 0.9, type: str | None = None, seed: int = 1
) -> pd.DataFrame:
    """The table that `halfnorm` draws, by size: ``quantile size low middle high``.

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
    sizes = _sorted_sizes(fit, kind, rng)
    refits = simulated_refits(fit, nsim, seed)
    simulated = np.array([_sorted_sizes(refit, kind, rng) for refit in refits])
    n, tail = int((~np.isnan(sizes)).sum()), (1 - level) / 2
    sizes, simulated = sizes[:n], simulated[:, :n]  # those that are NaN come last
    low, middle, high = np.quantile(simulated, [tail, 0.5, 1 - tail], axis=0)
    quantile = ndtri((np.arange(1, n + 1) + n - 1 / 8) / (2 * n + 1 / 2))
    out = pd.DataFrame(
        {"quantile": quantile, "size": sizes, "low": low, "middle": middle, "high": high}
    )
    out.attrs["type"] = kind
    return out


def _sorted_sizes(fit: ModelResult, kind: str, rng: np.random.Generator) -> np.ndarray:
    """The sizes of the residuals in order; of several a row the root of their mean square."""
    with collect_warnings():
        residuals = drop_padding(fit, _residuals(fit, kind, rng))
    values = residuals.to_numpy()[informative_rows(fit)]
    if values.ndim > 1:
        values = np.sqrt((values**2).mean(axis=1))
    return np.sort(np.abs(values))


def _residuals(fit: ModelResult, kind: str, rng: np.random.Generator) -> pd.DataFrame:
    """The residuals of a kind."""
    if kind in LEVERAGE_RESIDUALS:
        return getattr(fit, kind)()
    options = {"seed": rng} if kind == "quantile" else {}
    return fit.residuals(kind, **options)
