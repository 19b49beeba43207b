"""Estimates with their intervals, several models beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.inference.covariance import coefficient_names
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

APART = 0.16  # of a line: from one model to the next


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
    *fits : Fit
        Models of any kind; coefficients of one name stand on one line.
    names : sequence of str, optional
        What the legend calls the models; by default their formulas, or what they are.
    parm : name or names, optional
        Which coefficients; all but intercepts by default.
    level, method, vcov
        As in ``confint()``.
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
    terms, models = list(dict.fromkeys(table["term"])), list(dict.fromkeys(table["model"]))
    ax = style.axes(ax, height=max(1.6, 0.9 + len(terms) * (0.22 + 0.09 * len(models))))
    ax.axvline(1.0 if exponentiate else 0.0, color=style.FAINT, linewidth=0.8, linestyle=":")
    for i, model in enumerate(models):
        part = table[table["model"] == model]
        place = np.array([terms.index(t) for t in part["term"]])
        place = place + (i - (len(models) - 1) / 2) * APART
        _intervals(ax, part, place, i, model)
    ax.set_yticks(range(len(terms)), terms)
    ax.invert_yaxis()
    if exponentiate:
        ax.set_xscale("log")
        style.plain_ticks(ax.xaxis)
    if len(models) > 1:
        style.legend(ax, above=True)
    what = "exp(estimate)" if exponentiate else "estimate"
    return style.finish(ax, f"{what}, {100 * level:g}% interval")


def _intervals(ax: Axes, part: pd.DataFrame, place: np.ndarray, i: int, model: str) -> None:
    """One model's estimates; an end at infinity leaves its side of the axes open."""
    known = np.isfinite(part["estimate"].to_numpy())
    part, place = part[known], place[known]
    ends = part[["low", "high"]].to_numpy()
    far = np.nanmax(np.abs(np.where(np.isfinite(ends), ends, np.nan)), initial=1.0) * 10
    ends = np.clip(ends, -far, far)
    shade = style.COLOURS[i % len(style.COLOURS)]
    ax.hlines(place, ends[:, 0], ends[:, 1], color=shade, linewidth=1.4)
    mark = style.MARKS[i % len(style.MARKS)]
    ax.plot(part["estimate"], place, mark, color=shade, markersize=4.5, label=model)


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
    """What `plot_coefs` draws: ``model term estimate low high``, a row each."""
    if not fits:
        raise ValueError("plot_coefs() needs a model: plot_coefs(fit1, fit2)")
    if names is not None and len(names) != len(fits):
        raise ValueError(f"names= has {len(names)} names for {len(fits)} models")
    labels = list(names) if names is not None else _labels(fits)
    parts = []
    for fit, label in zip(fits, labels, strict=True):
        chosen = _wanted(fit, parm, intercept)
        given = {"level": level, "method": method} | ({} if vcov is None else {"vcov": vcov})
        ends = fit.confint(chosen, **given).to_numpy()
        found = np.column_stack([fit.estimates[chosen], ends])
        found = np.exp(found) if exponentiate else found
        part = pd.DataFrame(found, columns=["estimate", "low", "high"])
        parts.append(part.assign(model=label, term=chosen))
    return pd.concat(parts, ignore_index=True)


def _wanted(fit: Any, parm: str | Sequence[str] | None, intercept: bool) -> list[str]:
    if parm is not None:
        known = set(fit.names)
        asked = [parm] if isinstance(parm, str) else list(parm)
        return [n for n in asked if n in known] or coefficient_names(fit, asked)
    names = list(fit.names) if intercept else fit.interval_names
    return [n for n in names if intercept or "(Intercept)" not in n]


def _labels(fits: Sequence[Any]) -> list[str]:
    """The models' formulas where those tell them apart, else what they are."""
    for label in ("formula", "model_name"):
        found = [str(getattr(fit, label)) for fit in fits]
        if len(set(found)) == len(found):
            return found
    return [f"({i}) {fit.model_name}" for i, fit in enumerate(fits, 1)]
