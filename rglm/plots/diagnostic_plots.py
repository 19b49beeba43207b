"""R's diagnostic pictures of a fit: residuals, normal Q-Q, scale-location, leverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.diagnostic_values import diagnostic_values, residual_type
from rglm.plots.lowess import lowess
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PICTURES = {"residuals": 1, "qq": 2, "scale": 3, "cooks": 4, "leverage": 5}
LEVERAGE_PICTURES = {4, 5}
DEFAULT_PICTURES = (1, 2, 3, 5)
DEFAULT_PICTURES_WITHOUT_LEVERAGES = (1, 2, 3)


def plot(
    fit: ModelResult,
    which: int | str | Sequence[int | str] | None = None,
    type: str | None = None,
    id_n: int = 3,
    seed: int = 1,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
) -> style.AxesOrPanels:
    """Draw R's diagnostic pictures: residuals, normal Q-Q, scale-location, leverage.

    Parameters
    ----------
    which : int, str or sequence, optional
        1 or "residuals": residuals against the linear predictor; 2 or "qq": against normal
        quantiles; 3 or "scale": roots of their sizes; 4 or "cooks": Cook's distances by row; 5 or
        "leverage": against leverage, with Cook's contours at 0.5 and 1. By default 1, 2, 3 and 5;
        4 and 5 are of glm() and glm_nb(), whose rows have leverages.
    type : {"quantile", "deviance", "pearson"}, optional
        By default quantile for counts, outcomes of 0 and 1 and proportions of few trials, whose
        deviance residuals lie on stripes; else deviance. In 2, 3 and 5 deviance and Pearson
        residuals are standardized, as in R.
    id_n : int
        How many of the most extreme points have labels, from the index of the data.
    seed : int
        The seed of quantile residuals, which are random.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each picture.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each picture on a grid.

    Raises
    ------
    ValueError
        An unknown picture or type; pictures of leverages for a fit that has none; categories
        without an order, unless there are two.

    Notes
    -----
    The pictures are those of R's ``plot.lm``, with its ``lowess`` as the line through the points.
    The predicted values of a model with two parts are the logarithms of the means.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.plot(which="qq").get_xlabel()
    'Theoretical quantiles'
    """
    has_leverages = isinstance(fit, HasLeverage)
    default = DEFAULT_PICTURES if has_leverages else DEFAULT_PICTURES_WITHOUT_LEVERAGES
    numbers = _picture_numbers(default if which is None else which)
    needs_leverages = not LEVERAGE_PICTURES.isdisjoint(numbers)
    table = diagnostic_values(fit, type, seed, needs_leverages)
    kind = residual_type(fit, type)
    panels = style.panels(ax, len(numbers), "pictures", height=3.2)
    for panel, number in zip(np.ravel(panels), numbers, strict=False):
        DRAW_PICTURE[number](panel, table, kind, id_n)
        if number == PICTURES["leverage"]:
            _draw_cooks_contours(panel, table["leverage"], fit.rank)
    return panels


def _picture_numbers(which: int | str | Sequence[int | str]) -> list[int]:
    out = []
    for one in [which] if isinstance(which, (int, str)) else which:
        number = PICTURES.get(one, one) if isinstance(one, str) else one
        if number not in PICTURES.values():
            hint = did_you_mean(str(one), PICTURES)
            known = ", ".join(f"{number} ({name})" for name, number in PICTURES.items())
            raise ValueError(f"which={one!r}: use {known}{hint}")
        out.append(int(number))
    return out


def _draw_points(ax: Axes, x: pd.Series, y: pd.Series, extremes: pd.Series, id_n: int) -> None:
    """Draw points, and the labels of those whose values in `extremes` are the largest."""
    style.points(ax, x, y)
    for place in _by_size(extremes)[:id_n]:
        ax.annotate(
            style.escape_text(extremes.index[place]),
            (x.iloc[place], y.iloc[place]),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=style.SMALL - 1,
            color=style.COLOURS[1],
        )


def _by_size(values: pd.Series) -> np.ndarray:
    """The places of values by their size, the largest first; ties in the order of their labels."""
    size = np.round(values.abs().to_numpy(), 10)
    order = np.lexsort((values.index.astype(str), -size))
    return order[~np.isnan(size[order])]


def _draw_lowess(ax: Axes, x: pd.Series, y: pd.Series) -> None:
    ax.plot(*lowess(x.to_numpy(), y.to_numpy()), color=style.COLOURS[1], linewidth=1.2)


def _standardized_label(kind: str) -> str:
    return "Quantile residuals" if kind == "quantile" else f"Std. {kind} residuals"


def _draw_residuals(ax: Axes, table: pd.DataFrame, kind: str, id_n: int) -> None:
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    _draw_points(ax, table["predicted"], table["residual"], table["residual"], id_n)
    _draw_lowess(ax, table["predicted"], table["residual"])
    label = f"{kind.capitalize()} residuals"
    style.label_axes(ax, "Predicted values", label, "Residuals vs fitted")


def _draw_qq(ax: Axes, table: pd.DataFrame, kind: str, id_n: int) -> None:
    """Draw residuals against normal quantiles, and the line through both quartiles."""
    from scipy.special import ndtri

    values, n = table["standard"], len(table)
    a = 3 / 8 if n <= 10 else 1 / 2
    quantiles = pd.Series(ndtri((values.rank(method="first") - a) / (n + 1 - 2 * a)), values.index)
    low, high = values.quantile([0.25, 0.75])
    slope = (high - low) / (ndtri(0.75) - ndtri(0.25))
    intercept = low - slope * ndtri(0.25)
    ends = np.array([quantiles.min(), quantiles.max()])
    ax.plot(ends, intercept + slope * ends, color=style.FAINT, linestyle="--", linewidth=1)
    _draw_points(ax, quantiles, values, values, id_n)
    style.label_axes(ax, "Theoretical quantiles", _standardized_label(kind), "Normal Q-Q")


def _draw_scale(ax: Axes, table: pd.DataFrame, kind: str, id_n: int) -> None:
    roots = table["standard"].abs() ** 0.5
    _draw_points(ax, table["predicted"], roots, roots, id_n)
    _draw_lowess(ax, table["predicted"], roots)
    style.label_axes(ax, "Predicted values", f"√|{_standardized_label(kind)}|", "Scale-location")


def _draw_cooks(ax: Axes, table: pd.DataFrame, kind: str, id_n: int) -> None:
    place = pd.Series(np.arange(len(table)), table.index)
    ax.vlines(place, 0, table["cooks"], color=style.POINT, linewidth=0.8)
    _draw_points(ax, place, table["cooks"], table["cooks"], id_n)
    style.label_axes(ax, "Row", "Cook's distance", "Cook's distance")


def _draw_leverage(ax: Axes, table: pd.DataFrame, kind: str, id_n: int) -> None:
    _draw_points(ax, table["leverage"], table["standard"], table["cooks"], id_n)
    _draw_lowess(ax, table["leverage"], table["standard"])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    style.label_axes(ax, "Leverage", _standardized_label(kind), "Residuals vs leverage")


def _draw_cooks_contours(ax: Axes, leverage: pd.Series, rank: int) -> None:
    """Draw where Cook's distance r^2 h / (rank (1 - h)) is 0.5 and 1."""
    low, high = ax.get_ylim()
    h = np.linspace(max(leverage.min() * 0.5, 1e-4), leverage.max() * 1.1, 100)
    h = h[h < 1]
    for distance in (0.5, 1.0):
        residual = np.sqrt(distance * rank * (1 - h) / h)
        for sign in (-1, 1):
            ax.plot(h, sign * residual, color=style.FAINT, linestyle="--", linewidth=0.8)
        (inside,) = np.nonzero(residual < 0.9 * high)
        if len(inside):
            place = (h[inside[0]], residual[inside[0]])
            label = f"Cook's {distance:g}"
            ax.annotate(label, place, fontsize=style.SMALL - 1, color=style.FAINT)
    ax.set_ylim(low, high)


DRAW_PICTURE = {1: _draw_residuals, 2: _draw_qq, 3: _draw_scale, 4: _draw_cooks, 5: _draw_leverage}
