"""The ends of profile likelihood intervals of the fits that are no glm.

With the parameter j held at b and all others at their best, the log-likelihood is l_j(b). Its
signed root r(b) = sign(b - theta_j) sqrt(2 (l - l_j(b))) is near to a straight line, and its slope
is known where the others are at their best: dr/db = -g_j / r with g the gradient. So r(b) = z is
solved by Newton steps, kept inside a bracket.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import LogLikelihood, OptimizationResult
from rglm.linalg.threads import one_thread

FARTHEST = 1e4  # standard errors: a profile that has not fallen by then never will
REMOTE = 3  # times the distance by Wald: beyond it a likelihood may have a second maximum
NEAR = 1e-10  # of z: where an end is found
STEPS = 60


def profile_ends(fit: Any, places: Sequence[int], z: float) -> np.ndarray:
    """Where twice the log-likelihood has fallen by z^2, (k, 2); NaN for aliased estimates."""
    kept, out = fit._solution.system.estimable, np.full((len(places), 2), np.nan)
    total, top = fit._likelihood_model.total(fit._rows_source), fit._solution.maximum
    covariance = fit._solution.maximum.inverse_information
    with one_thread():
        for row, place in enumerate(places):
            for at in np.flatnonzero(kept == place):
                spread = covariance[at]
                ends = (_end(total, top, int(at), spread, way * z) for way in (-1, 1))
                out[row] = list(ends)
    return out


def held(
    total: Callable[[np.ndarray, bool], LogLikelihood], at: int, value: float, start: np.ndarray
) -> tuple[OptimizationResult, float]:
    """The maximum with one parameter held, and the slope of the log-likelihood along it there."""
    others = np.delete(np.arange(len(start)), at)
    last: dict[str, Any] = {}

    def inside(theta: np.ndarray, derivatives: bool) -> LogLikelihood:
        whole = np.insert(theta, at, value)
        found = total(whole, derivatives)
        if not derivatives:
            return found
        last["slope"] = found.gradient[at]
        return LogLikelihood(
            found.value, found.gradient[others], found.hessian[np.ix_(others, others)]
        )

    maximum = maximise(inside, start[others])
    return maximum, float(last["slope"])


def _end(
    total: Callable[[np.ndarray, bool], LogLikelihood],
    top: OptimizationResult,
    at: int,
    spread: np.ndarray,
    z: float,
) -> float:
    """The value where the signed root is z; infinite where it never gets there. `spread` is the
    parameter's row of the covariance, along which the others follow it to first order.
    """
    estimate, size = float(top.theta[at]), abs(z)
    way, se, ridge = np.sign(z), float(np.sqrt(spread[at])), spread / spread[at]
    if top.infinite_step is not None and np.sign(top.infinite_step[at]) not in (0, -way):
        return way * np.inf
    near, far = 0.0, np.inf  # distances from the estimate, on either side of the end
    distance, start = size * se, top.theta
    for _ in range(STEPS):
        value = estimate + way * distance
        last, start = start, start + (value - start[at]) * ridge
        root, slope, start = _root(total, top, at, value, start)
        if root > size and distance > REMOTE * size * se:
            secant = (last - top.theta) * distance / max(abs(last[at] - estimate), se)
            others = (_root(total, top, at, value, top.theta + move) for move in (0, secant))
            root, slope, start = min([(root, slope, start), *others], key=lambda found: found[0])
        if abs(root - size) < NEAR * size:
            return value
        near, far = (distance, far) if root < size else (near, distance)
        step = distance - (root - size) * root / slope if slope > 0 else np.inf
        inside = near < step < (2 * distance if np.isinf(far) else far)
        distance = step if inside else 2 * distance if np.isinf(far) else (near + far) / 2
        if near > FARTHEST * se:
            return way * np.inf
        if far - near < 1e-12 * far:
            break
    return estimate + way * distance


def _root(
    total: Callable[[np.ndarray, bool], LogLikelihood],
    top: OptimizationResult,
    at: int,
    value: float,
    start: np.ndarray,
) -> tuple[float, float, np.ndarray]:
    """The size of the signed root at a value, its slope times itself, and the parameters there."""
    try:
        maximum, slope = held(total, at, value, start)
    except FloatingPointError:  # no likelihood from this start: farther than it can be
        return np.inf, 0.0, top.theta
    root = np.sqrt(max(2 * (top.value - maximum.value), 0.0))
    return root, abs(slope), np.insert(maximum.theta, at, value)
