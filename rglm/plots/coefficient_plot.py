"""Estimates with their intervals, several models beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.misplaced_arguments import misplaced_argument_hint
from rglm.inference.covariance.vcov import coefficient_places
from rglm.inference.intervals.confint import intervals
from rglm.inference.tables.regtable import per_model
from rglm.plots import style
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

APART = 0.16  # of a line: from one model to the next


@check_arguments
def plot_coefs(
    *fits: Any,
    names: Sequence[str] | None = None,
    parm: str | Sequence[str] | None = None,
    level: float = 0.95,
    method: str | None = None,
    exponentiate: bool = False,
    intercept: bool = False,
    vcov: Any = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the coefficients of one or more models with their confidence intervals.

    Parameters
    ----------
    *fits : ModelResult
        Models of any kind; coefficients of one name stand on one line.
    names : sequence of str, optional
        What the legend calls the models; by default their formulas, or what they are.
    parm : name or names, optional
        Which coefficients; all but intercepts by default.
    level, method
        As in ``confint()``.
    vcov : str, matrix or function, or a list with one a model, optional
        As in ``confint()``; a fit may be given twice, with other covariances.
    exponentiate : bool
        exp of estimates and ends on a log axis, such as odds ratios, with the line at 1.
    intercept : bool
        Intercepts (and cut points) too.
    ax : Axes, optional
        Where to draw.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        No model; as many names as models are needed; what ``confint()`` raises.

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
    ax = style.axes(ax, height=max(1.6, 0.9 + len(terms) * (0.22 + 0.09 * len(models))))
    ax.axvline(1.0 if exponentiate else 0.0, color=style.FAINT, linewidth=0.8, linestyle=":")
    limits = _limits(table, exponentiate)
    for i, model in enumerate(models):
        part = table[table["number"] == model]
        place = np.array([terms.index(t) for t in part["identity"]])
        place = place + (i - (len(models) - 1) / 2) * APART
        _intervals(ax, part, place, i, limits)
    ax.set_yticks(range(len(terms)), [style.text(name) for name in lines.values()])
    ax.set_ylim(len(terms) - 0.5, -0.5)
    if exponentiate:
        ax.set_xscale("log")
    ax.set_xlim(limits)
    if exponentiate:
        style.plain_ticks(ax.xaxis)
    if len(models) > 1:
        style.legend(ax, above=True)
    what = "exp(estimate)" if exponentiate else "estimate"
    return style.finish(ax, f"{what}, {100 * level:g}% interval")


def _limits(table: pd.DataFrame, exponentiate: bool) -> tuple[float, float]:
    """The ends of the axis: a little beyond all that is finite, and the line of no effect."""
    values = table[["estimate", "low", "high"]].to_numpy().ravel()
    with np.errstate(divide="ignore"):
        values = np.append(np.log(values) if exponentiate else values, 0.0)
    values = values[np.isfinite(values)]
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low or 1.0)
    ends = np.array([low - margin, high + margin])
    low, high = np.exp(ends) if exponentiate else ends
    return float(low), float(high)


def _intervals(
    ax: Axes, part: pd.DataFrame, place: np.ndarray, i: int, limits: tuple[float, float]
) -> None:
    """One model's estimates; what is infinite goes on to the edge, where an arrow says so."""
    shade = style.COLOURS[i % len(style.COLOURS)]
    estimate, (low, high) = part["estimate"].to_numpy(), part[["low", "high"]].to_numpy().T
    ax.hlines(place, *np.clip([low, high], *limits), color=shade, linewidth=1.4)
    seen = (estimate > limits[0]) & (estimate < limits[1])
    mark = style.MARKS[i % len(style.MARKS)]
    name = style.text(part["model"].iloc[0])
    ax.plot(estimate[seen], place[seen], mark, color=shade, markersize=4.5, label=name)
    left = np.fmin(estimate, low) < limits[0]
    right = np.fmax(estimate, high) > limits[1]
    for edge, arrow, beyond in zip(limits, "<>", (left, right), strict=True):
        if beyond.any():
            at = np.full(beyond.sum(), edge)
            ax.plot(at, place[beyond], arrow, color=shade, markersize=5, clip_on=False)


def coefficient_table(
    fits: Sequence[Any],
    names: Sequence[str] | None,
    parm: str | Sequence[str] | None,
    level: float,
    method: str | None,
    exponentiate: bool,
    intercept: bool,
    vcov: Any,
) -> pd.DataFrame:
    """What `plot_coefs` draws: ``model term estimate low high``, a row each, without what no
    model has an estimate of. Coefficients that go to infinity are infinite. The model's ``number``
    and the coefficient's ``identity`` tell those of one name apart.
    """
    if not fits:
        raise ValueError("plot_coefs() needs a model: plot_coefs(fit1, fit2)")
    for fit in fits:
        if not isinstance(fit, ModelResult):
            kind = type(fit).__name__
            hint = misplaced_argument_hint([fit], ["fits"], ("vcov", "method", "level"))
            raise TypeError(
                f"plot_coefs() takes models one by one, plot_coefs(*fits): got {kind}{hint}"
            )
    if names is not None and len(names) != len(fits):
        raise ValueError(f"names= has {len(names)} names for {len(fits)} models")
    labels = list(names) if names is not None else _labels(fits)
    parts = []
    covariances = per_model(vcov, len(fits), "vcov")
    for number, (fit, other) in enumerate(zip(fits, covariances, strict=True)):
        chosen = _places(fit, parm, intercept)
        given = {"level": level, "method": method} | ({} if other is None else {"vcov": other})
        ends = intervals(fit, chosen, **given)
        found = np.column_stack([fit._limits()[chosen], ends.to_numpy()])
        found = np.exp(found) if exponentiate else found
        part = pd.DataFrame(found, columns=["estimate", "low", "high"])
        part["identity"] = [fit._estimate_identities[i] for i in chosen]
        part = part.assign(number=number, model=str(labels[number]), term=list(ends.index))
        parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table[table.groupby("identity")["estimate"].transform("count") > 0]


def _places(fit: Any, parm: str | Sequence[str] | None, intercept: bool) -> list[int]:
    if parm is not None:
        asked = [parm] if isinstance(parm, str) else list(parm)
        known = [name for name in asked if name in fit.names]
        return coefficient_places(fit, known or asked).tolist()
    if intercept:
        return list(range(len(fit.names)))
    terms = fit._estimate_terms
    return [i for i in fit._interval_places if not terms[i].endswith("(Intercept)")]


def _labels(fits: Sequence[Any]) -> list[str]:
    """The models' formulas where those tell them apart, else what they are."""
    for found in ([fit.formula for fit in fits], [fit.model_name for fit in fits]):
        if len(set(found)) == len(found):
            return found
    return [f"({i}) {fit.model_name}" for i, fit in enumerate(fits, 1)]
