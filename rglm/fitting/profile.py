"""Points on a profile: one coefficient held, or followed to where the deviance has risen enough.

At coefficients beta with information I = X'WX, Newton's step u = I^-1 U and v = I^-1 e_j, every
step s = u + c v keeps the other coefficients at their best to second order. Holding beta_j = b
asks for c = (b - beta_j - u_j) / v_j. Reaching a deviance D* from D asks for

    c = -+ sqrt((D* - D + u'Iu) / v_j)

(Venzon & Moolgavkar 1988, Applied Statistics 37, with Fisher's information): a pass over the rows
a step, and some four steps an end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.errors import FitError
from rglm.fitting.irls.column_layout import is_gram_quicker, lay_out_columns
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.normal_equations import GramAccumulator
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.working_statistics import Predictor, WorkingStatistic, WorkingTotals
from rglm.linalg.gram import NearSingularError
from rglm.linalg.threads import one_thread

LAST_STEP = 1e-8  # in standard errors: a step as small is the last, and leaves the square of it
LENGTH_WEIGHT = 0.01  # |s|_I is a difference, and its rounding some 1e-7
MAX_PASSES = 40
MAX_STEP = 1e6  # in standard errors: a profile that has not risen by then is left to others

StepLength = Callable[["ProfileState"], float]


@dataclass(frozen=True)
class ProfileOrigin:
    """The top of a likelihood, and how its surroundings are looked at.

    Attributes
    ----------
    source
        The rows, with the columns that are not aliased.
    beta : (r,) array
        Their coefficients.
    se : (r,) array
        Their standard errors.
    first : function
        The column of (X'WX)^-1 at a place among them.
    form : QrAccumulator or GramAccumulator
    """

    source: Any
    family: Any
    tol: float
    beta: np.ndarray
    se: np.ndarray
    first: Callable[[int], np.ndarray]
    deviance: float
    dispersion: float
    form: Any


@dataclass(frozen=True)
class ProfileState:
    """Where a step starts: beta_j, the deviance, u_j, v_j and u'Iu."""

    beta: float
    deviance: float
    newton: float
    spread: float
    gain: float


@dataclass(frozen=True)
class ProfilePoint:
    """A point of a profile: all coefficients, and the deviance there."""

    beta: np.ndarray
    deviance: float


def profile_origin(
    source: Any,
    family: Any,
    tol: float,
    solution: IrlsResult,
    dispersion: float,
    variances: np.ndarray,
) -> ProfileOrigin:
    """The top that a solution stands on; its aliased columns take no part.

    `variances` is the diagonal of (X'WX)^-1, (p,).
    """
    kept = np.sort(solution.pivoted.kept)
    chosen = source if len(kept) == len(solution.beta) else source.select(kept)
    quick = is_gram_quicker(chosen.columns, chosen.nrows)

    def first(j: int) -> np.ndarray:
        unit = np.zeros(len(solution.beta))
        unit[kept[j]] = 1.0
        return solution.pivoted.apply(unit)[kept]

    return ProfileOrigin(
        chosen,
        family,
        tol,
        solution.beta[kept],
        np.sqrt(dispersion * variances[kept]),
        first,
        solution.deviance,
        dispersion,
        GramAccumulator(lay_out_columns(chosen.columns)) if quick else QrAccumulator(),
    )


def profile_end(top: ProfileOrigin, j: int, z: float) -> ProfilePoint | None:
    """Where the deviance has risen by z^2 dispersions, on the side of z's sign; None if the steps
    do not get there.
    """
    target = top.deviance + top.dispersion * z * z

    def along(here: ProfileState) -> float:
        rise = target - here.deviance + here.gain
        return float(np.copysign(np.sqrt(rise / here.spread), z)) if rise >= 0 else np.nan

    spread = top.first(j)
    start = top.beta + z * np.sqrt(top.dispersion / spread[j]) * spread
    return _follow(top, j, along, start)


def constrained_fit(
    top: ProfileOrigin, j: int, value: float, start: np.ndarray
) -> ProfilePoint | None:
    """The best fit with beta_j = value, from coefficients near it; None if it is not found."""
    spread = top.first(j)
    start = start + (value - start[j]) / spread[j] * spread
    return _follow(top, j, lambda here: (value - here.beta - here.newton) / here.spread, start)


def _follow(
    top: ProfileOrigin, j: int, along: StepLength, beta: np.ndarray
) -> ProfilePoint | None:
    try:
        with one_thread(), np.errstate(all="ignore"):
            return _steps(top, j, along, beta)
    except (FitError, NearSingularError):
        return None


def _steps(top: ProfileOrigin, j: int, along: StepLength, beta: np.ndarray) -> ProfilePoint | None:
    inside, last = top.beta, np.inf
    for _ in range(MAX_PASSES):
        state = _look(top, beta)
        if not state.valid:  # beyond what the family allows: half the way
            beta = (beta + inside) / 2
            continue
        solved = state.system.solve(top.tol)
        if solved.rank < len(beta):
            return None
        step, size = _step(top, solved, state, j, along, beta)
        if not size < max(4 * last, LAST_STEP) or abs(step[j]) > MAX_STEP * top.se[j]:
            return None
        if size < LAST_STEP:
            return ProfilePoint(beta + step, state.deviance)
        inside, beta, last = beta, beta + step, size
    return None


def _look(top: ProfileOrigin, beta: np.ndarray) -> WorkingTotals:
    top.form.begin()
    return top.source.total(
        WorkingStatistic(Predictor(top.family, beta), top.form), top.form.blocks
    )


def _step(
    top: ProfileOrigin,
    solved: Any,
    state: WorkingTotals,
    j: int,
    along: StepLength,
    beta: np.ndarray,
) -> tuple[np.ndarray, float]:
    """The step, and how long it is; not a number where there is none.

    In standard errors of beta_j; in those of the whole, |s|_I, a coefficient that runs to infinity
    without moving the deviance does not count.
    """
    unit = np.zeros(len(beta))
    unit[j] = 1.0
    newton, spread = solved.step(), solved.apply(unit)
    c = along(ProfileState(beta[j], state.deviance, newton[j], spread[j], solved.gain))
    step = newton + c * spread
    square = solved.gain + 2 * c * newton[j] + c * c * spread[j]
    length = np.sqrt(np.maximum(square, 0.0) / top.dispersion) * LENGTH_WEIGHT
    return step, float(max(abs(step[j]) / top.se[j], length))
