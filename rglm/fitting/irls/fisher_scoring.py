"""Fisher scoring: the steps of iteratively reweighted least squares, halved where they must be."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.control import Control
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.iterative_refinement import MAX_REFINED_ROWS, refine
from rglm.fitting.irls.working_statistics import Predictor, WorkingStatistic, WorkingTotals
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import PivotedSystem

RISE_BY_ROUNDING = 1e-12  # of the deviance: a rise that rounding may have made
PROMISE_OF_THE_LAST = (
    1e-3  # of the deviance: a step that promised more, and gained nothing, is not the last
)
MAX_HALVINGS = 100  # from where all means are at an edge a step can be 1e15 too long, or 1e22


def fisher_scoring(source: Any, at: Predictor, control: Control, form: Any) -> IrlsResult:
    """The solution that the steps from a predictor end in, the equations formed by `form`.

    Raises
    ------
    NearSingularError
        The equations of a step are singular to within rounding.
    FitError
        No step leads to fitted values that the family allows.
    """
    state = total(source, at, form)
    if not state.valid:
        raise FitError(
            "the starting values give impossible fitted values; supply start=, etastart= or "
            "mustart= inside the family's range"
        )
    if not len(source.columns):
        return _without_columns(source, at)
    for iteration in range(1, control.maxit + 1):
        solved = None  # the last one makes room
        solved = _solve(state, control, iteration)
        whole = Predictor(at.family, state.system.next(solved, at.beta))
        is_last = _nearly_there(source, at, solved, state, control)
        after, step, halved = _shorten(
            source, whole, at, state, control, None if is_last else form
        )
        if control.trace:
            print(f"Deviance = {after.deviance:.7g} Iterations - {iteration}")
        converged = _settled(after.deviance, state.deviance, control.epsilon)
        is_whole = step is whole and at.beta is not None  # at an edge of the means none may be
        if converged and is_whole and _is_stuck(solved, after.deviance):
            return irls_result(step, solved, at, after, iteration, False, halved)
        if not converged and after.system is None:
            after = total(source, step, form)
        last, before, at, state = state, at, step, after
        if converged:
            at, solved, state = _polish(source, at, solved, last, state)
            break
    return irls_result(at, solved, before, state, iteration, converged, halved)


def irls_result(
    at: Predictor,
    solved: Any,
    before: Predictor,
    state: WorkingTotals,
    iteration: int,
    converged: bool,
    boundary: bool,
) -> IrlsResult:
    """The solution whose coefficients are those of `at`, and whose statistics are `state`."""
    return IrlsResult(
        beta=at.beta,
        pivoted=solved,
        before=before,
        deviance=state.deviance,
        iter=iteration,
        converged=converged,
        boundary=boundary,
        lowest=state.lowest,
        highest=state.highest,
    )


def _solve(state: WorkingTotals, control: Control, iteration: int) -> Any:
    """The solved system of the next step."""
    if state.informative == 0 or not state.system.finite:
        raise FitError(
            "no finite step leads on from here: the working weights are all zero, or "
            "infinite; supply start= values nearer to the answer"
        )
    try:
        return state.system.solve(control.tol)
    except NearSingularError as error:
        raise NearSingularError(error.gram, iteration - 1) from None


def _polish(
    source: Any, at: Predictor, solved: Any, last: WorkingTotals, state: WorkingTotals
) -> tuple[Predictor, Any, WorkingTotals]:
    """The end of the iterations with its last digits, and its statistics."""
    beta, solved = refine(source, at, solved, last, state)
    if beta is at.beta:
        return at, solved, state
    polished = Predictor(at.family, beta)
    return polished, solved, total(source, polished, None)


def total(source: Any, at: Predictor, form: Any) -> WorkingTotals:
    """The statistics of all rows, without equations if `form` is None."""
    if form is None:
        return source.total(WorkingStatistic(at, None))
    form.begin()
    return source.total(WorkingStatistic(at, form), form.blocks)


def _nearly_there(
    source: Any, at: Predictor, solved: Any, state: WorkingTotals, control: Control
) -> bool:
    """Whether the step at hand is foreseen to be the last, so that no system is needed after it.

    To second order a step lowers the deviance by what it lowers the sum of squares.
    """
    if at.beta is None or source.nrows <= MAX_REFINED_ROWS:
        return False
    return solved.gain < 0.5 * control.epsilon * (abs(state.deviance) + 0.1)


def _without_columns(source: Any, at: Predictor) -> IrlsResult:
    """The fit of a formula without any column: the offset alone."""
    nothing = Predictor(at.family, np.zeros(0))
    state = total(source, nothing, None)
    if not state.valid:
        raise FitError("the offset gives impossible fitted values")
    empty = PivotedSystem(np.zeros(0, dtype=int), 0, np.zeros((0, 0)), np.zeros(0))
    return irls_result(nothing, empty, nothing, state, 0, True, False)


def _shorten(
    source: Any, step: Predictor, at: Predictor, state: WorkingTotals, control: Control, form: Any
) -> tuple[WorkingTotals, Predictor, bool]:
    """The statistics after a step, halved until it is admissible; and whether it was halved."""
    after = total(source, step, form)
    halved = False
    for _ in range(max(control.maxit, MAX_HALVINGS)):
        rises = at.beta is not None and _rises(after.deviance, state.deviance, control)
        if after.valid and not rises:
            return after, step, halved
        if at.beta is None:
            raise FitError(
                "no valid set of coefficients has been found: the first step leads to impossible "
                "fitted values; supply start= (or mustart=, etastart=) inside the family's range"
            )
        halved = halved or not after.valid
        step = Predictor(step.family, (step.beta + at.beta) / 2)
        after = total(source, step, form)
    if after.valid:
        return after, step, halved
    raise FitError("the step could not be shortened to an admissible one; supply start= values")


def _rises(deviance: float, old: float, control: Control) -> bool:
    return (deviance - old) / (0.1 + abs(deviance)) >= max(control.epsilon, RISE_BY_ROUNDING)


def _is_stuck(solved: Any, deviance: float) -> bool:
    """Whether a whole step promised much and gained nothing: all is flat, and no maximum."""
    return solved.gain > PROMISE_OF_THE_LAST * (abs(deviance) + 0.1)


def _settled(deviance: float, old: float, epsilon: float) -> bool:
    return abs(deviance - old) / (abs(deviance) + 0.1) < epsilon
