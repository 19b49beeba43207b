"""Fisher scoring: the steps of iteratively reweighted least squares, halved where needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.control import Control
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.iterative_refinement import MAX_REFINED_ROWS, refine
from rglm.fitting.irls.one_block import OneBlock
from rglm.fitting.irls.working_statistics import Predictor, WorkingStatistic, WorkingTotals
from rglm.fitting.irls.working_values import Accumulator
from rglm.fitting.solver_result import SolverStatus
from rglm.linalg.gram import NearSingularError
from rglm.linalg.pivot import PivotedSystem
from rglm.linalg.solved_system import SolvedSystem
from rglm.sources.source import Source

# (source, predictor, the predictor before) the last pass, which sums more than the deviance
ClosingPass: TypeAlias = Callable[[Source, Predictor, Predictor], WorkingTotals]

MAX_ROUNDING_RISE = 1e-12  # of the deviance: a rise that rounding may have made
MAX_UNREALIZED_GAIN = 1e-3  # of the deviance: the most that a last step may promise and not gain
MAX_CORRECTION_GAIN = 1e-13  # of the deviance: a gain that rounding hides
MAX_HALVINGS = 100  # from where all means are at an edge a step can be 1e15 too long, or 1e22


def fisher_scoring(
    source: Source,
    predictor: Predictor,
    control: Control,
    accumulator: Accumulator,
    one_block: OneBlock | None = None,
    closing: ClosingPass | None = None,
) -> IrlsResult:
    """The result of the iterations from a predictor, by the equations of an accumulator.

    Few rows give the same equations by QR in less time as `one_block`.

    Raises
    ------
    NearSingularError
        The equations of a step are singular to within rounding.
    FitError
        No step leads to fitted values that the family allows.
    """
    return _FisherScoring(source, control, accumulator, one_block, closing).run(predictor)


@dataclass(frozen=True)
class _FisherScoring:
    source: Source
    control: Control
    accumulator: Accumulator
    one_block: OneBlock | None
    closing: ClosingPass | None

    def run(self, predictor: Predictor) -> IrlsResult:
        """The result of the iterations from a predictor."""
        state = self.totals(predictor)
        if not state.is_valid:
            raise FitError(
                "the starting values give impossible fitted values; supply start=, etastart= or "
                "mustart= inside the family's range"
            )
        if not len(self.source.columns):
            return self.without_columns(predictor.family)
        solved, iteration = None, 0
        while True:
            iteration += 1
            solved = None  # the last system is freed before the next is made
            solved = self.solve(state, iteration)
            whole = Predictor(predictor.family, state.equations.next(solved, predictor.beta))
            needs_equations = not self.foresees_end(predictor, solved, state)
            after, step, halved = self.shorten(whole, predictor, state, needs_equations)
            if self.control.trace:
                print(f"Deviance = {after.deviance:.7g} Iterations - {iteration}")
            converged = self.has_settled(after.deviance, state.deviance)
            is_whole = step is whole and predictor.beta is not None  # at an edge no mean may move
            if converged and is_whole and _is_stuck(solved, after.deviance):
                status = SolverStatus.STUCK
                return irls_result(step, solved, predictor, after, iteration, status, halved)
            if not converged and after.system is None:
                after = self.totals(step)
            last, before, predictor, state = state, predictor, step, after
            if converged:
                predictor, solved, state = self.refined(predictor, solved, last, state)
                status = SolverStatus.CONVERGED
                return irls_result(predictor, solved, before, state, iteration, status, halved)
            if iteration == self.control.maxit:
                status = SolverStatus.MAX_ITERATIONS
                return irls_result(predictor, solved, before, state, iteration, status, halved)

    def totals(
        self, predictor: Predictor, with_equations: bool = True, before: Predictor | None = None
    ) -> WorkingTotals:
        """The working statistics of all rows; after the last step that leads from `before`."""
        if self.one_block is not None:
            return self.one_block.totals(predictor, with_equations)
        if not with_equations and before is not None and self.closing is not None:
            return self.closing(self.source, predictor, before)
        if not with_equations:
            return deviance_totals(self.source, predictor, self.accumulator)
        return working_totals(self.source, predictor, self.accumulator)

    def solve(self, state: WorkingTotals, iteration: int) -> SolvedSystem:
        """The solved equations of the next step."""
        equations = state.equations
        if state.informative == 0 or not equations.is_finite:
            raise FitError(
                "no finite step leads on from here: the working weights are all zero, or "
                "infinite; supply start= values nearer to the answer"
            )
        try:
            return equations.solve(self.control.tol)
        except NearSingularError as error:
            raise NearSingularError(error.gram, iteration - 1) from None

    def foresees_end(
        self, predictor: Predictor, solved: SolvedSystem, state: WorkingTotals
    ) -> bool:
        """Whether this step will be the last, so that no equations are needed after it.

        To second order a step lowers the deviance by what it lowers the sum of squares.
        """
        if predictor.beta is None or self.source.nrows <= MAX_REFINED_ROWS:
            return False
        return solved.gain < 0.5 * self.control.epsilon * (abs(state.deviance) + 0.1)

    def shorten(
        self, step: Predictor, predictor: Predictor, state: WorkingTotals, needs_equations: bool
    ) -> tuple[WorkingTotals, Predictor, bool]:
        """The statistics after a step that is halved until it is admissible, that step, and
        whether it was halved because its means were impossible.
        """
        after = self.totals(step, needs_equations, predictor)
        halved = False
        for _ in range(max(self.control.maxit, MAX_HALVINGS)):
            rises = predictor.beta is not None and self.rises(after.deviance, state.deviance)
            if after.is_valid and not rises:
                return after, step, halved
            if predictor.beta is None:
                raise FitError(
                    "no valid set of coefficients has been found: the first step leads to "
                    "impossible fitted values; supply start= (or mustart=, etastart=) inside the "
                    "family's range"
                )
            halved = halved or not after.is_valid
            step = Predictor(step.family, (step.coefficients + predictor.beta) / 2)
            after = self.totals(step, needs_equations, predictor)
        if after.is_valid:
            return after, step, halved
        raise FitError(
            "the step could not be shortened to an admissible one; supply start= values"
        )

    def rises(self, deviance: float, old: float) -> bool:
        """Whether the deviance rises by more than rounding."""
        tolerance = max(self.control.epsilon, MAX_ROUNDING_RISE)
        return (deviance - old) / (0.1 + abs(deviance)) >= tolerance

    def has_settled(self, deviance: float, old: float) -> bool:
        """R's rule of convergence."""
        return abs(deviance - old) / (abs(deviance) + 0.1) < self.control.epsilon

    def refined(
        self, predictor: Predictor, solved: SolvedSystem, last: WorkingTotals, state: WorkingTotals
    ) -> tuple[Predictor, SolvedSystem, WorkingTotals]:
        """The end of the iterations with its last digits."""
        if state.gradient is not None:
            return self.corrected(predictor, solved, state, state.gradient), solved, state
        refinement = refine(self.source, predictor, solved, last, state)
        if refinement is None:
            return predictor, solved, state
        beta, solved = refinement
        predictor = Predictor(predictor.family, beta)
        return predictor, solved, self.totals(predictor, with_equations=False)

    def corrected(
        self,
        predictor: Predictor,
        solved: SolvedSystem,
        state: WorkingTotals,
        gradient: np.ndarray,
    ) -> Predictor:
        """The predictor after one more step, where that is too short to change the deviance."""
        step = solved.apply(gradient)
        if not 0 <= gradient @ step <= MAX_CORRECTION_GAIN * (abs(state.deviance) + 0.1):
            return predictor
        return Predictor(predictor.family, predictor.coefficients + step)

    def without_columns(self, family: Family) -> IrlsResult:
        """The fit of a formula without any column: the offset alone."""
        offset_alone = Predictor(family, np.zeros(0))
        state = self.totals(offset_alone, with_equations=False)
        if not state.is_valid:
            raise FitError("the offset gives impossible fitted values")
        empty = PivotedSystem(np.zeros(0, dtype=int), 0, np.zeros((0, 0)), np.zeros(0))
        return irls_result(
            offset_alone, empty, offset_alone, state, 0, SolverStatus.CONVERGED, False
        )


def working_totals(
    source: Source, predictor: Predictor, accumulator: Accumulator
) -> WorkingTotals:
    """The working statistics of all rows, with the equations of the next step."""
    accumulator.begin()
    return source.total(WorkingStatistic(predictor, accumulator), accumulator.blocks_at_once)


def deviance_totals(
    source: Source, predictor: Predictor, accumulator: Accumulator
) -> WorkingTotals:
    """The working statistics of all rows, without equations."""
    if not accumulator.is_threaded:
        return source.total(WorkingStatistic(predictor, None))
    statistic = WorkingStatistic(predictor, accumulator, with_equations=False)
    return source.total(statistic, accumulator.blocks_at_once)


def _is_stuck(solved: SolvedSystem, deviance: float) -> bool:
    """Whether a whole step promised much and gained nothing: flat, but no maximum."""
    return solved.gain > MAX_UNREALIZED_GAIN * (abs(deviance) + 0.1)


def irls_result(
    predictor: Predictor,
    solved: SolvedSystem,
    before: Predictor,
    state: WorkingTotals,
    iteration: int,
    status: SolverStatus,
    boundary: bool,
) -> IrlsResult:
    """The result at a predictor, after the step that `solved` gave from `before`."""
    return IrlsResult(
        status=status,
        iter=iteration,
        beta=predictor.coefficients,
        system=solved,
        system_predictor=before,
        deviance=state.deviance,
        boundary=boundary,
        lowest=state.lowest,
        highest=state.highest,
        closing=state.closing,
        next_gain=_next_gain(solved, state.gradient),
    )


def _next_gain(solved: SolvedSystem, gradient: np.ndarray | None) -> float:
    return np.inf if gradient is None else float(gradient @ solved.apply(gradient))
