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
from rglm.fitting.irls.column_layout import lay_out, worthwhile
from rglm.fitting.irls.irls_result import Solution
from rglm.fitting.irls.normal_equations import Normal
from rglm.fitting.irls.qr_accumulator import Triangles
from rglm.fitting.irls.working_statistics import Predictor, Working, working
from rglm.linalg.gram import NearSingularError
from rglm.linalg.threads import one_thread

FINE = 1e-8  # in standard errors: a step as small is the last, and leaves the square of it
ROUNDING = 0.01  # |s|_I is a difference, and its rounding some 1e-7
PASSES = 40
FARTHEST = 1e6  # in standard errors: a profile that has not risen by then is left to others

Along = Callable[["Place"], float]


@dataclass(frozen=True)
class Peak:
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
    form : Triangles or Normal
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
class Place:
    """Where a step starts: beta_j, the deviance, u_j, v_j and u'Iu."""

    beta: float
    deviance: float
    newton: float
    spread: float
    gain: float


@dataclass(frozen=True)
class Point:
    """A point of a profile: all coefficients, and the deviance there."""

    beta: np.ndarray
    deviance: float


def peak(
    source: Any,
    family: Any,
    tol: float,
    solution: Solution,
    dispersion: float,
    variances: np.ndarray,
) -> Peak:
    """The top that a solution stands on; its aliased columns take no part.

    `variances` is the diagonal of (X'WX)^-1, (p,).
    """
    kept = np.sort(solution.pivoted.kept)
    chosen = source if len(kept) == len(solution.beta) else source.select(kept)
    quick = worthwhile(chosen.columns, chosen.nrows)

    def first(j: int) -> np.ndarray:
        unit = np.zeros(len(solution.beta))
        unit[kept[j]] = 1.0
        return solution.pivoted.apply(unit)[kept]

    return Peak(
        chosen,
        family,
        tol,
        solution.beta[kept],
        np.sqrt(dispersion * variances[kept]),
        first,
        solution.deviance,
        dispersion,
        Normal(lay_out(chosen.columns)) if quick else Triangles(),
    )


def end(top: Peak, j: int, z: float) -> Point | None:
    """Where the deviance has risen by z^2 dispersions, on the side of z's sign; None if the steps
    do not get there.
    """
    target = top.deviance + top.dispersion * z * z

    def along(here: Place) -> float:
        rise = target - here.deviance + here.gain
        return float(np.copysign(np.sqrt(rise / here.spread), z)) if rise >= 0 else np.nan

    spread = top.first(j)
    start = top.beta + z * np.sqrt(top.dispersion / spread[j]) * spread
    return _follow(top, j, along, start)


def held(top: Peak, j: int, value: float, start: np.ndarray) -> Point | None:
    """The best fit with beta_j = value, from coefficients near it; None if it is not found."""
    spread = top.first(j)
    start = start + (value - start[j]) / spread[j] * spread
    return _follow(top, j, lambda here: (value - here.beta - here.newton) / here.spread, start)


def _follow(top: Peak, j: int, along: Along, beta: np.ndarray) -> Point | None:
    try:
        with one_thread(), np.errstate(all="ignore"):
            return _steps(top, j, along, beta)
    except (FitError, NearSingularError):
        return None


def _steps(top: Peak, j: int, along: Along, beta: np.ndarray) -> Point | None:
    inside, last = top.beta, np.inf
    for _ in range(PASSES):
        state = _look(top, beta)
        if not state.valid:  # beyond what the family allows: half the way
            beta = (beta + inside) / 2
            continue
        solved = state.system.solve(top.tol)
        if solved.rank < len(beta):
            return None
        step, size = _step(top, solved, state, j, along, beta)
        if not size < max(4 * last, FINE) or abs(step[j]) > FARTHEST * top.se[j]:
            return None
        if size < FINE:
            return Point(beta + step, state.deviance)
        inside, beta, last = beta, beta + step, size
    return None


def _look(top: Peak, beta: np.ndarray) -> Working:
    top.form.begin()
    return top.source.total(working(Predictor(top.family, beta), top.form), top.form.blocks)


def _step(
    top: Peak, solved: Any, state: Working, j: int, along: Along, beta: np.ndarray
) -> tuple[np.ndarray, float]:
    """The step, and how long it is; not a number where there is none.

    In standard errors of beta_j; in those of the whole, |s|_I, a coefficient that runs to infinity
    without moving the deviance does not count.
    """
    unit = np.zeros(len(beta))
    unit[j] = 1.0
    newton, spread = solved.step(), solved.apply(unit)
    c = along(Place(beta[j], state.deviance, newton[j], spread[j], solved.gain))
    step = newton + c * spread
    square = solved.gain + 2 * c * newton[j] + c * c * spread[j]
    length = np.sqrt(np.maximum(square, 0.0) / top.dispersion) * ROUNDING
    return step, float(max(abs(step[j]) / top.se[j], length))
