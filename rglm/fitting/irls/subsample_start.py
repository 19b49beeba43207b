"""A start for the fit of many rows: the fit of a subsample.

The fit of one row in fifty is about seven standard errors of the whole from the answer, and its
passes together cost a tenth of one over all rows. Fewer or cheaper steps lead from there to the
end: see `rglm.fitting.irls.gradients.gradient_steps`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rglm.errors import FitError
from rglm.fitting.control import Control, RankControl
from rglm.fitting.irls.gradients.gradient_steps import MIN_GRADIENT_COLUMNS, gradient_steps
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.sources.source import MAX_SAMPLE_ROWS, SAMPLE_STEP, Source

MIN_SUBSAMPLE_ROWS = 10_000
MIN_ROWS_PER_COLUMN = 100
SUBSAMPLE_EPSILON = 1e-5  # after the last step by which the deviance still falls by this share
MIN_SUBSAMPLE_STEP = 10  # one row in so many: a larger subsample is not worth its time


@dataclass(frozen=True)
class Start:
    """Where the iterations on all rows start."""

    predictor: Predictor
    steps: int = 0  # on all rows, that led there


def subsample_start(
    source: Source,
    predictor: Predictor,
    control: Control,
    fit: Callable[[Source, Predictor, Control], IrlsResult],
) -> Start:
    """The predictor of a subsample's fit, or some steps on, if that is good, else `predictor`.

    It is not good if some coefficient is aliased in the subsample, or the fit did not converge, or
    is at the edge of the family's range.
    """
    rows = max(MIN_SUBSAMPLE_ROWS, MIN_ROWS_PER_COLUMN * len(source.columns))
    step = min(source.nrows // rows, SAMPLE_STEP)
    step = max(step, source.nrows // MAX_SAMPLE_ROWS)
    if predictor.beta is not None or step < MIN_SUBSAMPLE_STEP or not len(source.columns):
        return Start(predictor)
    some = source.subsample(odd_step(step))
    with collect_warnings():
        try:
            result = fit(some, predictor, _sample_control(control))
        except FitError:
            return Start(predictor)
    is_at_edge = predictor.family.boundary_message(result.lowest, result.highest)
    is_aliased = result.rank < len(source.columns)
    if not result.converged or result.boundary or is_aliased or is_at_edge:
        return Start(predictor)
    if source.is_chunked or result.rank < MIN_GRADIENT_COLUMNS:
        return Start(Predictor(predictor.family, result.beta))
    return Start(*gradient_steps(source, result, some.nrows / source.nrows, control))


def _sample_control(control: Control) -> Control:
    """When the subsample's iterations stop: far within its own distance from the answer."""
    epsilon = max(control.epsilon, SUBSAMPLE_EPSILON)
    return RankControl(epsilon, control.maxit, rank_tolerance=control.tol)


def odd_step(step: int) -> int:
    """An odd step, which does not keep pace with rows that repeat by twos, tens or hundreds."""
    return step | 1
