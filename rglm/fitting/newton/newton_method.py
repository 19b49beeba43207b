"""The maximum of a likelihood, by a safeguarded Newton's method.

The log-likelihood of a block of rows comes with its gradient g and Hessian H, both analytic, so
that one pass over the rows gives all three. The step s solves -H s = g. Where -H is not positive
definite its eigenvalues are replaced by their absolute values, so that the step goes up (Nocedal &
Wright 2006, Numerical Optimization, section 3.4). A step that gains too little is halved (Armijo's
rule).

The decrement g' (-H)^-1 g is about twice what is left to gain, and the squared length of the step
in standard errors. Convergence is judged by it, so that the scale of a column does not matter.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.fitting.newton.newton_system import NewtonSystem, parameter_scales
from rglm.fitting.newton.optimization_result import LogLikelihood, OptimizationResult
from rglm.fitting.solver_result import SolverStatus

ROUNDING_DECREMENT = 1e-20  # at which the next step is rounding
STALLED_DECREMENT = 1e-10  # below which rounding may be what ends its fall
NEGLIGIBLE_DECREMENT = 1e-3  # at which the rest of a slow ascent does not matter
INDEFINITE_DECREMENT = 1e-6  # below which a Hessian that is not definite is flat to rounding
LAST_DECREMENT = 1e-6  # below which a maximum is reached where no step gains anything
ARMIJO_SHARE = 1e-4  # of the promised gain, which a step has to make
LOGLIK_ROUNDING = 1e-13  # of the log-likelihood: the rounding of its sum
MAX_HALVINGS = 40
MIN_LINEAR_FACTOR = 0.03  # near a maximum the decrement falls faster, on the way to infinity not
MAX_LINEAR_FACTOR = 0.95  # of a decrement that falls at all
MAX_IDLE_STEPS = 10  # steps without any gain
MAX_RELATIVE_STEP = 1e6  # of a parameter, times its size
MIN_RELATIVE_MOVE = 1e-3  # of a parameter that is on its way to infinity

Objective = Callable[[np.ndarray, bool], LogLikelihood]  # of parameters; with derivatives?


@np.errstate(all="ignore")  # a trial step may be far too long; its likelihood is checked
def maximise(total: Objective, start: np.ndarray, maxit: int = 100) -> OptimizationResult:
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
        The log-likelihood is not finite at the start.
    """
    theta, current = np.array(start, dtype=float), total(start, True)
    if not np.isfinite(current.value):
        raise FloatingPointError("the log-likelihood is not finite at the start")
    # the size of a parameter near 0
    smallest = np.minimum(1.0, 1.0 / parameter_scales(current.hessian))
    decrements: list[float] = []  # the last ones, as long as the likelihood was concave
    concave_step, idle, iteration = np.zeros_like(theta), 0, 0
    while True:
        system = NewtonSystem.of(current.hessian)
        step = system.solve(current.gradient)
        decrement = float(current.gradient @ step)
        if system.is_concave:
            decrements.append(decrement)
            concave_step = step
        moves = np.abs(concave_step) / (np.abs(theta) + smallest)
        status = _status(decrements, moves, system.is_concave, iteration == maxit)
        if status is None and idle == MAX_IDLE_STEPS:
            status = SolverStatus.STEP_FAILED
        if status is not None:
            break
        length = float((np.abs(step) / (np.abs(theta) + smallest)).max(initial=0.0))
        step = step * min(1.0, MAX_RELATIVE_STEP / max(length, 1.0))
        after = _ascend(total, theta, current, system, step)
        if after is None:
            is_maximum = system.is_concave and decrement < LAST_DECREMENT
            status = SolverStatus.CONVERGED if is_maximum else SolverStatus.STEP_FAILED
            break
        idle = idle + 1 if after[1].value <= current.value else 0
        theta, current = after
        decrements = decrements if system.is_concave else []
        iteration += 1
    is_unbounded = status is SolverStatus.UNBOUNDED
    return OptimizationResult(
        status=status,
        iter=iteration,
        theta=theta,
        value=current.value,
        gradient=current.gradient,
        information=-current.hessian,
        infinite_step=np.where(moves > MIN_RELATIVE_MOVE, concave_step, 0.0)
        if is_unbounded
        else None,
    )


def _status(
    decrements: list[float], moves: np.ndarray, is_concave: bool, is_last: bool
) -> SolverStatus | None:
    """The status, or None where another step is to be made."""
    if _is_unbounded(decrements, moves, is_concave, is_last):
        return SolverStatus.UNBOUNDED
    if is_concave:
        is_still = bool((moves <= MIN_RELATIVE_MOVE).all())
        if decrements[-1] < ROUNDING_DECREMENT or (is_still and _has_stalled(decrements)):
            return SolverStatus.CONVERGED
    return SolverStatus.MAX_ITERATIONS if is_last else None


def _ascend(
    total: Objective,
    theta: np.ndarray,
    current: LogLikelihood,
    system: NewtonSystem,
    step: np.ndarray,
) -> tuple[np.ndarray, LogLikelihood] | None:
    """The step, or the first half, quarter, ... of it that gains enough; None if none does.

    Where the whole step gains too little the ridge may be curved. The halves then follow its curve
    as far as third derivatives along the step tell it (Transtrum & Sethna 2012, "geodesic
    acceleration").
    """
    share, bend, promised = 1.0, np.zeros_like(step), float(current.gradient @ step)
    for _ in range(MAX_HALVINGS):
        position = theta + share * (step + _limited_bend(share * bend, step, current))
        trial = total(position, share == 1)
        rounding = LOGLIK_ROUNDING * (1 + abs(current.value))
        least = current.value + ARMIJO_SHARE * share * promised - rounding
        if np.isfinite(trial.value) and trial.value >= least:
            trial = trial if share == 1 else total(position, True)
            if np.isfinite(trial.hessian).all():
                return position, trial
        if share == 1 and system.is_concave:
            bend = _bend(total, theta, current, system, step)
        share /= 2 if share > 1e-3 else 32  # a step from where all is flat can be 1e30 too long
    return None


def _limited_bend(bend: np.ndarray, step: np.ndarray, current: LogLikelihood) -> np.ndarray:
    """The bend where it is shorter than the step, else zero: it holds near the start only."""
    length, whole = (abs(float(v @ current.hessian @ v)) for v in (bend, step))
    return bend if length < whole else np.zeros_like(bend)


def _bend(
    total: Objective,
    theta: np.ndarray,
    current: LogLikelihood,
    system: NewtonSystem,
    step: np.ndarray,
) -> np.ndarray:
    """The correction of a step for the change of the Hessian along it."""
    h = 0.1
    trial = total(theta + h * step, True)
    if not np.isfinite(trial.value):
        return np.zeros_like(step)
    third = (trial.gradient - current.gradient - h * (current.hessian @ step)) / (h * h)
    return system.solve(third)


def _has_stalled(decrements: list[float]) -> bool:
    """Whether the decrement no longer falls, being rounding."""
    if len(decrements) < 2:
        return False
    return decrements[-1] < STALLED_DECREMENT and decrements[-1] > decrements[-2] / 4


def _is_unbounded(
    decrements: list[float], moves: np.ndarray, is_concave: bool, is_last: bool
) -> bool:
    """Whether the last steps were those of an ascent without end.

    Each then gains a constant share of the last step's gain, and the parameters go on moving. At
    the very last step less has to be gained for that.
    """
    limit = STALLED_DECREMENT * 10 if is_concave else INDEFINITE_DECREMENT
    if is_last:
        limit = NEGLIGIBLE_DECREMENT
    if len(decrements) < 4 or not ROUNDING_DECREMENT < decrements[-1] < limit:
        return False
    gains = np.array(decrements[-4:])
    is_slow = (gains[1:] > MIN_LINEAR_FACTOR * gains[:-1]) & (
        gains[1:] < MAX_LINEAR_FACTOR * gains[:-1]
    )
    return bool((is_last or is_slow.all()) and (moves > MIN_RELATIVE_MOVE).any())
