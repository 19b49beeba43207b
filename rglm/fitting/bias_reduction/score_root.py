"""Walking to the root of the adjusted score.

The plain step is quasi-Fisher scoring, b + (X'WX)^-1 times the adjusted score (Kosmidis & Firth
2010, Electronic Journal of Statistics 4). It converges by a constant factor, which mixing the last
steps makes quicker. The score is no gradient, so that there is no function to descend on; where
the plain steps circle or run away, shorter ones are tried from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.fitting.anderson_acceleration import AndersonAcceleration
from rglm.fitting.bias_reduction.adjusted_score import ScoreEvaluation
from rglm.fitting.control import Control

Score = Callable[[np.ndarray], ScoreEvaluation | None]

LAST_STEP = 1e-2  # of control.epsilon: a step that ends the walk, in standard errors
STALLED_STEP = 1e-8  # standard errors: where a step that cannot be improved on is the last
MAX_HALVINGS = 12


@dataclass(frozen=True)
class StepRule:
    """How to walk.

    Attributes
    ----------
    length : float
        Of a plain step.
    growth : float
        A step may make the next one longer by less than this factor.
    near : float
        Standard errors from where on steps are mixed.
    shrink : float
        A mixed step has to make the next one shorter than so much of itself.
    """

    length: float
    growth: float
    near: float
    shrink: float


STEP_RULES = (
    StepRule(1.0, 2.0, 0.3, 0.5),
    StepRule(1.0, 1.0, np.inf, 1.0),
    StepRule(0.25, 1.5, 0.1, 0.7),
)


@dataclass(frozen=True)
class ScoreRoot:
    """Where a walk ended.

    Attributes
    ----------
    place : ScoreEvaluation
    steps : int
    converged, shortened : bool
        Whether the score is zero there, and whether the last step had to be shortened to where
        the family allows the means.
    """

    place: ScoreEvaluation
    steps: int
    converged: bool
    shortened: bool


def find_score_root(score: Score, start: ScoreEvaluation, control: Control) -> ScoreRoot:
    """The root, by the first gait that reaches it from `start`; else the nearest to one."""
    arrivals = []
    for gait in STEP_RULES:
        arrivals.append(_walk(score, start, gait, control))
        if arrivals[-1].converged:
            return arrivals[-1]
    return min(arrivals, key=lambda arrival: arrival.place.size)


def _walk(score: Score, place: ScoreEvaluation, gait: StepRule, control: Control) -> ScoreRoot:
    mixing, steps, shortened = AndersonAcceleration(), 0, False
    converged = _small(place, control)
    while not converged and steps < control.maxit:
        after, shortened = _next(score, place, gait, mixing)
        if after is None:
            break
        steps += 1
        if control.trace:
            print(f"Score = {after.size:.3g} standard errors Iterations - {steps}")
        stalled = place.size < STALLED_STEP and after.size >= place.size
        converged = stalled or _small(after, control)
        place = place if stalled else after
    return ScoreRoot(place, steps, converged, shortened)


def _small(place: ScoreEvaluation, control: Control) -> bool:
    return place.size < LAST_STEP * control.epsilon or place.negligible


def _next(
    score: Score, place: ScoreEvaluation, gait: StepRule, mixing: AndersonAcceleration
) -> tuple[ScoreEvaluation | None, bool]:
    """Where a step leads to, None if nowhere; and whether it had to be shortened to be allowed."""
    mixed = mixing.step(place.at.beta, place.step, place.unit)
    if mixed is not None and place.size < gait.near:
        after = score(place.at.beta + mixed)
        if after is not None and after.size < gait.shrink * place.size:
            return after, False
    best, shortened = None, False
    for halving in range(MAX_HALVINGS):
        after = score(place.at.beta + gait.length / 2**halving * place.step)
        shortened = shortened or after is None
        if after is not None and (best is None or after.size < best.size):
            best = after
        if best is not None and (
            best.size < gait.growth * place.size or place.size < STALLED_STEP
        ):
            break
    return best, shortened
