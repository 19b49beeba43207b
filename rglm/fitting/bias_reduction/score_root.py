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

from rglm.fitting.anderson_acceleration import Mixing
from rglm.fitting.bias_reduction.adjusted_score import Place
from rglm.fitting.control import Control

Score = Callable[[np.ndarray], Place | None]

SMALL = 1e-2  # of control.epsilon: a step that ends the walk, in standard errors
STALLED = 1e-8  # standard errors: where a step that cannot be improved on is the last
HALVINGS = 12


@dataclass(frozen=True)
class Gait:
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


GAITS = (Gait(1.0, 2.0, 0.3, 0.5), Gait(1.0, 1.0, np.inf, 1.0), Gait(0.25, 1.5, 0.1, 0.7))


@dataclass(frozen=True)
class Arrival:
    """Where a walk ended.

    Attributes
    ----------
    place : Place
    steps : int
    converged, shortened : bool
        Whether the score is zero there, and whether the last step had to be shortened to where
        the family allows the means.
    """

    place: Place
    steps: int
    converged: bool
    shortened: bool


def walk(score: Score, start: Place, control: Control) -> Arrival:
    """The root, by the first gait that reaches it from `start`; else the nearest to one."""
    arrivals = []
    for gait in GAITS:
        arrivals.append(_walk(score, start, gait, control))
        if arrivals[-1].converged:
            return arrivals[-1]
    return min(arrivals, key=lambda arrival: arrival.place.size)


def _walk(score: Score, place: Place, gait: Gait, control: Control) -> Arrival:
    mixing, steps, shortened = Mixing(), 0, False
    converged = _small(place, control)
    while not converged and steps < control.maxit:
        after, shortened = _next(score, place, gait, mixing)
        if after is None:
            break
        steps += 1
        if control.trace:
            print(f"Score = {after.size:.3g} standard errors Iterations - {steps}")
        stalled = place.size < STALLED and after.size >= place.size
        converged = stalled or _small(after, control)
        place = place if stalled else after
    return Arrival(place, steps, converged, shortened)


def _small(place: Place, control: Control) -> bool:
    return place.size < SMALL * control.epsilon or place.negligible


def _next(score: Score, place: Place, gait: Gait, mixing: Mixing) -> tuple[Place | None, bool]:
    """Where a step leads to, None if nowhere; and whether it had to be shortened to be allowed."""
    mixed = mixing.step(place.at.beta, place.step, place.unit)
    if mixed is not None and place.size < gait.near:
        after = score(place.at.beta + mixed)
        if after is not None and after.size < gait.shrink * place.size:
            return after, False
    best, shortened = None, False
    for halving in range(HALVINGS):
        after = score(place.at.beta + gait.length / 2**halving * place.step)
        shortened = shortened or after is None
        if after is not None and (best is None or after.size < best.size):
            best = after
        if best is not None and (best.size < gait.growth * place.size or place.size < STALLED):
            break
    return best, shortened
