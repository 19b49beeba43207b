"""Least squares: the fit of a linear model, in one pass over the rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.irls.accumulator_choice import MAX_QR_COLUMNS
from rglm.fitting.irls.collinearity import has_crossed_factors
from rglm.fitting.irls.column_layout import MAX_DENSE_CATEGORIES
from rglm.fitting.irls.column_scale import describe_out_of_scale
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.least_squares.column_fits import ColumnFits
from rglm.fitting.least_squares.eliminated_fit import eliminated_fit
from rglm.fitting.least_squares.fitted_sums import fitted_sums
from rglm.fitting.least_squares.least_squares_sums import LeastSquaresSums
from rglm.fitting.least_squares.row_totals import check_totals, row_sums_of, row_totals
from rglm.fitting.least_squares.triangle_fit import fit_triangle
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import ScaleError
from rglm.linalg.threads import one_thread
from rglm.sources.source import Source

MAX_CODED_WORK = 2e9  # n p^2 up to which the columns of many categories may be filled in


def least_squares(
    source: Source,
    family: Family,
    control: Control,
    start: np.ndarray | None = None,
    sample: bool = True,
) -> IrlsResult:
    """The fit of a linear model to the rows of a source.

    It is by the triangle of the weighted columns, in one pass. A factor with many levels is
    partialled out by the normal equations, whose solution a second pass corrects. `start` and
    `sample` make no difference.

    Raises
    ------
    DataError
        No row has a weight.
    FitError
        Numbers are too large or too small.
    """
    try:
        with one_thread():
            if _has_many_columns(source):
                return _by_normal_equations(source, family, control)
            return fit_by_triangle(source, family, control)
    except (FitError, ScaleError) as error:
        message = describe_out_of_scale(source) or str(error)
    raise FitError(message)


def column_fits(source: Source, family: Family, control: Control) -> ColumnFits | None:
    """The fits of any columns of a source, in one pass over its rows.

    None where a factor has so many levels that its columns are better partialled out.

    Raises
    ------
    FitError
        Numbers are too large or too small.
    """
    if _has_many_columns(source):
        return None
    with one_thread():
        totals = row_totals(source)
    check_totals(totals.sums, bool(np.isfinite(totals.triangle).all()))
    informative = row_sums_of(totals.sums).informative
    return ColumnFits(totals.triangle, len(source.columns), informative, control.tol, family)


def _has_many_columns(source: Source) -> bool:
    """Whether the triangle takes long, or a factor has too many levels to fill its columns in."""
    if len(source.columns) > MAX_QR_COLUMNS:
        return True
    most = max((len(part.column_codes) for part in source.columns.indicators), default=0)
    work = source.nrows * len(source.columns) ** 2
    return most > MAX_DENSE_CATEGORIES and work > MAX_CODED_WORK


def fit_by_triangle(source: Source, family: Family, control: Control) -> IrlsResult:
    """The fit by the triangle of all columns, however many there are."""
    totals, p = row_totals(source), len(source.columns)
    check_totals(totals.sums, bool(np.isfinite(totals.triangle).all()))
    row_sums, fit = row_sums_of(totals.sums), fit_triangle(totals.triangle, p, control.tol)
    has_intercept = bool((source.columns.assign[:1] == 0).any())
    sums = LeastSquaresSums(
        row_sums=row_sums,
        log_weights=float(totals.sums[-1]),
        fitted_squares=fit.fitted_squares(False),
        model_squares=fit.fitted_squares(has_intercept),
        null_squares=fit.null_squares(has_intercept),
        triangle=totals.triangle,
        first=totals.first,
    )
    fits = ColumnFits(totals.triangle, p, row_sums.informative, control.tol, family)
    return fits.result(fit, sums)


def _by_normal_equations(source: Source, family: Family, control: Control) -> IrlsResult:
    if not has_crossed_factors(source.columns):  # of which most cells may be empty
        try:
            return eliminated_fit(source, family, control.tol)
        except NearSingularError:
            if len(source.columns) <= MAX_QR_COLUMNS:
                return fit_by_triangle(source, family, control)
    result = irls(source, family, control, None, sample=False)
    sums, _ = fitted_sums(source, result.beta)
    return replace(result, iter=1, least_squares=sums)
