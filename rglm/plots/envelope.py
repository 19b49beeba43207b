"""Half-normal plots with a simulated envelope."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.fitting.warnings import FitWarning
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MIDDLE = 0.5


def halfnorm(
    fit: Any,
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
        Of residuals; deviance for glm() and glm_nb(), else what ``residuals()`` gives.
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
        A model that cannot be simulated, or whose residuals are several a row.

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
    >>> from rglm.plots.envelope import envelope_table
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> envelope_table(fit, nsim=9).shape
    (54, 5)
    """
    from scipy.special import ndtri

    if not 0 < level <= 1:
        raise ValueError(f"level={level!r}: a part of the refits, between 0 and 1")
    type = type or ("deviance" if hasattr(fit, "hatvalues") else "pearson")
    fit.rows_source.rows  # noqa: B018  an error where they are not in memory
    sizes = _sizes(fit, type)
    drawn = fit.simulate(nsim, seed=seed)
    again = np.array([_sizes(one, type) for one in _refits(fit, drawn, nsim)])
    n, tail = len(sizes), (1 - level) / 2
    low, middle, high = np.quantile(again, [tail, MIDDLE, 1 - tail], axis=0)
    quantile = ndtri((np.arange(1, n + 1) + n - 1 / 8) / (2 * n + 1 / 2))
    found = {"quantile": quantile, "size": sizes, "low": low, "middle": middle, "high": high}
    out = pd.DataFrame(found)
    out.attrs["type"] = type
    return out


def _sizes(fit: Any, type: str) -> np.ndarray:
    found = fit.residuals(type)
    if found.ndim > 1:
        raise ValueError(f"the residuals of {fit.function}() are several a row")
    return np.sort(found.dropna().abs().to_numpy())


def _refits(fit: Any, drawn: pd.DataFrame, nsim: int) -> list[Any]:
    """The fits to the responses drawn, in the rows of the fit."""
    from rglm.plots.grid_rows import raw_rows

    data, name = raw_rows(fit), fit.schema.parsed.response.name
    out = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        for i in range(1, nsim + 1):
            new = drawn.dropna()[f"sim_{i}"]
            if new.ndim > 1:
                columns = {f"sim_{j}": new.iloc[:, j].to_numpy() for j in range(new.shape[1])}
                left = f"cbind({', '.join(columns)})"
            else:
                columns, left = {"sim_0": new.to_numpy()}, "sim_0"
            right = fit.formula.removeprefix(f"{name} ~ ")
            rows = data.assign(**columns)
            out.append(fit.update(f"{left} ~ {right}", data=rows, subset=None))
    return out
