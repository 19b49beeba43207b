"""The contribution of each term to the linear predictor; R's termplot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots import style
from rglm.plots.lowess import lowess, lowess_rounds
from rglm.plots.observed_points import LEVEL_JITTER, MAX_POINTS
from rglm.plots.point_order import point_order
from rglm.plots.prediction_grid import (
    fitted_rows,
    is_category,
    level_places,
    prediction_grid,
    sorted_levels,
)
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MAX_RUG_TICKS = 500


@style.picture
def plot_terms(
    fit: ModelResult,
    terms: str | Sequence[str] | None = None,
    se: bool = True,
    partial: bool = False,
    rug: bool = True,
    smooth: bool = True,
    ax: Axes | Sequence[Axes] | np.ndarray | None = None,
    figsize: tuple[float, float] | None = None,
) -> style.AxesOrPanels:
    """Draw what each term adds to the linear predictor, centred; R's ``termplot``, ``crPlots``.

    Parameters
    ----------
    terms : label or labels, optional
        Which terms, as ``fit.terms`` has them; by default all of one variable. Each linear
        predictor has a panel for each of its terms; ``"zero_x"`` is the term of one of them only.
    se : bool
        Draw bands of two standard errors.
    partial : bool
        Draw partial residuals too, working residuals plus the term: component-plus-residual
        plots. Where they bend away from the curve the variable wants another form.
    rug : bool
        Draw ticks at the values of the data.
    smooth : bool
        Draw the lowess line through the partial residuals of a number, where they are drawn: the
        robust one for lm().
    ax : Axes or sequence of Axes, optional
        Where to draw, one for each term.
    figsize : (float, float), optional
        The width and height of the new figure in inches.

    Returns
    -------
    Axes, or array of Axes
        One, or one for each term on a grid.

    Raises
    ------
    ValueError
        A term that the model does not have, or of several variables; `partial` of a fit without
        working residuals.

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
            "they are of lm(), glm() and glm_nb()"
        )
    rows, drawn_terms = fitted_rows(fit), _select_terms(fit, terms)
    panels = style.panels(ax, len(drawn_terms), "terms", figsize=figsize)
    residuals = fit.residuals("partial") if partial else None
    for panel, term in zip(np.ravel(panels), drawn_terms, strict=False):
        column = rows[term.column]
        levels = sorted_levels(column) if _has_level_estimates(term, column) else None
        _draw_curve(panel, term_curve(fit, term, levels), levels, se)
        if residuals is not None:
            values = residuals[term.label].dropna()
            _draw_partial_residuals(panel, column, values, levels)
            if smooth and levels is None:
                _draw_smooth(panel, column, values, lowess_rounds(fit))
        if rug and levels is None:
            _draw_rug(panel, column)
        part = "" if term.part is None else f"{term.part}: "
        style.label_axes(panel, term.column, f"{part}partial for {term.label}")
    return panels


@dataclass(frozen=True)
class DrawnTerm:
    """A term of one variable.

    Attributes
    ----------
    part : str or None
        The name of its linear predictor; None for the only one.
    label, column : str
        Its label, and the column of the data that it reads.
    schema : Schema
        The schema of its linear predictor.
    """

    part: str | None
    label: str
    column: str
    schema: Schema

    @property
    def name(self) -> str:
        """The label after the name of its linear predictor, as ``drop1()`` has it."""
        return self.label if self.part is None else f"{self.part}_{self.label}"


def _terms_of_one_variable(fit: ModelResult) -> list[DrawnTerm]:
    out = []
    for part, schema in fit._named_schemas:
        parsed = schema.parsed
        for term in parsed.terms:
            reads = {n for f in term.factors for n in parsed.expressions[f.expr].reads}
            columns = [name for name in reads if name in fit.data]
            if len(columns) == 1 and matrix_column(fit.data[columns[0]]) is None:
                out.append(DrawnTerm(part, parsed.label(term), columns[0], schema))
    return out


def _select_terms(fit: ModelResult, terms: str | Sequence[str] | None) -> list[DrawnTerm]:
    """The terms of some labels or names; a label is that of a term in each linear predictor."""
    out = _terms_of_one_variable(fit)
    if not out:
        raise ValueError("the formula has no term of one variable alone to draw")
    if terms is None:
        return out
    labels = [terms] if isinstance(terms, str) else list(terms)
    known = dict.fromkeys(term.label for term in out) | dict.fromkeys(term.name for term in out)
    for label in labels:
        if label not in known:
            raise ValueError(
                f"terms={label!r}: the terms of one variable are {', '.join(known)}"
                f"{did_you_mean(str(label), known)}"
            )
    return [term for label in labels for term in out if label in (term.label, term.name)]


def _has_level_estimates(term: DrawnTerm, column: pd.Series) -> bool:
    """Whether a term has an estimate for each value of its column, as ``factor(x)`` has."""
    if is_category(column):
        return True
    levels = term.schema.xlevels.get(term.label)
    return levels is not None and len(levels) == column.nunique()


def term_curve(fit: ModelResult, term: DrawnTerm, levels: list[Any] | None) -> pd.DataFrame:
    """The curve of a term, ``fit se x``: over the range of x, or at 0, 1, ... for its levels."""
    # an offset that was an array is not known at new rows: the curve is then at the rows fitted
    has_array_offset = any(schema.offset is True for schema in fit._schemas)
    rows = fitted_rows(fit) if has_array_offset else prediction_grid(fit, term.column)[0]
    newdata = None if has_array_offset else rows
    table = fit.predict(newdata, type="terms", se_fit=True)
    key = [term.label] if term.part is None else [term.part, term.label]
    values = {"fit": table[("fit", *key)], "se": table[("se_fit", *key)]}
    out = pd.DataFrame(values).dropna().assign(x=rows[term.column].to_numpy())
    if levels is not None:
        out["x"] = [levels.index(value) for value in out["x"]]
    return out.drop_duplicates("x").sort_values("x", ignore_index=True)


def _draw_curve(ax: Axes, line: pd.DataFrame, levels: list[Any] | None, se: bool) -> None:
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


def _draw_partial_residuals(
    ax: Axes, column: pd.Series, residuals: pd.Series, levels: list[Any] | None
) -> None:
    """Draw working residuals plus the term, below the curve."""
    x = (column if levels is None else level_places(column)).to_numpy()
    y = residuals.to_numpy()
    order = point_order(x, y)
    x, y = x[order], y[order]
    if levels is not None:
        x = x + np.random.default_rng(0).uniform(-LEVEL_JITTER, LEVEL_JITTER, len(x))
    kept = slice(None, None, max(1, len(x) // MAX_POINTS))
    style.points(ax, x[kept], y[kept], zorder=0.5)


def _draw_smooth(ax: Axes, column: pd.Series, residuals: pd.Series, rounds: int) -> None:
    """Draw the lowess line through partial residuals."""
    line = lowess(column.to_numpy(dtype=float), residuals.to_numpy(), rounds=rounds)
    ax.plot(*line, color=style.COLOURS[1], linewidth=1.2, linestyle="--")


def _draw_rug(ax: Axes, column: pd.Series) -> None:
    """Draw ticks at the values of a column."""
    x = np.unique(column)
    x = x[:: max(1, len(x) // MAX_RUG_TICKS)]
    bottom = ax.get_xaxis_transform()  # y is a share of the height of the axes
    shade = style.ink(ax, style.POINT)
    ax.plot(x, np.zeros(len(x)), "|", color=shade, markersize=6, alpha=0.4, transform=bottom)
