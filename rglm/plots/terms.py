"""What each term adds to the linear predictor; R's termplot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.format.suggest import did_you_mean
from rglm.plots import style
from rglm.plots.grid_rows import is_category, levels_of, new_rows, raw_rows
from rglm.plots.observed import MANY, SPREAD
from rglm.plots.ties import even_order

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWER = 500  # ticks of a rug


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
    residuals = fit.residuals("partial") if partial else None
    for panel, (label, column) in zip(np.ravel(panels), wanted.items(), strict=False):
        raw = raw_rows(fit)[column]
        levels = levels_of(raw) if _coded(fit, label, raw) else None
        _draw(panel, term_rows(fit, label, column, levels), levels, se)
        if residuals is not None:
            _partial(panel, raw, residuals[label].dropna(), levels)
        if rug and levels is None:
            _rug(panel, raw)
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
    if not out:
        raise ValueError("the formula has no term of one variable alone to draw")
    for label in asked:
        if label not in out:
            raise ValueError(
                f"terms={label!r}: the terms of one variable are {', '.join(out)}"
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


def _coded(fit: Any, label: str, column: pd.Series) -> bool:
    """Whether a term has an estimate for each value of its column, as ``factor(x)`` has."""
    if is_category(column):
        return True
    levels = fit.schema.xlevels.get(label)
    return levels is not None and len(levels) == column.nunique()


def term_rows(fit: Any, label: str, column: str, levels: list[Any] | None) -> pd.DataFrame:
    """The curve of a term, ``x fit se``: over the range of x, or at 0, 1, ... for its levels."""
    # an offset that was an array is not known at new rows: then the curve is of the data's
    known = fit.schema.offset is not True
    rows = new_rows(fit, column)[0] if known else raw_rows(fit)
    table = fit.predict(*([rows] if known else []), type="terms", se_fit=True)
    values = {"fit": table["fit"][label], "se": table["se_fit"][label]}
    out = pd.DataFrame(values).dropna().assign(x=rows[column].to_numpy())
    if levels is not None:
        out["x"] = [levels.index(value) for value in out["x"]]
    return out.drop_duplicates("x").sort_values("x", ignore_index=True)


def _draw(ax: Axes, line: pd.DataFrame, levels: list[Any] | None, se: bool) -> None:
    shade = style.COLOURS[0]
    low, high = line["fit"] - 2 * line["se"], line["fit"] + 2 * line["se"]
    if levels is not None:
        ax.hlines(line["fit"], line["x"] - 0.3, line["x"] + 0.3, color=shade, linewidth=2)
        if se:
            ax.vlines(line["x"], low, high, color=shade, linewidth=1)
        style.level_ticks(ax, levels)
        return
    if se:
        ax.fill_between(line["x"], low, high, color=shade, alpha=style.BAND, linewidth=0)
    ax.plot(line["x"], line["fit"], color=shade)


def _partial(ax: Axes, raw: pd.Series, values: pd.Series, levels: list[Any] | None) -> None:
    """Working residuals plus the term, beneath the curve."""
    x, y = raw.to_numpy(), values.to_numpy()
    if levels is not None:
        place = {value: i for i, value in enumerate(levels)}
        x = np.array([place[value] for value in raw])
    order = even_order(x, y)
    x, y = x[order], y[order]
    if levels is not None:
        x = x + np.random.default_rng(0).uniform(-SPREAD, SPREAD, len(x))
    thin = slice(None, None, max(1, len(x) // MANY))
    style.points(ax, x[thin], y[thin], zorder=0.5)


def _rug(ax: Axes, raw: pd.Series) -> None:
    """Ticks at the foot where the data are."""
    x = np.unique(raw)
    x = x[:: max(1, len(x) // FEWER)]
    foot = ax.get_xaxis_transform()  # the height is a share of the panel's, whatever its limits
    ax.plot(x, np.zeros(len(x)), "|", color=style.POINT, markersize=6, alpha=0.4, transform=foot)
