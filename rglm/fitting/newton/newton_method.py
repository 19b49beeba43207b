"""The maximum of a likelihood, by Newton's method made safe.

A model of this kind is a statistic of a block: the log-likelihood of its rows with gradient and
Hessian, analytic both. One pass over the rows gives all three at a point. The step solves
-H s = g; where -H is not positive definite its eigenvalues are replaced by their sizes, so that
the step goes up (Nocedal & Wright 2006, Numerical Optimization, section 3.4), and a step that
gains too little is halved (Armijo's rule).

The decrement g' (-H)^-1 g is about twice what is left to gain, and the squared length of the step
in standard errors: it is what convergence is judged by, and rescaling a column leaves it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.fitting.newton.newton_system import NewtonSystem, parameter_sizes
from rglm.fitting.newton.optimization_result import Curve, Maximum

CLOSED = 1e-20  # a decrement at which the next step is a rounding
STALLED = 1e-10  # one from which on it may be rounding that ends it
GAIN = 1e-4  # the part of the promised gain that a step has to make
NOISE = 1e-13  # of the log-likelihood: what its sum may be off by
HALVINGS = 40
LINEAR = 0.03  # near a maximum the decrement falls by more than that, on the way to infinity less
FLAT = 1e-3  # a decrement at which the rest of a slow climb is of no account
BLUNT = 1e-6  # one below which a Hessian that is not definite is flat, and its signs are rounding
IDLE = 10  # steps without any gain after which no more are made
FAR = 1e6  # times its size: the longest step of a parameter that is tried
AWAY = 1e-3  # the part of a parameter by which it still moves on the way to infinity


@np.errstate(all="ignore")  # a trial step may be far too long; what it gives is looked at
def maximise(
    total: Callable[[np.ndarray, bool], Curve], start: np.ndarray, maxit: int = 100
) -> Maximum:
    """The maximum of a log-likelihood.

    Parameters
    ----------
    total : function of (theta, derivatives) to a Curve
        The sum over all rows.
    start : (P,) float array
        Where the log-likelihood is finite.
    maxit : int

    Raises
    ------
    FloatingPointError
        It is not finite at the start.
    """
    theta, here = np.array(start, dtype=float), total(start, True)
    if not np.isfinite(here.value):
        raise FloatingPointError("the log-likelihood is not finite at the start")
    history: list[float] = []  # of the decrement, as long as the likelihood is concave
    # what is small for a parameter near zero
    unit = np.minimum(1.0, 1.0 / parameter_sizes(here.hessian))
    way, idle = np.zeros_like(theta), 0
    for count in range(maxit + 1):
        system = NewtonSystem.of(here.hessian)
        step = system.solve(here.gradient)
        decrement = float(here.gradient @ step)
        if system.definite:
            history.append(decrement)
            way = step
        move = np.abs(way) / (np.abs(theta) + unit)
        running = _running(history, move, system.definite, count == maxit)
        still = bool((move <= AWAY).all())
        closed = system.definite and (decrement < CLOSED or (still and _stalled(history)))
        if running or closed or idle == IDLE or count == maxit:
            break
        away = float((np.abs(step) / (np.abs(theta) + unit)).max(initial=0.0))
        found = _climb(total, theta, here, system, step * min(1.0, FAR / max(away, 1.0)))
        if found is None:
            closed = system.definite and decrement < 1e-6
            break
        idle = idle + 1 if found[1].value <= here.value else 0
        theta, here = found
        history = history if system.definite else []
    found = np.where(move > AWAY, way, 0.0) if running else None
    return Maximum(
        theta, here.value, here.gradient, -here.hessian, count, bool(closed or running), found
    )


def _climb(
    total: Callable[[np.ndarray, bool], Curve],
    theta: np.ndarray,
    here: Curve,
    system: NewtonSystem,
    step: np.ndarray,
) -> tuple[np.ndarray, Curve] | None:
    """The step, or the first half, quarter, ... of it that gains enough; None if none does.

    Where the whole step gains too little the ridge may be curved, and the halves follow its curve
    as far as third derivatives along the step tell it (Transtrum & Sethna 2012, "geodesic
    acceleration").
    """
    part, bend, promised = 1.0, np.zeros_like(step), float(here.gradient @ step)
    for _ in range(HALVINGS):
        place = theta + part * (step + _shorter(part * bend, step, here))
        there = total(place, part == 1)
        least = here.value + GAIN * part * promised - NOISE * (1 + abs(here.value))
        if np.isfinite(there.value) and there.value >= least:
            there = there if part == 1 else total(place, True)
            if np.isfinite(there.hessian).all():
                return place, there
        if part == 1 and system.definite:
            bend = _bend(total, theta, here, system, step)
        part /= 2 if part > 1e-3 else 32  # a step from where all is flat can be 1e30 too long
    return None


def _shorter(bend: np.ndarray, step: np.ndarray, here: Curve) -> np.ndarray:
    """The bend, where it is shorter than the step: else it is beyond what it was found for."""
    length, whole = (abs(float(v @ here.hessian @ v)) for v in (bend, step))
    return bend if length < whole else np.zeros_like(bend)


def _bend(
    total: Callable[[np.ndarray, bool], Curve],
    theta: np.ndarray,
    here: Curve,
    system: NewtonSystem,
    step: np.ndarray,
) -> np.ndarray:
    """What a step lacks because the Hessian changes along it."""
    h = 0.1
    there = total(theta + h * step, True)
    if not np.isfinite(there.value):
        return np.zeros_like(step)
    third = (there.gradient - here.gradient - h * (here.hessian @ step)) / (h * h)
    return system.solve(third)


def _stalled(history: list[float]) -> bool:
    """Whether the decrement no longer falls, being rounding."""
    return len(history) > 1 and history[-1] < STALLED and history[-1] > history[-2] / 4


def _running(history: list[float], move: np.ndarray, definite: bool, last: bool) -> bool:
    """Whether the last steps were those of a climb without end: each gains a part of the last's
    gain, and the parameters go on moving. At the very last step less has to be gained for that.
    """
    limit = FLAT if last else STALLED * 10 if definite else BLUNT
    if len(history) < 4 or not 1e-20 < history[-1] < limit:
        return False
    gains = np.array(history[-4:])
    slow = last or np.all((gains[1:] > LINEAR * gains[:-1]) & (gains[1:] < 0.95 * gains[:-1]))
    return bool(slow and (move > AWAY).any())
