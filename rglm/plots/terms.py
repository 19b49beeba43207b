"""What each term adds to the linear predictor; R's termplot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.format.suggest import did_you_mean
from rglm.plots import style
from rglm.plots.grid_rows import is_category, levels_of, raw_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_terms(
    fit: Any,
    terms: str | Sequence[str] | None = None,
    se: bool = True,
    partial: bool = False,
    rug: bool = True,
    ax: Any = None,
) -> Any:
    """Draw what each term adds to the linear predictor, centred; R's ``termplot``.

    Parameters
    ----------
    terms : label or labels, optional
        Which terms, as ``fit.terms`` has them; by default all of one variable.
    se : bool
        Bands of two standard errors.
    partial : bool
        Partial residuals too: working residuals plus the term.
    rug : bool
        Ticks at the foot where the data are.
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each term.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each term on a grid.

    Raises
    ------
    ValueError
        A term that the model does not have, or of several variables; a fit that is no glm.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> [ax.get_xlabel() for ax in fit.plot_terms()[0]]
    ['wool', 'tension']
    """
    if not hasattr(fit, "marginal"):
        raise ValueError(f"plot_terms() is for glm() and glm_nb(), not {fit.function}()")
    wanted = _wanted(fit, terms)
    panels = _panels(ax, len(wanted))
    table = fit.predict(type="terms", se_fit=True)
    residuals = fit.residuals("partial") if partial else None
    for panel, (label, column) in zip(np.ravel(panels), wanted.items(), strict=False):
        raw = raw_rows(fit)[column]
        wide = is_category(raw) or label in _factors(fit)
        found = term_rows(table, label, raw, wide)
        if residuals is not None:
            found["partial"] = residuals[label].reindex(found.index)
        _draw(panel, found, levels_of(raw) if wide else None, se, rug)
        style.finish(panel, column, f"partial for {label}")
    return panels


def _wanted(fit: Any, terms: Any) -> dict[str, str]:
    """Labels of terms with the column that each reads."""
    parsed, out = fit.schema.parsed, {}
    for term in parsed.terms:
        reads = {n for f in term.factors for n in parsed.expressions[f.expr].reads}
        columns = [name for name in reads if name in fit.data]
        if len(columns) == 1:
            out[parsed.label(term)] = columns[0]
    if terms is None and out:
        return out
    asked = [terms] if isinstance(terms, str) else list(terms or [])
    for label in asked or ["(none)"]:
        if label not in out:
            known = ", ".join(out) or "none"
            raise ValueError(
                f"terms={label!r}: the terms of one variable are {known}"
                f"{did_you_mean(str(label), out)}"
            )
    return {label: out[label] for label in asked}


def _panels(ax: Any, count: int) -> Any:
    if ax is not None:
        given = np.ravel(np.asarray(ax, dtype=object))
        if len(given) != count:
            raise ValueError(f"ax= has {len(given)} axes for {count} terms")
        return ax if count == 1 and not np.ndim(ax) else given
    if count == 1:
        return style.axes()
    rows = (count + 1) // 2
    found = style.grid(rows, 2, 7.2, 2.8 * rows)
    for spare in found.ravel()[count:]:
        spare.set_axis_off()
    return found


def _factors(fit: Any) -> set[str]:
    """The terms that are a factor, ``factor(x)`` of a number too."""
    schema = fit.schema
    coded = {e for e, how in schema.coding.items() if not isinstance(how, str)}
    return {schema.parsed.label(t) for t in schema.parsed.terms if t.factors[0].expr in coded}


def term_rows(table: pd.DataFrame, label: str, x: pd.Series, wide: bool) -> pd.DataFrame:
    """By row ``x fit se``, in the order of x; of a category x is the place of its level."""
    out = pd.DataFrame({"fit": table["fit"][label], "se": table["se_fit"][label]})
    out = out.dropna()
    out["x"] = x.to_numpy()
    if wide:
        place = {value: i for i, value in enumerate(levels_of(x))}
        out["x"] = [place[value] for value in x]
    return out.sort_values("x", kind="stable")


def _draw(ax: Axes, found: pd.DataFrame, levels: list[Any] | None, se: bool, rug: bool) -> None:
    wide, shade = levels is not None, style.COLOURS[0]
    if "partial" in found:
        noise = np.random.default_rng(0).uniform(-0.15, 0.15, len(found)) if wide else 0.0
        style.points(ax, found["x"] + noise, found["partial"])
    line = found.drop_duplicates("x")
    low, high = line["fit"] - 2 * line["se"], line["fit"] + 2 * line["se"]
    if levels is not None:
        ax.hlines(line["fit"], line["x"] - 0.3, line["x"] + 0.3, color=shade, linewidth=2)
        if se:
            ax.vlines(line["x"], low, high, color=shade, linewidth=1)
        ax.set_xticks(line["x"], [str(value) for value in levels])
    else:
        if se:
            ax.fill_between(line["x"], low, high, color=shade, alpha=style.BAND, linewidth=0)
        ax.plot(line["x"], line["fit"], color=shade)
        if rug:
            ends = ax.get_ylim()
            foot = np.full(len(line), ends[0])
            ax.plot(line["x"], foot, "|", color=style.POINT, markersize=6, alpha=0.4)
            ax.set_ylim(ends)
