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

from rglm.fitting.newton.newton_system import NewtonSystem, parameter_scales
from rglm.fitting.newton.optimization_result import LogLikelihood, OptimizationResult

ROUNDING_DECREMENT = 1e-20  # a decrement at which the next step is a rounding
STALLED_DECREMENT = 1e-10  # one from which on it may be rounding that ends it
ARMIJO_SHARE = 1e-4  # the part of the promised gain that a step has to make
LOGLIK_ROUNDING = 1e-13  # of the log-likelihood: what its sum may be off by
MAX_HALVINGS = 40
MIN_LINEAR_FACTOR = (
    0.03  # near a maximum the decrement falls by more than that, on the way to infinity less
)
NEGLIGIBLE_DECREMENT = 1e-3  # a decrement at which the rest of a slow climb is of no account
INDEFINITE_DECREMENT = (
    1e-6  # one below which a Hessian that is not definite is flat, and its signs are rounding
)
MAX_IDLE_STEPS = 10  # steps without any gain after which no more are made
MAX_RELATIVE_STEP = 1e6  # times its size: the longest step of a parameter that is tried
MIN_RELATIVE_MOVE = 1e-3  # the part of a parameter by which it still moves on the way to infinity


@np.errstate(all="ignore")  # a trial step may be far too long; what it gives is looked at
def maximise(
    total: Callable[[np.ndarray, bool], LogLikelihood], start: np.ndarray, maxit: int = 100
) -> OptimizationResult:
    """The maximum of a log-likelihood.

    Parameters
    ----------
    total : function of (theta, derivatives) to a LogLikelihood
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
    unit = np.minimum(1.0, 1.0 / parameter_scales(here.hessian))
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
        still = bool((move <= MIN_RELATIVE_MOVE).all())
        closed = system.definite and (
            decrement < ROUNDING_DECREMENT or (still and _stalled(history))
        )
        if running or closed or idle == MAX_IDLE_STEPS or count == maxit:
            break
        away = float((np.abs(step) / (np.abs(theta) + unit)).max(initial=0.0))
        found = _climb(
            total, theta, here, system, step * min(1.0, MAX_RELATIVE_STEP / max(away, 1.0))
        )
        if found is None:
            closed = system.definite and decrement < 1e-6
            break
        idle = idle + 1 if found[1].value <= here.value else 0
        theta, here = found
        history = history if system.definite else []
    found = np.where(move > MIN_RELATIVE_MOVE, way, 0.0) if running else None
    return OptimizationResult(
        theta, here.value, here.gradient, -here.hessian, count, bool(closed or running), found
    )


def _climb(
    total: Callable[[np.ndarray, bool], LogLikelihood],
    theta: np.ndarray,
    here: LogLikelihood,
    system: NewtonSystem,
    step: np.ndarray,
) -> tuple[np.ndarray, LogLikelihood] | None:
    """The step, or the first half, quarter, ... of it that gains enough; None if none does.

    Where the whole step gains too little the ridge may be curved, and the halves follow its curve
    as far as third derivatives along the step tell it (Transtrum & Sethna 2012, "geodesic
    acceleration").
    """
    part, bend, promised = 1.0, np.zeros_like(step), float(here.gradient @ step)
    for _ in range(MAX_HALVINGS):
        place = theta + part * (step + _shorter(part * bend, step, here))
        there = total(place, part == 1)
        least = (
            here.value + ARMIJO_SHARE * part * promised - LOGLIK_ROUNDING * (1 + abs(here.value))
        )
        if np.isfinite(there.value) and there.value >= least:
            there = there if part == 1 else total(place, True)
            if np.isfinite(there.hessian).all():
                return place, there
        if part == 1 and system.definite:
            bend = _bend(total, theta, here, system, step)
        part /= 2 if part > 1e-3 else 32  # a step from where all is flat can be 1e30 too long
    return None


def _shorter(bend: np.ndarray, step: np.ndarray, here: LogLikelihood) -> np.ndarray:
    """The bend, where it is shorter than the step: else it is beyond what it was found for."""
    length, whole = (abs(float(v @ here.hessian @ v)) for v in (bend, step))
    return bend if length < whole else np.zeros_like(bend)


def _bend(
    total: Callable[[np.ndarray, bool], LogLikelihood],
    theta: np.ndarray,
    here: LogLikelihood,
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
    return len(history) > 1 and history[-1] < STALLED_DECREMENT and history[-1] > history[-2] / 4


def _running(history: list[float], move: np.ndarray, definite: bool, last: bool) -> bool:
    """Whether the last steps were those of a climb without end: each gains a part of the last's
    gain, and the parameters go on moving. At the very last step less has to be gained for that.
    """
    limit = (
        NEGLIGIBLE_DECREMENT
        if last
        else STALLED_DECREMENT * 10
        if definite
        else INDEFINITE_DECREMENT
    )
    if len(history) < 4 or not 1e-20 < history[-1] < limit:
        return False
    gains = np.array(history[-4:])
    slow = last or np.all(
        (gains[1:] > MIN_LINEAR_FACTOR * gains[:-1]) & (gains[1:] < 0.95 * gains[:-1])
    )
    return bool(slow and (move > MIN_RELATIVE_MOVE).any())
