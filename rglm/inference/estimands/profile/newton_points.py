"""Points on the profile of an estimand h, by Newton's method.

On the profile the gradients are parallel, U + mu J = 0 with U = dl/dphi and J = dh/dphi. With the
information I and K the curvature of h, a step s keeps to that to second order where

    (I - mu K) s - d J = U,     J's = t.

For each t there is one s = s0 + t s1, along which l changes by U's - s'Is / 2. Holding h = c asks
for t = c - h; reaching a log-likelihood is a quadratic equation for t (Venzon & Moolgavkar 1988,
Applied Statistics 37, where h is a coefficient).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.estimands.profile.whitened_problem import (
    CurvedFunction,
    WhitenedLikelihood,
)
from rglm.inference.estimands.profile.whitened_problem import curvature as curvature_at

LAST_STEP = 1e-8  # in standard errors: a step as small is the last, and leaves its square
STEP_LENGTH_WEIGHT = 0.01  # of the length of a step beside its change of h: see `fitting.profile`
MAX_PASSES = 40
MAX_STEP = 1e6  # in standard errors
SLOW_STEPS = 0.02  # of a step's size to the last one's, beyond which the curvature is taken anew


@dataclass(frozen=True)
class ProfilePoint:
    """A point of the profile."""

    phi: np.ndarray
    value: float  # h
    loglik: float
    multiplier: float  # mu
    is_end: bool  # whether h is greatest or least there, and not stationary alone


@dataclass(frozen=True)
class StepLine:
    """The steps s = s0 + t s1, along which h changes by t."""

    still: np.ndarray  # s0
    along: np.ndarray  # s1
    information: np.ndarray
    gradient: np.ndarray
    loglik: float
    h: float

    def length(self, step: np.ndarray) -> float:
        """The square s'Is of a step's length in standard errors."""
        return float(step @ self.information @ step)


Rule: TypeAlias = Callable[[StepLine], float]  # the t of a step


def reaching(loglik: float, sign: float) -> Rule:
    """Reach a log-likelihood on one side: of two points the one with more of h, or less."""

    def rule(line: StepLine) -> float:
        s0, s1 = line.still, line.along
        square = line.length(s1)
        slope = float(line.gradient @ s1 - s0 @ line.information @ s1)
        rise = line.loglik - loglik + float(line.gradient @ s0) - line.length(s0) / 2
        root = slope * slope + 2 * square * rise
        return (slope + sign * np.sqrt(max(root, 0.0))) / square if square > 0 else np.nan

    return rule


def holding(value: float) -> Rule:
    """Hold h at a value."""
    return lambda line: value - line.h


def step_line(
    here: LogLikelihood, h: float, jacobian: np.ndarray, curvature: np.ndarray
) -> StepLine:
    """The steps from a point; `curvature` is that of h."""
    information = -here.hessian
    mu = multiplier(here, jacobian)
    count, size = len(jacobian), np.linalg.norm(jacobian)
    matrix = np.zeros((count + 1, count + 1))
    matrix[:count, :count] = information - mu * curvature
    matrix[:count, count], matrix[count, :count] = -jacobian / size, jacobian / size
    right = np.zeros((count + 1, 2))
    right[:count, 0], right[count, 1] = here.gradient, 1 / size
    solved = np.linalg.solve(matrix, right)[:count]
    return StepLine(solved[:, 0], solved[:, 1], information, here.gradient, here.value, h)


def multiplier(here: LogLikelihood, jacobian: np.ndarray) -> float:
    """The mu that comes nearest to U + mu J = 0."""
    return float(-(here.gradient @ jacobian) / (jacobian @ jacobian))


def profile_point(
    likelihood: WhitenedLikelihood, estimand: CurvedFunction, rule: Rule, start: np.ndarray
) -> ProfilePoint | None:
    """The point that steps from `start` (P,) lead to; None if they do not."""
    try:
        with np.errstate(all="ignore"):
            return _iterate(likelihood, estimand, rule, start)
    except (np.linalg.LinAlgError, FloatingPointError):
        return None


def _iterate(
    likelihood: WhitenedLikelihood, estimand: CurvedFunction, rule: Rule, start: np.ndarray
) -> ProfilePoint | None:
    phi, valid, last, curvature = start, np.zeros_like(start), np.inf, None
    for _ in range(MAX_PASSES):
        here, (h, jacobian) = likelihood(phi, True), estimand.at(phi)
        if not _is_valid(here, h, jacobian):  # beyond what the model allows: half the way
            phi = (phi + valid) / 2
            continue
        if curvature is None:
            curvature = curvature_at(estimand, phi)
        line = step_line(here, h, jacobian, curvature)
        t = rule(line)
        step = line.still + t * line.along
        own = abs(t) * np.sqrt(line.length(line.along))
        size = max(own, STEP_LENGTH_WEIGHT * np.sqrt(max(line.length(step), 0.0)))
        if not size < min(max(4 * last, LAST_STEP), MAX_STEP):
            return None
        if size < LAST_STEP:
            mu = multiplier(here, jacobian)
            is_end = _is_end(-here.hessian - mu * curvature, jacobian)
            return ProfilePoint(phi + step, h + t, here.value, mu, is_end)
        curvature = None if size > SLOW_STEPS * last else curvature
        valid, phi, last = phi, phi + step, size
    return None


def _is_end(matrix: np.ndarray, jacobian: np.ndarray) -> bool:
    """Whether I - mu K is positive definite among the directions that leave h as it is."""
    inside = np.linalg.qr(np.column_stack([jacobian, np.eye(len(jacobian))]))[0][:, 1:]
    values = np.linalg.eigvalsh(inside.T @ matrix @ inside)
    return bool((values > 0).all())


def _is_valid(here: LogLikelihood, h: float, jacobian: np.ndarray) -> bool:
    return bool(
        np.isfinite(here.value)
        and np.isfinite(here.hessian).all()
        and np.isfinite(h)
        and np.isfinite(jacobian).all()
    )
