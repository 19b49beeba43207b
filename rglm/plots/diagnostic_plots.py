"""R's four diagnostic pictures of a fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.plots import style
from rglm.plots.lowess import lowess
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = {"residuals": 1, "qq": 2, "scale": 3, "cooks": 4, "leverage": 5}
USUAL = (1, 2, 3, 5)
WITHOUT_LEVERAGES = (1, 2, 3)
FEW = 10  # trials up to which a proportion's residuals lie on stripes
KINDS = ("quantile", "deviance", "pearson")


def plot(
    fit: ModelResult,
    which: int | str | Sequence[int | str] | None = None,
    type: str | None = None,
    id_n: int = 3,
    seed: int = 1,
    ax: Any = None,
) -> Any:
    """Draw R's diagnostic pictures: residuals, normal Q-Q, scale-location, leverage.

    Parameters
    ----------
    which : int, str or sequence, optional
        1 or "residuals": residuals against the linear predictor; 2 or "qq": against normal
        quantiles; 3 or "scale": roots of their sizes; 4 or "cooks": Cook's distances by row; 5 or
        "leverage": against leverage, with Cook's contours at 0.5 and 1. By default 1, 2, 3 and 5;
        4 and 5 are of glm() and glm_nb(), whose rows have leverages.
    type : {"quantile", "deviance", "pearson"}, optional
        By default quantile residuals for counts, outcomes of 0 and 1 and proportions of few
        trials, where deviance residuals only show stripes; else deviance residuals. In 2, 3 and 5
        deviance and Pearson residuals are standardized, as in R.
    id_n : int
        How many of the worst points are labelled by the index of the data.
    seed : int
        Of quantile residuals, so that the picture is the same each time.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each picture.

    Returns
    -------
    Axes, or array of Axes
        One, or as many as `which` asks for, on a grid.

    Raises
    ------
    ValueError
        An unknown picture or type; pictures of leverages for a fit that has none; categories
        without an order, unless there are two.

    Notes
    -----
    The pictures are those of R's ``plot.lm``. Of a model of two parts the predicted values are the
    logarithms of the means. The line through the points is the mean in bins of
    equally many.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.plot(which="qq").get_xlabel()
    'Theoretical quantiles'
    """
    wanted = _wanted(which, USUAL if isinstance(fit, HasLeverage) else WITHOUT_LEVERAGES)
    table = diagnostics(fit, wanted, type, seed)
    panels = _panels(ax, wanted)
    for panel, one in zip(np.ravel(panels), wanted, strict=False):
        DRAW[one](panel, fit, table, id_n)
    return panels


def _wanted(which: Any, usual: Sequence[int]) -> list[int]:
    given = usual if which is None else [which] if isinstance(which, (int, str)) else list(which)
    out = []
    for one in given:
        place = NAMES.get(one, one) if isinstance(one, str) else one
        if place not in NAMES.values():
            hint = did_you_mean(str(one), NAMES)
            known = ", ".join(f"{number} ({name})" for name, number in NAMES.items())
            raise ValueError(f"which={one!r}: use {known}{hint}")
        out.append(int(place))
    return out


def _panels(ax: Any, wanted: list[int]) -> Any:
    if ax is not None:
        return style.given_axes(ax, len(wanted), "pictures")
    if len(wanted) == 1:
        return style.axes()
    rows = (len(wanted) + 1) // 2
    found = style.grid(rows, 2, 7.2, 3.2 * rows)
    for spare in found.ravel()[len(wanted) :]:
        spare.set_axis_off()
    return found


def kind_of(fit: Any, type: str | None) -> str:
    """The residuals that are drawn."""
    if type is not None:
        check_option("type", type, KINDS)
        return type
    if not isinstance(fit, HasLeverage):
        return "quantile"
    family = fit.family
    few = family.has_binary_response and fit._rows_source.rows.trials.max(initial=0) <= FEW
    is_binomial = family.has_binary_response and family.is_fixed_by_mean
    return "quantile" if is_binomial or family.is_count or few else "deviance"


def diagnostics(fit: Any, wanted: Sequence[int], type: str | None, seed: int) -> pd.DataFrame:
    """What the pictures show, by row: ``predicted residual standard leverage cooks``."""
    kind = kind_of(fit, type)
    leverages = isinstance(fit, HasLeverage)
    if not fit._has_ordered_response:
        raise ValueError(
            f"{fit._function_name}() has no order of its levels, in which residuals would have a "
            "sign; plot_probs() shows what it says, halfnorm() how well it fits"
        )
    if not leverages and set(wanted) & {4, 5}:
        raise ValueError(
            f"which= 4 and 5 are of leverages, and {fit._function_name}() has no leverages; draw "
            "which=('residuals', 'qq', 'scale')"
        )
    if kind != "quantile" and fit.residuals(kind).ndim > 1:
        raise ValueError(
            f"type={kind!r}: the residuals of {fit._function_name}() are several a row; "
            "use 'quantile'"
        )
    if kind == "quantile":
        residual = standard = fit.residuals("quantile", seed=seed)
    else:
        residual = fit.residuals(kind)
        standard = fit.rstandard(kind) if leverages else residual
    predicted = fit.linear_predictors
    if isinstance(predicted, pd.DataFrame):  # of several the mean stands for them
        one = predicted.shape[1] == 1
        predicted = predicted.iloc[:, 0] if one else np.log(fit.fitted_values)
    values = {"residual": residual, "standard": standard}
    if leverages and set(wanted) & {4, 5}:
        values |= {"leverage": fit.hatvalues(), "cooks": fit.cooks_distance()}
    out = pd.DataFrame({"predicted": predicted})
    out = out.assign(**{name: _of_rows(fit, found) for name, found in values.items()})
    out.attrs["kind"] = kind
    return out.dropna(subset=["standard"])


def _of_rows(fit: Any, values: pd.Series) -> np.ndarray:
    """Values of the rows fitted: without those that ``na_exclude`` has put back, by place."""
    whole = len(values) == len(fit._index)
    return values.to_numpy() if whole else values.to_numpy()[fit.na_action.kept]


def _scattered(ax: Axes, x: pd.Series, y: pd.Series, worst: pd.Series, id_n: int) -> None:
    style.points(ax, x, y)
    for at in _worst(worst)[:id_n]:
        ax.annotate(
            style.text(worst.index[at]),
            (x.iloc[at], y.iloc[at]),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=style.SMALL - 1,
            color=style.COLOURS[1],
        )


def _worst(values: pd.Series) -> np.ndarray:
    """The places of values by their size, the largest first; ties in the order of their labels."""
    size = np.round(values.abs().to_numpy(), 10)
    order = np.lexsort((values.index.astype(str), -size))
    return order[~np.isnan(size[order])]


def _trended(ax: Axes, x: pd.Series, y: pd.Series) -> None:
    ax.plot(*lowess(x.to_numpy(), y.to_numpy()), color=style.COLOURS[1], linewidth=1.2)


def _name(table: pd.DataFrame, standard: bool) -> str:
    kind = table.attrs["kind"]
    return (
        f"Std. {kind} residuals"
        if standard and kind != "quantile"
        else (f"{kind.capitalize()} residuals")
    )


def _residuals(ax: Axes, fit: Any, table: pd.DataFrame, id_n: int) -> None:
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    _scattered(ax, table["predicted"], table["residual"], table["residual"], id_n)
    _trended(ax, table["predicted"], table["residual"])
    style.finish(ax, "Predicted values", _name(table, False), "Residuals vs fitted")


def _qq(ax: Axes, fit: Any, table: pd.DataFrame, id_n: int) -> None:
    from scipy.special import ndtri

    values, n = table["standard"], len(table)
    a = 3 / 8 if n <= 10 else 1 / 2
    quantiles = pd.Series(ndtri((values.rank(method="first") - a) / (n + 1 - 2 * a)), values.index)
    low, high = values.quantile([0.25, 0.75])
    slope = (high - low) / (ndtri(0.75) - ndtri(0.25))
    middle = low - slope * ndtri(0.25)
    ends = np.array([quantiles.min(), quantiles.max()])
    ax.plot(ends, middle + slope * ends, color=style.FAINT, linestyle="--", linewidth=1)
    _scattered(ax, quantiles, values, values, id_n)
    style.finish(ax, "Theoretical quantiles", _name(table, True), "Normal Q-Q")


def _scale(ax: Axes, fit: Any, table: pd.DataFrame, id_n: int) -> None:
    roots = pd.Series(np.sqrt(table["standard"].abs()))
    _scattered(ax, table["predicted"], roots, roots, id_n)
    _trended(ax, table["predicted"], roots)
    style.finish(ax, "Predicted values", f"√|{_name(table, True)}|", "Scale-location")


def _cooks(ax: Axes, fit: Any, table: pd.DataFrame, id_n: int) -> None:
    place = pd.Series(np.arange(len(table)), table.index)
    ax.vlines(place, 0, table["cooks"], color=style.POINT, linewidth=0.8)
    _scattered(ax, place, table["cooks"], table["cooks"], id_n)
    style.finish(ax, "Row", "Cook's distance", "Cook's distance")


def _leverage(ax: Axes, fit: Any, table: pd.DataFrame, id_n: int) -> None:
    _scattered(ax, table["leverage"], table["standard"], table["cooks"], id_n)
    _trended(ax, table["leverage"], table["standard"])
    ax.axhline(0, color=style.FAINT, linewidth=0.8, linestyle=":")
    low, high = ax.get_ylim()
    h = np.linspace(max(table["leverage"].min() * 0.5, 1e-4), table["leverage"].max() * 1.1, 100)
    h = h[h < 1]
    for level in (0.5, 1.0):
        reach = np.sqrt(level * fit.rank * (1 - h) / h)
        for way in (-1, 1):
            ax.plot(h, way * reach, color=style.FAINT, linestyle="--", linewidth=0.8)
        (seen,) = np.nonzero(reach < 0.9 * high)
        if len(seen):
            place = (h[seen[0]], reach[seen[0]])
            ax.annotate(f"Cook's {level:g}", place, fontsize=style.SMALL - 1, color=style.FAINT)
    ax.set_ylim(low, high)
    style.finish(ax, "Leverage", _name(table, True), "Residuals vs leverage")


DRAW = {1: _residuals, 2: _qq, 3: _scale, 4: _cooks, 5: _leverage}
