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
from dataclasses import dataclass
from typing import Any

import numpy as np

CLOSED = 1e-20  # a decrement at which the next step is a rounding
STALLED = 1e-10  # one from which on it may be rounding that ends it
GAIN = 1e-4  # the part of the promised gain that a step has to make
NOISE = 1e-13  # of the log-likelihood: what its sum may be off by
HALVINGS = 40
LINEAR = 0.03  # near a maximum the decrement falls by more than that, on the way to infinity less
AWAY = 1e-3  # the part of a parameter by which it still moves on the way to infinity


@dataclass
class Curve:
    """The log-likelihood of some rows, and its derivatives unless they were left out.

    Attributes
    ----------
    value : float
    gradient : (P,) float array
    hessian : (P, P) float array
    """

    value: float
    gradient: Any = None
    hessian: Any = None

    def __iadd__(self, other: Curve) -> Curve:
        self.value += other.value
        if self.gradient is not None:
            self.gradient += other.gradient
            self.hessian += other.hessian
        return self


@dataclass(frozen=True)
class Maximum:
    """Where the climb ended.

    Attributes
    ----------
    theta : (P,) float array
    value : float
        The log-likelihood there.
    gradient : (P,) float array
    information : (P, P) float array
        Minus the Hessian there.
    iter : int
    converged : bool
    running : (P,) float array or None
        The last step, where the likelihood goes on rising as some parameters go to infinity.
    """

    theta: np.ndarray
    value: float
    gradient: np.ndarray
    information: np.ndarray
    iter: int
    converged: bool
    running: np.ndarray | None

    @property
    def inverse(self) -> np.ndarray:
        """The inverse of the information (P, P), the covariance of the estimates."""
        size = _sizes(self.information)
        scaled = self.information / np.outer(size, size)
        try:
            half = np.linalg.inv(np.linalg.cholesky(scaled))
            inverse = half.T @ half
        except np.linalg.LinAlgError:  # flat to within rounding: very large, not undefined
            values, vectors = np.linalg.eigh(scaled)
            inverse = (vectors / np.maximum(values, np.finfo(float).eps)) @ vectors.T
        return inverse / np.outer(size, size)


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
    history: list[float] = []
    for count in range(maxit + 1):
        step, decrement, definite = _newton(here)
        history.append(decrement if definite else np.inf)
        running = _running(history, step, theta)
        closed = definite and (decrement < CLOSED or _stalled(history))
        if running or closed or count == maxit:
            break
        found = _climb(total, theta, here, step, decrement)
        if found is None:
            closed = definite and decrement < 1e-6
            break
        theta, here = found
    found = step if running else None
    return Maximum(
        theta, here.value, here.gradient, -here.hessian, count, bool(closed or running), found
    )


def _sizes(information: np.ndarray) -> np.ndarray:
    size = np.sqrt(np.abs(np.diag(information)))
    return np.where(size > 0, size, 1.0)


def _newton(here: Curve) -> tuple[np.ndarray, float, bool]:
    """The step, what it promises twice, and whether the curve is concave here."""
    size = _sizes(here.hessian)
    scaled, pull = -here.hessian / np.outer(size, size), here.gradient / size
    try:
        lower = np.linalg.cholesky(scaled)
        half = np.linalg.solve(lower, pull)
        step, definite = np.linalg.solve(lower.T, half), True
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(scaled)
        step, definite = vectors @ (vectors.T @ pull / np.maximum(np.abs(values), 1e-8)), False
    return step / size, float(pull @ step), definite


def _climb(
    total: Callable[[np.ndarray, bool], Curve],
    theta: np.ndarray,
    here: Curve,
    step: np.ndarray,
    decrement: float,
) -> tuple[np.ndarray, Curve] | None:
    """The step, or the first half, quarter, ... of it that gains enough; None if none does."""
    part = 1.0
    for _ in range(HALVINGS):
        there = total(theta + part * step, part == 1)
        least = here.value + GAIN * part * decrement - NOISE * (1 + abs(here.value))
        if np.isfinite(there.value) and there.value >= least:
            theta = theta + part * step
            return theta, there if part == 1 else total(theta, True)
        part /= 2
    return None


def _stalled(history: list[float]) -> bool:
    """Whether the decrement no longer falls, being rounding."""
    return len(history) > 1 and history[-1] < STALLED and history[-1] > history[-2] / 4


def _running(history: list[float], step: np.ndarray, theta: np.ndarray) -> bool:
    """Whether the last steps were those of a climb without end: each gains a part of the last's
    gain, and the parameters go on moving.
    """
    if len(history) < 4 or not 1e-20 < history[-1] < STALLED * 10:
        return False
    last = np.array(history[-4:])
    slow = np.all(last[1:] > LINEAR * last[:-1]) and np.all(last[1:] < 0.95 * last[:-1])
    return bool(slow and (np.abs(step) > AWAY * (np.abs(theta) + 1)).any())
