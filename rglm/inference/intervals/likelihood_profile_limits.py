"""Limits of profile likelihood intervals of models fitted by Newton's method.

With the parameter j held at b and all others at their best, the log-likelihood is l_j(b). Its
signed root r(b) = sign(b - theta_j) sqrt(2 (l - l_j(b))) is near to a straight line, and its slope
is known where the others are at their best: dr/db = -g_j / r with g the gradient. So r(b) = z is
solved by Newton steps, kept inside a bracket.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from rglm.fitting.newton.newton_method import maximise
from rglm.fitting.newton.optimization_result import LogLikelihood, OptimizationResult
from rglm.linalg.threads import one_thread
from rglm.protocol.capabilities import HasLikelihoodModel

MAX_DISTANCE = 1e4  # standard errors: a profile that has not fallen by then never will
REMOTE_DISTANCE = 3  # times the distance by Wald: beyond it there may be a second maximum
ROOT_TOLERANCE = 1e-10  # of z
MAX_STEPS = 60

LogLikelihoodFunction: TypeAlias = Callable[[np.ndarray, bool], LogLikelihood]
"""The log-likelihood at some parameters, with derivatives or without."""


def profile_limits(fit: HasLikelihoodModel, places: Sequence[int], z: float) -> np.ndarray:
    """Where twice the log-likelihood has fallen by z^2, (k, 2); NaN for aliased estimates."""
    estimable, out = fit._solution.system.estimable, np.full((len(places), 2), np.nan)
    loglik, maximum = fit._likelihood_model.total(fit._cell_source), fit._solution.maximum
    covariance = maximum.inverse_information
    with one_thread():
        for row, place in enumerate(places):
            for at in np.flatnonzero(estimable == place):
                limits = (
                    parameter_limit(loglik, maximum, int(at), covariance[at], sign * z)
                    for sign in (-1, 1)
                )
                out[row] = list(limits)
    return out


def constrained_maximum(
    loglik: LogLikelihoodFunction, at: int, value: float, start: np.ndarray
) -> tuple[OptimizationResult, float]:
    """The maximum with one parameter held, and the slope of the log-likelihood along it there."""
    others = np.delete(np.arange(len(start)), at)
    slope = np.nan

    def of_others(theta: np.ndarray, derivatives: bool) -> LogLikelihood:
        nonlocal slope
        full = loglik(np.insert(theta, at, value), derivatives)
        if not derivatives:
            return full
        slope = float(full.gradient[at])
        return LogLikelihood(
            full.value, full.gradient[others], full.hessian[np.ix_(others, others)]
        )

    maximum = maximise(of_others, start[others])
    return maximum, slope


def parameter_limit(
    loglik: LogLikelihoodFunction,
    maximum: OptimizationResult,
    at: int,
    covariance: np.ndarray,
    z: float,
) -> float:
    """The value where the signed root is z; infinite where it never gets there.

    `covariance` is the parameter's row, along which the others follow it to first order.
    """
    estimate, size = float(maximum.theta[at]), abs(z)
    sign, se = np.sign(z), float(np.sqrt(covariance[at]))
    direction = covariance / covariance[at]
    if maximum.infinite_step is not None and np.sign(maximum.infinite_step[at]) not in (0, -sign):
        return sign * np.inf
    near, far = 0.0, np.inf  # distances from the estimate, on either side of the limit
    distance, start, miss = size * se, maximum.theta, np.inf
    for _ in range(MAX_STEPS):
        value = estimate + sign * distance
        last, start = start, start + (value - start[at]) * direction
        root, slope, start = profile_root(loglik, maximum, at, value, start)
        if np.isinf(root) and start is not last:  # from there no likelihood: from nearer ones
            nearer = (
                profile_root(loglik, maximum, at, value, other) for other in (last, maximum.theta)
            )
            root, slope, start = min(nearer, key=lambda point: point[0])
        if root > size and distance > REMOTE_DISTANCE * size * se:
            secant = (last - maximum.theta) * distance / max(abs(last[at] - estimate), se)
            starts = (maximum.theta + move for move in (0, secant))
            others = [profile_root(loglik, maximum, at, value, other) for other in starts]
            root, slope, start = min([(root, slope, start), *others], key=lambda point: point[0])
        if abs(root - size) < ROOT_TOLERANCE * size:
            return value
        near, far = (distance, far) if root < size else (near, distance)
        step = distance - (root - size) * root / slope if slope > 0 else np.inf
        last_miss, miss = miss, abs(root - size)
        is_quick = miss < last_miss / 2 or np.isinf(far)
        is_inside = is_quick and near < step < (2 * distance if np.isinf(far) else far)
        distance = step if is_inside else 2 * distance if np.isinf(far) else (near + far) / 2
        if near > MAX_DISTANCE * se:
            return sign * np.inf
        if far - near < 1e-12 * far:
            break
    return estimate + sign * distance


def profile_root(
    loglik: LogLikelihoodFunction,
    maximum: OptimizationResult,
    at: int,
    value: float,
    start: np.ndarray,
) -> tuple[float, float, np.ndarray]:
    """The size of the signed root at a value, its slope times itself, and the parameters there."""
    try:
        point, slope = constrained_maximum(loglik, at, value, start)
    except FloatingPointError:  # no likelihood from this start: farther than it can be
        return np.inf, 0.0, maximum.theta
    root = np.sqrt(max(2 * (maximum.value - point.value), 0.0))
    return root, abs(slope), np.insert(point.theta, at, value)
