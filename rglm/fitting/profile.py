"""Points on a profile of the deviance: one coefficient held, or moved until the deviance rises.

At coefficients beta with information I = X'WX, Newton's step u = I^-1 U and v = I^-1 e_j, every
step s = u + c v keeps the other coefficients at their best to second order. Holding beta_j = b
asks for c = (b - beta_j - u_j) / v_j. Reaching a deviance D* from D asks for

    c = -+ sqrt((D* - D + u'Iu) / v_j)

(Venzon & Moolgavkar 1988, Applied Statistics 37, with Fisher's information). A step takes one pass
over the rows, and a limit about four steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.fitting.irls.accumulator_choice import quickest_accumulator
from rglm.fitting.irls.fisher_scoring import working_totals
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.irls.working_values import Accumulator
from rglm.linalg.gram import NearSingularError
from rglm.linalg.threads import one_thread
from rglm.sources.source import Source

LAST_STEP = 1e-8  # in standard errors: a step as small is the last, and leaves its square
STEP_LENGTH_WEIGHT = 0.01  # of |s|_I beside |s_j|: it is a difference, with a rounding of 1e-7
MAX_PASSES = 40
MAX_STEP = 1e6  # in standard errors: a profile that has not risen by then is given up

StepLength = Callable[["ProfileState"], float]  # the c of a step


@dataclass(frozen=True)
class ProfileOrigin:
    """The maximum that profiles start from."""

    source: Source  # the rows, with the columns that are not aliased
    family: Family
    tol: float  # of the rank rule
    beta: np.ndarray  # (r,) the coefficients
    se: np.ndarray  # (r,) their standard errors
    inverse_column: Callable[[int], np.ndarray]  # the column of (X'WX)^-1 of a coefficient
    deviance: float  # that of the rows of the source
    dispersion: float
    accumulator: Accumulator


@dataclass(frozen=True)
class ProfileState:
    """Where a step starts."""

    # beta, deviance: beta_j and the deviance
    beta: float
    deviance: float
    newton: float  # u_j
    variance: float  # v_j
    gain: float  # u'Iu


@dataclass(frozen=True)
class ProfilePoint:
    """A point of a profile: all coefficients, and the deviance there."""

    beta: np.ndarray
    deviance: float


def profile_origin(
    source: Source,
    family: Family,
    tol: float,
    result: IrlsResult,
    dispersion: float,
    variances: np.ndarray,
) -> ProfileOrigin:
    """The origin of the profiles of a fit; its aliased columns take no part.

    `variances` is the diagonal of (X'WX)^-1, (p,).
    """
    estimable = np.sort(result.system.estimable)
    inside = source if len(estimable) == len(result.beta) else source.select(estimable)

    def inverse_column(j: int) -> np.ndarray:
        return result.system.apply(_unit_vector(estimable[j], len(result.beta)))[estimable]

    return ProfileOrigin(
        inside,
        family,
        tol,
        result.beta[estimable],
        np.sqrt(dispersion * variances[estimable]),
        inverse_column,
        result.deviance - source.within_deviance,
        dispersion,
        quickest_accumulator(inside),
    )


@dataclass(frozen=True)
class ProfileTarget:
    """A point that is looked for on the profile of beta_j."""

    place: int  # j
    start: np.ndarray  # (r,) coefficients near it
    step_length: StepLength


def limit_target(origin: ProfileOrigin, j: int, z: float) -> ProfileTarget:
    """The point where the deviance has risen by z^2 dispersions, on the side of z's sign."""
    target = origin.deviance + origin.dispersion * z * z

    def step_length(state: ProfileState) -> float:
        rise = target - state.deviance + state.gain
        return float(np.copysign(np.sqrt(rise / state.variance), z)) if rise >= 0 else np.nan

    column = origin.inverse_column(j)
    start = origin.beta + z * np.sqrt(origin.dispersion / column[j]) * column
    return ProfileTarget(j, start, step_length)


def held_target(origin: ProfileOrigin, j: int, value: float, start: np.ndarray) -> ProfileTarget:
    """The best fit with beta_j = value, looked for from coefficients near it."""
    column = origin.inverse_column(j)
    start = start + (value - start[j]) / column[j] * column

    def step_length(state: ProfileState) -> float:
        return (value - state.beta - state.newton) / state.variance

    return ProfileTarget(j, start, step_length)


def profile_point(origin: ProfileOrigin, target: ProfileTarget) -> ProfilePoint | None:
    """The point that steps with the information of each point lead to; None if they do not."""
    try:
        with one_thread(), np.errstate(all="ignore"):
            return _iterate(origin, target)
    except (FitError, NearSingularError):
        return None


def _iterate(origin: ProfileOrigin, target: ProfileTarget) -> ProfilePoint | None:
    """The point that the steps end in; None if they do not."""
    beta, valid_beta, last = target.start, origin.beta, np.inf
    unit = _unit_vector(target.place, len(beta))
    for _ in range(MAX_PASSES):
        state = working_totals(origin.source, Predictor(origin.family, beta), origin.accumulator)
        if not state.is_valid:  # beyond what the family allows: half the way
            beta = (beta + valid_beta) / 2
            continue
        solved = state.equations.solve(origin.tol)
        if solved.rank < len(beta):
            return None
        newton, column = solved.step(), solved.apply(unit)
        step, size = profile_step(
            origin, target, beta, state.deviance, newton, column, solved.gain
        )
        if not size < max(4 * last, LAST_STEP):
            return None
        if size < LAST_STEP:
            return ProfilePoint(beta + step, state.deviance + origin.source.within_deviance)
        valid_beta, beta, last = beta, beta + step, size
    return None


def profile_step(
    origin: ProfileOrigin,
    target: ProfileTarget,
    beta: np.ndarray,
    deviance: float,
    newton: np.ndarray,
    column: np.ndarray,
    gain: float,
) -> tuple[np.ndarray, float]:
    """The step s = u + c v, and its size in standard errors; NaN where there is no step.

    The size is that of the step of beta_j. In |s|_I, the size of the whole step, a coefficient
    that goes to infinity without changing the deviance does not count.

    Parameters
    ----------
    newton, column : (r,) float arrays
        u and v.
    gain : float
        u'Iu.
    """
    j = target.place
    c = target.step_length(ProfileState(beta[j], deviance, newton[j], column[j], gain))
    step = newton + c * column
    square = gain + 2 * c * newton[j] + c * c * column[j]
    length = np.sqrt(np.maximum(square, 0.0) / origin.dispersion) * STEP_LENGTH_WEIGHT
    own = abs(step[j]) / origin.se[j]
    return step, float(max(own, length)) if own <= MAX_STEP else np.nan


def _unit_vector(place: int, length: int) -> np.ndarray:
    unit = np.zeros(length)
    unit[place] = 1.0
    return unit
