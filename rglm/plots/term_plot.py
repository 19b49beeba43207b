"""What each term adds to the linear predictor; R's termplot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.observed_points import MANY, SPREAD
from rglm.plots.prediction_grid import is_category, levels_of, new_rows, raw_rows
from rglm.plots.tie_groups import even_order
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWER = 500  # ticks of a rug


def plot_terms(
    fit: ModelResult,
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
        Which terms, as ``fit.terms`` has them; by default all of one variable. Where there are
        several linear predictors each has a panel for each of its terms, and ``"zero_x"`` is the
        one of its part.
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
        A term that the model does not have, or of several variables; `partial` for a fit that has
        no working residuals.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> [ax.get_xlabel() for ax in fit.plot_terms()[0]]
    ['wool', 'tension']
    """
    if partial and not isinstance(fit, HasWorkingWeights):
        raise ValueError(
            f"partial=True is of working residuals, which {fit._function_name}() does not have: "
            "they are of glm() and glm_nb()"
        )
    raw = raw_rows(fit)
    wanted = _wanted(fit, terms)
    panels = _panels(ax, len(wanted))
    residuals = fit.residuals("partial") if partial else None
    for panel, one in zip(np.ravel(panels), wanted, strict=False):
        column = raw[one.column]
        levels = levels_of(column) if _coded(one, column) else None
        _draw(panel, term_rows(fit, one, levels), levels, se)
        if residuals is not None:
            _partial(panel, column, residuals[one.label].dropna(), levels)
        if rug and levels is None:
            _rug(panel, column)
        of = "" if one.part is None else f"{one.part}: "
        style.finish(panel, one.column, f"{of}partial for {one.label}")
    return panels


@dataclass(frozen=True)
class DrawnTerm:
    """A term of one variable.

    Attributes
    ----------
    part : str or None
        The linear predictor that it is of, if there are several.
    label, column : str
        Its label, and the column of the data that it reads.
    schema : Schema
        Of its part.
    """

    part: str | None
    label: str
    column: str
    schema: Schema

    @property
    def name(self) -> str:
        """The label with its part in front, as ``drop1()`` calls it."""
        return self.label if self.part is None else f"{self.part}_{self.label}"


def _terms_of_one_variable(fit: Any) -> list[DrawnTerm]:
    out = []
    for part, schema in fit._named_schemas:
        parsed = schema.parsed
        for term in parsed.terms:
            reads = {n for f in term.factors for n in parsed.expressions[f.expr].reads}
            columns = [name for name in reads if name in fit.data]
            if len(columns) == 1:
                out.append(DrawnTerm(part, parsed.label(term), columns[0], schema))
    return out


def _wanted(fit: Any, terms: Any) -> list[DrawnTerm]:
    """The terms that are drawn: a label is that of each part."""
    out = _terms_of_one_variable(fit)
    if terms is None and out:
        return out
    asked = [terms] if isinstance(terms, str) else list(terms or [])
    if not out:
        raise ValueError("the formula has no term of one variable alone to draw")
    known = dict.fromkeys(one.label for one in out) | dict.fromkeys(one.name for one in out)
    for label in asked:
        if label not in known:
            raise ValueError(
                f"terms={label!r}: the terms of one variable are {', '.join(known)}"
                f"{did_you_mean(str(label), known)}"
            )
    return [one for label in asked for one in out if label in (one.label, one.name)]


def _panels(ax: Any, count: int) -> Any:
    if ax is not None:
        return style.given_axes(ax, count, "terms")
    if count == 1:
        return style.axes()
    rows = (count + 1) // 2
    found = style.grid(rows, 2, 7.2, 2.8 * rows)
    for spare in found.ravel()[count:]:
        spare.set_axis_off()
    return found


def _coded(term: DrawnTerm, column: pd.Series) -> bool:
    """Whether a term has an estimate for each value of its column, as ``factor(x)`` has."""
    if is_category(column):
        return True
    levels = term.schema.xlevels.get(term.label)
    return levels is not None and len(levels) == column.nunique()


def term_rows(fit: Any, term: DrawnTerm, levels: list[Any] | None) -> pd.DataFrame:
    """The curve of a term, ``x fit se``: over the range of x, or at 0, 1, ... for its levels."""
    # an offset that was an array is not known at new rows: then the curve is of the data's
    known = not any(schema.offset is True for schema in fit._schemas)
    rows = new_rows(fit, term.column)[0] if known else raw_rows(fit)
    table = fit.predict(*([rows] if known else []), type="terms", se_fit=True)
    key = [term.label] if term.part is None else [term.part, term.label]
    values = {name: table[(found, *key)] for name, found in (("fit", "fit"), ("se", "se_fit"))}
    out = pd.DataFrame(values).dropna().assign(x=rows[term.column].to_numpy())
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
