"""Slopes of a number at the levels of factors, draw by draw; R's emtrends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.design.columns import Columns
from rglm.design.derivatives.column_function import column_of_function, function_slope
from rglm.design.derivatives.schema_derivative import schema_derivative
from rglm.families.numerics.differences import fourth_order
from rglm.formatting.hints.option_check import check_option
from rglm.inference.means.grid_means import GridArguments
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import TYPES, EmmSettings
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.reference_grid.cell_averages import Weights
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.specs import read_specs
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.models.brm.means.drawn_grid import DrawnGrid, grid_draws, grid_quantity
from rglm.models.brm.means.means_page import PosteriorMeans
from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

STEP = 1e-3  # of differences of expected responses, as a share of the range of the variable


def emtrends(
    fit: BrmFit,
    specs: str | Sequence[str] | None,
    var: str,
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    regrid: str | None = None,
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    weights: Weights = "equal",
    level: float = 0.95,
    contr: Method | None = None,
    dpar: str | None = None,
    epred: bool = False,
) -> PosteriorMeans:
    """Slopes of a number at the levels of factors, averaged over a grid; R's ``emtrends``.

    With the linear predictor eta = x'b the slope by a number z is deta/dz at the rows of the
    reference grid, for each draw of b, with exact derivatives of ``log(z)``, ``poly(z, 2)`` and
    the like. Slopes are averaged as ``emmeans()`` averages predictions. A slope that changes with
    z is the one at the mean of z, or where `at` says.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a slope each: ``"g"``, ``"~ g | h"``, ``"pairwise ~ g"``
        (with all their differences), or ``"1"``. None for the slopes at the rows of the grid.
    var : str
        The number z, or a function of it, ``"log(z)"``: the slope is then by that.
    by, at
        As of ``emmeans()``.
    type : {"link", "response"}
        What has the slope: the linear predictor, or its inverse link.
    regrid : {"response", None}
        R's word for ``type="response"``.
    cov_reduce, cov_keep, nesting, offset, weights, level, contr, dpar
        As of ``emmeans()``.
    epred : bool
        Slopes of the expected response, ``posterior_epred()``, by differences.

    Returns
    -------
    PosteriorMeans
        Prints as R's page; ``table`` is the DataFrame. ``pairs()`` compares the slopes.

    Raises
    ------
    ValueError
        `var` is no number of the model; a variable that the model lacks; a `dpar` that is the
        same in all rows.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ hp * factor(cyl)", load("mtcars"), seed=1)
    >>> slopes = fit.emtrends("pairwise ~ cyl", "hp")
    >>> bool(np.allclose(slopes.draws["4"], fit.draws["hp"]))
    True
    """
    type = check_option("type", type if regrid is None else regrid, TYPES)
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset, weights)
    means = DrawnGrid.of(fit, arguments, dpar, epred)
    column = column_of_function(var, [*map(str, means.grid.rows)])
    slopes = _expected_slopes(means, column) if epred else _slopes(means, column, dpar)
    if type == "response" and means.scale.has_other:
        slopes = slopes * means.scale.slopes(means.draws)
    with np.errstate(all="ignore"):
        slopes = slopes / function_slope(var, means.grid.rows, column)
    name = f"{var}.trend"
    means = replace(means, draws=slopes, scale=Scale(None), name=name, trend=column)
    settings = EmmSettings().changed(level=level)
    if specs is None:
        return means.rows(settings)
    return means.averages(read_specs(specs, by, contr, means.names), settings)


def _slopes(means: DrawnGrid, column: str, dpar: str | None) -> np.ndarray:
    """The draws of deta/dz at the rows of the grid, (S, N)."""
    fit, rows = means.fit, means.grid.rows
    if dpar is not None:
        check_option("dpar", dpar, [one.dpar or "mu" for one in fit._predictors])
    parts = [schema_derivative(schema, rows, column) for schema in fit._schemas]
    designs, offsets = zip(*parts, strict=True)
    return _drawn(fit, designs, offsets, dpar)


def _drawn(
    fit: BrmFit, designs: Sequence[Columns], offsets: Sequence[np.ndarray], dpar: str | None
) -> np.ndarray:
    rows = DrawnRows.of_designs(fit, designs, offsets)
    out: np.ndarray = draw_frame(rows, grid_quantity(fit, dpar, False)).to_numpy()
    return out


def _expected_slopes(means: DrawnGrid, column: str) -> np.ndarray:
    """The slopes of the expected response at the rows of the grid, by differences, (S, N)."""
    fit, grid, sums = means.fit, means.grid, means.fit._variable_summary.numbers
    if column not in sums:
        raise ValueError(f"var={column!r} is no number of the model")
    z = grid.rows[column].astype(float)
    step = STEP * float(np.max(sums[column].high - sums[column].low)) or STEP
    quantity = grid_quantity(fit, None, True)
    ends = [
        grid_draws(fit, replace(grid, rows=grid.rows.assign(**{column: z + k * step})), quantity)
        for k in (1, -1, 2, -2)
    ]
    return fourth_order(*ends) / step
