"""Slopes of a number at the levels of factors; R's emtrends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rglm.formatting.hints.option_check import check_option
from rglm.inference.means.contrasts.with_contrasts import with_contrasts
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_means import GridArguments, MeansOfGrid
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import TYPES, EmmSettings
from rglm.inference.means.trend_slopes import DEGREE, TrendSlopes
from rglm.inference.reference_grid.cell_averages import Weights
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.specs import Specs, read_specs
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.back_transformed import BackTransformed


def emtrends(
    fit: ModelResult,
    specs: str | Sequence[str] | None,
    var: str,
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    max_degree: int = 1,
    type: str = "link",
    regrid: str | None = None,
    mode: str | None = None,
    cov_reduce: CovReduce = "mean",
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    weights: Weights = "equal",
    level: float = 0.95,
    adjust: str | None = None,
    infer: bool | Sequence[bool] | None = None,
    vcov: Vcov = None,
    df: float | None = None,
    contr: Any = None,
) -> EmmGrid:
    """Slopes of a number at the levels of factors, averaged over a grid; R's ``emtrends``.

    With the linear predictor eta = x'b the slope by a number z is deta/dz at the rows of the
    reference grid, with exact derivatives of ``log(z)``, ``poly(z, 2)``, ``ns(z, 3)``, ``I(z^2)``
    and of their products with other variables. Slopes are averaged as ``emmeans()`` averages
    predictions. A slope that changes with z is the one at the mean of z, or where `at` says.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a slope each: ``"g"``, ``"~ g | h"``, ``"pairwise ~ g"``
        (with all their differences), or ``"1"``. None for the slopes at the rows of the grid.
    var : str
        The number z, or a function of it, ``"log(z)"``: the slope is then by that.
    by, at
        As of ``emmeans()``.
    max_degree : int
        With 2 or more, also the quadratic, cubic, ... trends: the derivatives of eta of order k,
        divided by k!, with the levels of a variable ``degree``.
    type : {"link", "response"}
        What has the slope: the linear predictor, or the mean of the response.
    regrid : {"response", None}
        R's word for ``type="response"``. (R takes a `type` too, which changes nothing there.)
    mode : str, optional
        What has the slope in models of several predictions, as of ``emmeans()``.
    cov_reduce, cov_keep, nesting, offset, weights
        As of ``emmeans()``.
    level, adjust, infer, vcov, df, contr
        As of ``emmeans()``.

    Returns
    -------
    EmmGrid
        Prints as R's page; ``table`` is the DataFrame. ``pairs()`` compares the slopes.

    Raises
    ------
    ValueError
        `var` is no number of the model; a variable that the model lacks; trends of a degree above
        1 of what is no linear predictor.

    Notes
    -----
    R divides differences of predictions by a step of a thousandth of the range of z; here slopes
    are derivatives. They are equal where eta is linear in z.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("mpg ~ hp * factor(cyl)", load("mtcars"))
    >>> fit.emtrends("cyl", "hp")
     cyl hp.trend     SE df lower.CL upper.CL
       4 -0.11278 0.0457 26  -0.2068  -0.0187
       6 -0.00761 0.0510 26  -0.1124   0.0971
       8 -0.01424 0.0165 26  -0.0481   0.0196
    <BLANKLINE>
    Confidence level used: 0.95
    """
    type = check_option("type", type if regrid is None else regrid, TYPES)
    arguments = GridArguments(at, cov_reduce, cov_keep, nesting, offset, weights)
    means = MeansOfGrid.of(fit, arguments, vcov, mode)
    quantity, link = means.quantity, means.scale.link
    if type == "response" and link is not None and not link.is_identity:
        quantity = BackTransformed.of(quantity, link)
    slopes = TrendSlopes.of(quantity, var, [*map(str, means.grid.rows)], max_degree)
    means = replace(means, quantity=slopes.named_quantity, scale=Scale(None), slopes=slopes)
    if specs is None:
        settings = EmmSettings().changed((False, False) if infer is None else infer, df=df)
        return means.rows(settings.changed(level=level))
    wanted = _with_degree(read_specs(specs, by, contr, means.names), max_degree)
    settings = EmmSettings().changed(infer, level=level, df=df)
    return with_contrasts(means.averages(wanted, settings), wanted, adjust)


def _with_degree(specs: Specs, max_degree: int) -> Specs:
    """The variables, in groups of degrees where these are not among them."""
    if max_degree == 1 or DEGREE in (*specs.variables, *specs.by):
        return specs
    return replace(specs, by=(*specs.by, DEGREE))
