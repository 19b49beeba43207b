"""Coefficients of one or more models with their confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.misplaced_arguments import misplaced_argument_hint
from rglm.inference.covariance.model_covariance import coefficient_places
from rglm.inference.posterior_result import PosteriorResult
from rglm.inference.tables.given_fits import per_model
from rglm.plots import style
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MODEL_DISTANCE = 0.16  # between models, as a share of the distance between coefficients


@check_arguments
@style.picture
def plot_coefs(
    *fits: ModelResult | PosteriorResult,
    names: Sequence[str] | None = None,
    parm: str | Sequence[str] | None = None,
    level: float = 0.95,
    method: str | None = None,
    exponentiate: bool = False,
    intercept: bool = False,
    vcov: Vcov = None,
    ax: Axes | None = None,
    figsize: tuple[float, float] | None = None,
) -> Axes:
    """Draw the coefficients of one or more models with their confidence intervals.

    A point is an estimate, and its line the interval of ``confint()``. Look at the dotted line of
    no effect, at 0, or at 1 where exp of the coefficients is drawn: an interval that crosses it
    says that the sign of the coefficient is not known. An arrow at the edge stands for a limit, or
    an estimate, that is infinite.

    Parameters
    ----------
    *fits : fits
        Models of any kind; of `brm` posterior means and quantiles. Coefficients of the same name
        stand on one line.
    names : sequence of str, optional
        The names of the models in the legend; by default their formulas, or kinds of model.
    parm : name or names, optional
        Which coefficients; all but intercepts by default.
    level, method
        As in ``confint()``.
    vcov : str, dict, matrix or function, or a list with one a model, optional
        As in ``confint()``; a fit may be given twice, with different covariances.
    exponentiate : bool
        Draw exp of estimates and limits, such as odds ratios, on a log axis.
    intercept : bool
        Draw intercepts and cut points too.
    ax : Axes, optional
        Where to draw.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Raises
    ------
    ValueError
        There is no model; not one name for each model; what ``confint()`` raises.

    Examples
    --------
    >>> from rglm import glm, plot_coefs, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> [label.get_text() for label in plot_coefs(fit).get_yticklabels()]
    ['woolB', 'tensionM', 'tensionH', 'woolB:tensionM', 'woolB:tensionH']
    """
    table = coefficient_table(fits, names, parm, level, method, exponentiate, intercept, vcov)
    lines = dict(zip(table["identity"], table["term"], strict=True))
    terms, models = list(lines), list(dict.fromkeys(table["number"]))
    most = int(table["identity"].value_counts().max())  # models with an estimate of one
    height = max(1.6, 0.9 + len(terms) * (0.22 + 0.09 * most))
    ax = style.axes(ax, height=height, figsize=figsize, least_height=height)
    ax.axvline(1.0 if exponentiate else 0.0, color=style.FAINT, linewidth=0.8, linestyle=":")
    limits = _axis_limits(table, exponentiate)
    table = table.assign(place=_places_of_rows(table, terms, most))
    for i, model in enumerate(models):
        rows = table[table["number"] == model]
        _draw_intervals(ax, rows, rows["place"].to_numpy(), i, limits)
    ax.set_ylim(len(terms) - 0.5, -0.5)
    if exponentiate:
        ax.set_xscale("log")
    ax.set_xlim(limits)
    if exponentiate:
        style.plain_ticks(ax.xaxis)
    else:
        style.few_ticks(ax.xaxis)
    if len(models) > 1:
        style.legend(ax, above=True)
    what = "exp(estimate)" if exponentiate else "estimate"
    style.label_axes(ax, f"{what}, {100 * level:g}% interval")
    style.row_ticks(ax, range(len(terms)), list(lines.values()))
    return ax


def _places_of_rows(table: pd.DataFrame, terms: Sequence[Any], most: int) -> pd.Series:
    """The heights of intervals: those of the models that have a term stand about its place."""
    groups = table.groupby("identity", sort=False)["number"]
    step = groups.cumcount() - (groups.transform("size") - 1) / 2
    return table["identity"].map(terms.index) + step * min(MODEL_DISTANCE, 0.8 / most)


def _axis_limits(table: pd.DataFrame, exponentiate: bool) -> tuple[float, float]:
    """The limits of an axis that shows all finite values and the line of no effect."""
    values = table[["estimate", "low", "high"]].to_numpy().ravel()
    with np.errstate(divide="ignore"):
        values = np.append(np.log(values) if exponentiate else values, 0.0)
    values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low or 1.0)
    ends = np.array([low - margin, high + margin])
    low, high = np.exp(ends) if exponentiate else ends
    return float(low), float(high)


def _draw_intervals(
    ax: Axes, rows: pd.DataFrame, height: np.ndarray, i: int, limits: tuple[float, float]
) -> None:
    """Draw the estimates of one model; an arrow at the edge stands for an infinite value."""
    shade = style.colour(ax, i)
    estimate, (low, high) = rows["estimate"].to_numpy(), rows[["low", "high"]].to_numpy().T
    ax.hlines(height, *np.clip([low, high], *limits), color=shade, linewidth=1.4)
    shown = (estimate > limits[0]) & (estimate < limits[1])
    mark = style.MARKS[i % len(style.MARKS)]
    name = style.escape_text(rows["model"].iloc[0])
    ax.plot(estimate[shown], height[shown], mark, color=shade, markersize=4.5, label=name)
    left = np.fmin(estimate, low) < limits[0]
    right = np.fmax(estimate, high) > limits[1]
    for edge, arrow, beyond in zip(limits, "<>", (left, right), strict=True):
        if beyond.any():
            at = np.full(beyond.sum(), edge)
            ax.plot(at, height[beyond], arrow, color=shade, markersize=5, clip_on=False)


def coefficient_table(
    fits: Sequence[Any],
    names: Sequence[str] | None,
    parm: str | Sequence[str] | None,
    level: float,
    method: str | None,
    exponentiate: bool,
    intercept: bool,
    vcov: Vcov,
) -> pd.DataFrame:
    """The table that `plot_coefs` draws: ``estimate low high identity number model term``.

    A row is a coefficient of a model; those that no model has an estimate of are left out. The
    model's ``number`` and the coefficient's ``identity`` tell apart those of one name.
    """
    if not fits:
        raise ValueError("plot_coefs() needs a model: plot_coefs(fit1, fit2)")
    for fit in fits:
        if not isinstance(fit, (ModelResult, PosteriorResult)):
            kind = type(fit).__name__
            hint = misplaced_argument_hint([fit], ["fits"], ("vcov", "method", "level"))
            raise TypeError(
                "plot_coefs() takes models one by one, plot_coefs(fit1, fit2, names=['a', 'b']): "
                f"got {kind}{hint}"
            )
    if names is not None and len(names) != len(fits):
        raise ValueError(f"names= has {len(names)} names for {len(fits)} models")
    labels = list(names) if names is not None else _labels(fits)
    tables = []
    covariances = per_model(vcov, len(fits), "vcov")
    for number, (fit, covariance) in enumerate(zip(fits, covariances, strict=True)):
        places = _places(fit, parm, intercept)
        limits = fit._intervals(places, level, method, covariance)
        values = np.column_stack([fit._limits()[places], limits.to_numpy()])
        values = np.exp(values) if exponentiate else values
        one = pd.DataFrame(values, columns=["estimate", "low", "high"])
        one["identity"] = [fit._estimate_identities[i] for i in places]
        tables.append(one.assign(number=number, model=str(labels[number]), term=limits.index))
    table = pd.concat(tables, ignore_index=True)
    return table[table.groupby("identity")["estimate"].transform("count") > 0]


def _places(fit: ModelResult, parm: str | Sequence[str] | None, intercept: bool) -> list[int]:
    if parm is not None:
        names = [parm] if isinstance(parm, str) else list(parm)
        known = [name for name in names if name in fit.names]
        return coefficient_places(fit, known or names).tolist()
    if intercept:
        return list(range(len(fit.names)))
    terms = fit._estimate_terms
    return [i for i in fit._interval_places if not terms[i].endswith("(Intercept)")]


def _labels(fits: Sequence[ModelResult]) -> list[str]:
    """The formulas of the models where they differ, else their names, with numbers if needed."""
    for labels in ([fit.formula for fit in fits], [fit.model_name for fit in fits]):
        if len(set(labels)) == len(labels):
            return labels
    return [f"({i}) {fit.model_name}" for i, fit in enumerate(fits, 1)]
