"""Iteratively reweighted least squares: the fit of a GLM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.irls.accumulator_choice import (
    is_gram_quicker,
    is_qr_affordable,
    safest_accumulator,
)
from rglm.fitting.irls.collinearity import (
    has_crossed_factors,
    independent_columns,
    occurring_columns,
)
from rglm.fitting.irls.column_layout import ColumnLayout, lay_out_columns
from rglm.fitting.irls.column_scale import describe_out_of_scale
from rglm.fitting.irls.fisher_scoring import ClosingPass, fisher_scoring
from rglm.fitting.irls.gradients.gradient_pass import gradient_closing
from rglm.fitting.irls.gradients.linear_fit import is_one_step, linear_fit
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.normal_equations.gram_accumulator import GramAccumulator
from rglm.fitting.irls.one_block import one_block
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.subsample_start import Start, subsample_start
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import ScaleError
from rglm.linalg.threads import one_thread
from rglm.sources.source import Source
from rglm.warnings import BoundaryWarning, ConvergenceWarning, FitWarning

SLOW_QR_WORK = 3e8  # n p^2 from which on QR takes seconds
SIX_DIGIT_PIVOT = 1e-10  # the smallest pivot for standard errors of six digits
VANISHING_WEIGHT_PIVOT = 1e-14  # the smallest pivot where weights vanish


def irls(
    source: Source,
    family: Family,
    control: Control,
    start: Sequence[float] | np.ndarray | None,
    sample: bool = True,
    closing: ClosingPass | None = None,
) -> IrlsResult:
    """Fit a GLM to the rows of a source.

    Converges as R's ``glm.fit`` does, on ``|dev - dev_old| / (|dev| + 0.1) < epsilon``. A step to
    where the deviance is infinite or a fitted value impossible is halved, as in R; so is a step
    that raises the deviance (Marschner 2011, "glm2: fitting generalized linear models with
    convergence problems", The R Journal 3/2).

    Without `start` the first step is from the means that the rows start with; of many rows
    (`sample`) it is from the fit of a subsample. `closing` is the pass after the last step, where
    that is foreseen. `warn_if_in_doubt` warns where the iterations did not converge.
    """
    predictor = Predictor(family, None if start is None else np.asarray(start, dtype=float))
    try:
        with one_thread():
            result = _solve_on_occurring_columns(source, predictor, control, sample, closing)
            if result.system_predictor.beta is None and source.stands_for_more_rows:
                # whose starting means are others, but whose weights at coefficients are the same
                again = Predictor(family, result.beta)
                more = _solve_on_occurring_columns(source, again, control, sample, closing)
                result = replace(more, iter=result.iter + more.iter)
        return replace(result, deviance=result.deviance + source.within_deviance)
    except (FitError, ScaleError) as error:
        message = describe_out_of_scale(source) or str(error)
    raise FitError(message)


def _solve_on_occurring_columns(
    source: Source,
    predictor: Predictor,
    control: Control,
    sample: bool,
    closing: ClosingPass | None,
) -> IrlsResult:
    estimable = occurring_columns(source) if is_gram_quicker(source) else None
    if estimable is None:
        return _solve(source, predictor, control, sample, closing)
    inside = source.select(estimable.columns)
    result = _solve(inside, estimable.inside(predictor), control, sample, closing)
    return estimable.embed(result)


def _solve(
    source: Source,
    predictor: Predictor,
    control: Control,
    sample: bool,
    closing: ClosingPass | None,
) -> IrlsResult:
    """The fit; of many rows from the fit of a subsample."""
    first = Start(predictor)
    if sample and not is_one_step(source, predictor, control):
        first = subsample_start(source, predictor, control, _fit)
    is_from_sample = first.predictor is not predictor and not source.is_chunked
    last_pass = gradient_closing if is_from_sample else closing
    left = replace(control, maxit=max(control.maxit - first.steps, 1))
    try:
        result = _fit(source, first.predictor, left, last_pass)
        return replace(result, iter=result.iter + first.steps)
    except FitError:  # some row cannot have the mean that the subsample gives it
        if first.predictor is predictor:
            raise
        return _fit(source, predictor, control, closing)


def _fit(
    source: Source, predictor: Predictor, control: Control, closing: ClosingPass | None = None
) -> IrlsResult:
    """The fit by normal equations where they are quicker and safe, else by QR."""
    if not is_gram_quicker(source):
        few = one_block(source)
        return fisher_scoring(source, predictor, control, QrAccumulator(), few, closing)
    layout = lay_out_columns(source.columns)
    try:
        if is_one_step(source, predictor, control):
            result = linear_fit(source, predictor, control, GramAccumulator(layout))
            if result is not None:
                return result
        return fisher_scoring(source, predictor, control, GramAccumulator(layout), closing=closing)
    except NearSingularError as error:
        estimable, steps = independent_columns(source, error.gram), error.steps
    if estimable is None:
        return _fit_nearly_singular(source, predictor, control, layout, steps, closing)
    inside = source.select(estimable.columns)
    return estimable.embed(_fit(inside, estimable.inside(predictor), control, closing))


def _fit_nearly_singular(
    source: Source,
    predictor: Predictor,
    control: Control,
    layout: ColumnLayout,
    steps: int,
    closing: ClosingPass | None,
) -> IrlsResult:
    """The fit where some columns are nearly combinations of others, or weights vanish.

    Weights that vanish after some `steps` do so on the way to an infinite coefficient, whose
    standard error means nothing; in a design of cells they make columns nearly combinations.
    """
    is_slow = source.nrows * len(source.columns) ** 2 > SLOW_QR_WORK
    for min_pivot in (SIX_DIGIT_PIVOT, VANISHING_WEIGHT_PIVOT) if is_slow else ():
        is_last = min_pivot == VANISHING_WEIGHT_PIVOT
        if not steps and (is_last or not has_crossed_factors(source.columns)):
            break
        try:
            gram = GramAccumulator(layout, min_pivot)
            return fisher_scoring(source, predictor, control, gram, closing=closing)
        except NearSingularError as error:
            steps = error.steps
    if not is_qr_affordable(source):
        _warn_of_lost_digits()
    try:
        safest = safest_accumulator(source, layout)
        return fisher_scoring(source, predictor, control, safest, closing=closing)
    except NearSingularError:
        raise FitError(
            "some columns are combinations of others to within rounding, and the design is too "
            "large to say which; leave out terms, or merge levels that have no weight"
        ) from None


def _warn_of_lost_digits() -> None:
    warn(
        "some columns are nearly combinations of others, and the design is too large for the "
        "method that keeps every digit: standard errors may be right to a few digits only. Centre "
        "or scale the numeric columns, or merge rare levels",
        FitWarning,
    )


def warn_if_in_doubt(result: IrlsResult, control: Control) -> None:
    """Warn that the iterations did not converge, or ended at the boundary."""
    if not result.converged:
        warn(
            f"glm: algorithm did not converge in {control.maxit} iterations; the numbers are not "
            "the answer. Look for separation or far too large effects, or raise "
            "control={'maxit': ...}",
            ConvergenceWarning,
        )
    if result.boundary:
        warn(
            "glm: the algorithm stopped at the boundary of what the family and link allow",
            BoundaryWarning,
        )
