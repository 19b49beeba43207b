"""Iteratively reweighted least squares: the loop."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.control import Control
from rglm.fitting.polish import polish
from rglm.fitting.warnings import BoundaryWarning, ConvergenceWarning, FitError
from rglm.fitting.working import Predictor, Working, working
from rglm.linalg.pivot import Pivoted, pivot


@dataclass(frozen=True)
class Solution:
    """Where the iterations ended.

    Attributes
    ----------
    beta : (p,) float array
        Coefficients, zero where aliased.
    pivoted : Pivoted
        The weighted triangle of the last step: its rank, its kept columns, (X'WX)^-1.
    before : Predictor
        Where the last step's system was formed; as in R the covariance and the working weights
        are those of that system.
    deviance : float
    iter : int
    converged, boundary : bool
    lowest, highest : float
        The range of the fitted values.
    """

    beta: np.ndarray
    pivoted: Pivoted
    before: Predictor
    deviance: float
    iter: int
    converged: bool
    boundary: bool
    lowest: float
    highest: float

    @property
    def rank(self) -> int:
        """The number of coefficients that are estimated."""
        return self.pivoted.rank


def irls(source: Any, family: Any, control: Control, start: Sequence[float] | None) -> Solution:
    """Fit a GLM to the rows of a source.

    Converges as R's ``glm.fit`` does, on ``|dev - dev_old| / (|dev| + 0.1) < epsilon``. A step to
    where the deviance is infinite or a fitted value impossible is halved, as in R; so is one that
    raises the deviance (Marschner 2011, "glm2: fitting generalized linear models with convergence
    problems", The R Journal 3/2).
    """
    at = Predictor(family, None if start is None else np.asarray(start, dtype=float))
    state = source.total(working(at))
    if not state.valid:
        raise FitError(
            "the starting values give impossible fitted values; supply start=, etastart= or "
            "mustart= inside the family's range"
        )
    if not len(source.columns):
        return _without_columns(source, at, family)
    for iteration in range(1, control.maxit + 1):
        if state.informative == 0 or not np.isfinite(state.triangle).all():
            raise FitError(
                "no finite step leads on from here: the working weights are all zero, or "
                "infinite; supply start= values nearer to the answer"
            )
        solved = pivot(state.triangle, control.tol)
        step = Predictor(family, _next(state.triangle, solved, at.beta))
        after, step, halved = _shorten(source, step, at, state, control)
        if control.trace:
            print(f"Deviance = {after.deviance:.7g} Iterations - {iteration}")
        converged = _settled(after.deviance, state.deviance, control.epsilon)
        last, before, at, state = state, at, step, after
        if converged:
            break
    beta, solved = polish(source, at, solved, last, state) if converged else (at.beta, solved)
    if beta is not at.beta:  # the deviance is that of the polished coefficients
        state = source.total(working(Predictor(family, beta)))
    solution = Solution(
        beta=beta,
        pivoted=solved,
        before=before,
        deviance=state.deviance,
        iter=iteration,
        converged=converged,
        boundary=halved,
        lowest=state.lowest,
        highest=state.highest,
    )
    _warn(solution, control)
    return solution


def _without_columns(source: Any, at: Predictor, family: Any) -> Solution:
    """The fit of a formula without any column: the offset alone."""
    nothing = Predictor(family, np.zeros(0))
    state = source.total(working(nothing))
    if not state.valid:
        raise FitError("the offset gives impossible fitted values")
    empty = Pivoted(np.zeros(0, dtype=int), 0, np.zeros((0, 0)), np.zeros(0))
    return Solution(
        nothing.beta, empty, nothing, state.deviance, 0, True, False, state.lowest, state.highest
    )


def _next(triangle: np.ndarray, solved: Pivoted, beta: np.ndarray | None) -> np.ndarray:
    """The next coefficients: a correction of the last where every column is kept.

    The fixed point of corrections is the zero of the score, whatever the rounding in the
    triangle. Where columns are aliased the whole of beta is solved for, since the columns kept
    may change from step to step.
    """
    if beta is None:
        return solved.solve(solved.rotated)
    p = len(beta)
    if solved.rank == p:
        return beta + solved.solve(solved.rotated)
    whole = triangle.copy()
    whole[:p, p] += triangle[:p, :p] @ beta
    again = _repivot(whole, solved)
    return again.solve(again.rotated)


def _repivot(whole: np.ndarray, solved: Pivoted) -> Pivoted:
    """The whole system in the order of columns that is already decided."""
    p = len(solved.order)
    q, r = np.linalg.qr(whole[:p][:, solved.order])
    return Pivoted(solved.order, solved.rank, r, q.T @ whole[:p, p])


def _shorten(
    source: Any, step: Predictor, at: Predictor, state: Working, control: Control
) -> tuple[Working, Predictor, bool]:
    """The statistics after a step, halved until it is admissible; and whether it was halved."""
    after = source.total(working(step))
    halved = False
    for _ in range(control.maxit if control.maxit > 25 else 25):
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
        after = source.total(working(step))
    if after.valid:
        return after, step, halved
    raise FitError("the step could not be shortened to an admissible one; supply start= values")


def _rises(deviance: float, old: float, control: Control) -> bool:
    return (deviance - old) / (0.1 + abs(deviance)) >= control.epsilon


def _settled(deviance: float, old: float, epsilon: float) -> bool:
    return abs(deviance - old) / (abs(deviance) + 0.1) < epsilon


def _warn(solution: Solution, control: Control) -> None:
    if not solution.converged:
        warnings.warn(
            f"glm: algorithm did not converge in {control.maxit} iterations; the numbers are not "
            "the answer. Look for separation or far too large effects, or raise "
            "control={'maxit': ...}",
            ConvergenceWarning,
            stacklevel=5,
        )
    if solution.boundary:
        warnings.warn(
            "glm: the algorithm stopped at the boundary of what the family and link allow",
            BoundaryWarning,
            stacklevel=5,
        )
