"""Half-normal plots with a simulated envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import collect_warnings
from rglm.inference.random_seed import generator
from rglm.inference.resampling.simulated_refits import (
    drop_padding,
    informative_rows,
    refit_rows,
    simulated_refits,
)
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes


MAX_REFITTED_ROWS = 10_000
DRAWN_POINTS = 1000  # about, where there are more rows
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

    The k-th smallest of n sizes stands at the quantile Phi^-1((k + n - 1/8) / (2n + 1/2)). The
    model is fitted again to `nsim` responses drawn from it. The band is the range of the k-th
    smallest residual of these fits, for each k. It is for one point, not for all at once, and
    neighbours leave it together: a model that is right can have several points in a row outside,
    on one side. Points far outside, or most of the points outside, speak against a model: above
    the band residuals are larger than the model has them, as those of counts with more dispersion
    than Poisson's.

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

    Of more than 10,000 rows the model is fitted to a sample of 10,000, and to the responses that
    this fit draws: all their residuals together are the distribution of a residual, and the band
    has the quantiles of the k-th smallest of n draws from it. About 1,000 of the n points are
    drawn, evenly spaced along the axis, the largest ones all.

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
    x, low, high = table["quantile"], table["low"], table["high"]
    band = f"{100 * level:g}% of refits to simulated data"
    ax.fill_between(x, low, high, color=shade, alpha=style.BAND, linewidth=0, label=band)
    ax.plot(x, table["middle"], color=shade, linewidth=1, label="their median")
    style.points(ax, table["quantile"], table["size"])
    style.note_points(ax, len(table), table.attrs["rows"])
    style.legend(ax, loc="upper left")
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
    if not 0 < level <= 1:
        raise ValueError(f"level={level!r}: a part of the refits, between 0 and 1")
    kind = type or fit._plotted_residuals
    fit._rows_source.rows  # noqa: B018  an error where they are not in memory
    rng, choice = generator(seed).spawn(2)  # of quantile residuals, and of rows
    sizes = _sorted_sizes(fit, kind, rng)
    sizes = sizes[~np.isnan(sizes)]
    n, tail = len(sizes), (1 - level) / 2
    kept = np.arange(n)
    rows = informative_rows(fit)
    if len(rows) > MAX_REFITTED_ROWS:
        some = np.sort(choice.choice(rows, MAX_REFITTED_ROWS, replace=False))
        simulated, kept = _simulated_sizes(refit_rows(fit, some), kind, nsim, seed, rng), _shown(n)
        ends = _order_statistics(simulated, kept, n, max(tail, 1 / (nsim + 1)))
    else:
        simulated = _simulated_sizes(fit, kind, nsim, seed, rng)[:, :n]
        ends = np.quantile(simulated, [tail, 0.5, 1 - tail], axis=0)
    columns = ["quantile", "size", "low", "middle", "high"]
    out = pd.DataFrame(dict(zip(columns, [_quantiles(kept, n), sizes[kept], *ends], strict=True)))
    out.attrs |= {"type": kind, "rows": n}
    return out


def _shown(n: int) -> np.ndarray:
    """The places in the order of size that are drawn, evenly spaced on the axis of quantiles."""
    from scipy.special import ndtr

    at = 2 * ndtr(np.linspace(0, _quantiles(np.array([n - 1]), n)[0], DRAWN_POINTS)) - 1
    return np.unique(np.clip((at * n).astype(int), 0, n - 1))


def _quantiles(places: np.ndarray, n: int) -> np.ndarray:
    """The half-normal quantiles of some places, from 0, in the order of size."""
    from scipy.special import ndtri

    return ndtri((places + 1 + n - 1 / 8) / (2 * n + 1 / 2))


def _order_statistics(
    simulated: np.ndarray, places: np.ndarray, n: int, tail: float
) -> list[np.ndarray]:
    """Quantiles of some order statistics of n draws from the distribution of simulated values.

    The probability of the k-th smallest of n has a beta(k, n - k + 1) distribution.
    """
    from scipy.special import betaincinv

    values, k = np.sort(simulated[~np.isnan(simulated)]), places + 1
    probabilities = (np.arange(len(values)) + 0.5) / len(values)
    return [
        np.interp(betaincinv(k, n - k + 1, p), probabilities, values)
        for p in (tail, 0.5, 1 - tail)
    ]


def _simulated_sizes(
    fit: ModelResult, kind: str, nsim: int, seed: int, rng: np.random.Generator
) -> np.ndarray:
    """The sizes of the residuals of refits in order, a row for each refit."""
    refits = simulated_refits(fit, nsim, seed)
    return np.array([_sorted_sizes(refit, kind, rng) for refit in refits])


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
