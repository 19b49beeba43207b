"""The root of the adjusted score, by accelerated quasi-Fisher scoring.

The plain step is b + (X'WX)^-1 times the adjusted score (Kosmidis & Firth 2010, Electronic Journal
of Statistics 4). It converges by a constant factor, and Anderson acceleration makes that quicker.
The score is in general no gradient, so that there is no function to descend on. Where the plain
steps circle or diverge, shorter ones are tried from the start. The last rule allows steps to a
larger score: a path on which the score falls may end where it is not 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.fitting.anderson_acceleration import AndersonAcceleration
from rglm.fitting.bias_reduction.adjusted_score import ScoreEvaluation
from rglm.fitting.control import Control
from rglm.fitting.solver_result import SolverResult, SolverStatus

Score = Callable[[np.ndarray], ScoreEvaluation | None]

LAST_STEP = 1e-2  # of control.epsilon, in standard errors
STALLED_STEP = 1e-8  # standard errors: here a step without any improvement is the last
MAX_HALVINGS = 12


@dataclass(frozen=True)
class StepRule:
    """The lengths of steps, and when they are accelerated."""

    length: float  # of a plain step
    max_growth: float  # by which factor the next step may be longer
    max_accelerated: float  # standard errors up to which a step is accelerated
    max_ratio: float  # of the next step to an accelerated one, for which that is accepted


STEP_RULES = (
    StepRule(1.0, 2.0, 0.3, 0.5),
    StepRule(1.0, 1.0, np.inf, 1.0),
    StepRule(0.25, 1.5, 0.1, 0.7),
    StepRule(1.0, np.inf, 0.01, 0.5),
)


@dataclass(frozen=True, kw_only=True)
class ScoreRoot(SolverResult):
    """The end of the search for the root."""

    end: ScoreEvaluation
    shortened: bool  # whether the last step was shortened to means that the family allows


def find_score_root(score: Score, start: ScoreEvaluation, control: Control) -> ScoreRoot:
    """The root, by the first rule that reaches it from `start`; else the best end of all rules."""
    roots = []
    for rule in STEP_RULES:
        roots.append(_iterate(score, start, rule, control))
        if roots[-1].converged:
            return roots[-1]
    return min(roots, key=lambda root: root.end.size)


def _iterate(score: Score, start: ScoreEvaluation, rule: StepRule, control: Control) -> ScoreRoot:
    acceleration, current, iteration, shortened = AndersonAcceleration(), start, 0, False
    converged, status = _is_root(start, control), SolverStatus.MAX_ITERATIONS
    while not converged and iteration < control.maxit:
        after, shortened = _next(score, current, rule, acceleration)
        if after is None:
            status = SolverStatus.STEP_FAILED
            break
        iteration += 1
        if control.trace:
            print(f"Score = {after.size:.3g} standard errors Iterations - {iteration}")
        has_stalled = current.size < STALLED_STEP and after.size >= current.size
        converged = has_stalled or _is_root(after, control)
        current = current if has_stalled else after
    status = SolverStatus.CONVERGED if converged else status
    return ScoreRoot(status=status, iter=iteration, end=current, shortened=shortened)


def _is_root(current: ScoreEvaluation, control: Control) -> bool:
    return current.size < LAST_STEP * control.epsilon or current.is_rounding


def _next(
    score: Score, current: ScoreEvaluation, rule: StepRule, acceleration: AndersonAcceleration
) -> tuple[ScoreEvaluation | None, bool]:
    """The score after a step, None without one; and whether the step was shortened to means that
    the family allows.
    """
    accelerated = acceleration.step(current.beta, current.step, current.unit)
    if accelerated is not None and current.size < rule.max_accelerated:
        after = score(current.beta + accelerated)
        if after is not None and after.size < rule.max_ratio * current.size:
            return after, False
    best, shortened = None, False
    for halving in range(MAX_HALVINGS):
        after = score(current.beta + rule.length / 2**halving * current.step)
        shortened = shortened or after is None
        if after is not None and (best is None or after.size < best.size):
            best = after
        if best is None:
            continue
        if best.size < rule.max_growth * current.size or current.size < STALLED_STEP:
            break
    return best, shortened
