"""The mode of a posterior density and its curvature there, by a safeguarded Newton's method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.bayes.log_density import LogDensity
from rglm.fitting.newton.newton_system import NewtonSystem, parameter_scales
from rglm.linalg.threads import single_threaded

SMALL_DECREMENT = 1e-9  # the square of the last step's length in standard deviations
LAST_DECREMENT = 1e-5  # below which a mode is reached where no step gains anything
ARMIJO_SHARE = 1e-4  # of the promised gain, which a step has to make
MAX_HALVINGS = 40
MAX_ITERATIONS = 200
ROUNDING = 1e-12  # of the logarithm of the density
FLAT_EIGENVALUE = 1e-8  # of minus the scaled Hessian, in the place of smaller ones
DRAWS_OF_A_BOUND = 50  # that tell which of two normal distributions is nearer to a posterior


@dataclass(frozen=True)
class Mode:
    """The mode of a posterior density.

    Attributes
    ----------
    u : (P,) float array
    value : float
        The logarithm of the density.
    cholesky : (P, P) float array
        The lower triangular L with L L' = the inverse of minus the Hessian.
    converged : bool
        Whether it is a maximum: if not, L L' is a positive definite matrix in the place of that.
    """

    u: np.ndarray
    value: float
    cholesky: np.ndarray
    converged: bool


@single_threaded
def find_mode(posterior: LogDensity, start: np.ndarray) -> Mode:
    """The mode of a posterior density.

    Parameters
    ----------
    posterior : Posterior, or another LogDensity
    start : (P,) float array
        Such as the maximum of the likelihood; what is not finite is replaced by 0.

    Raises
    ------
    FloatingPointError
        The density is 0 at the start and where all u are 0.
    """
    return climb(posterior, _best_start(posterior, np.asarray(start, dtype=float)))


@single_threaded
def climb(posterior: LogDensity, u: np.ndarray) -> Mode:
    """The mode that Newton's method leads to from a point (P,) where the density is not 0."""
    value, gradient, hessian = posterior.derivatives(u)
    converged = False
    for _ in range(MAX_ITERATIONS):
        system = NewtonSystem.of(hessian)
        step = system.solve(gradient)
        decrement = float(gradient @ step)
        if system.is_concave and decrement < SMALL_DECREMENT:
            converged = True
            break
        position = _ascend(posterior, u, value, step, decrement)
        if position is None:
            converged = system.is_concave and decrement < LAST_DECREMENT
            break
        u = position
        value, gradient, hessian = posterior.derivatives(u)
    return Mode(u, value, _inverse_factor(hessian), converged)


def nearest_normal(posterior: LogDensity, mode: Mode, start: np.ndarray) -> Mode:
    """The mode, or if none was found the start of the search where that is the nearer one.

    A density that is infinite somewhere, as a normal model's with as many columns as rows is
    where sigma is 0, draws the search to a place that has next to no probability. Of the normal
    distributions N(m, L L') that one is nearer whose bound of the evidence,
    E log p(m + L z) + log det L, is larger.
    """
    if mode.converged:
        return mode
    u = _best_start(posterior, np.asarray(start, dtype=float))
    value, _, hessian = posterior.derivatives(u)
    other = Mode(u, value, _inverse_factor(hessian), False)
    bounds = [_evidence_bound(posterior, one) for one in (mode, other)]
    return other if bounds[1] > bounds[0] else mode


def _evidence_bound(posterior: LogDensity, mode: Mode) -> float:
    """E log p(m + L z) + log det L; -inf where p is 0 at a draw, or L is not finite."""
    if not np.isfinite(mode.cholesky).all():
        return -np.inf
    z = np.random.default_rng(0).standard_normal((len(mode.u), DRAWS_OF_A_BOUND))
    values = posterior.log_density(mode.u[:, None] + mode.cholesky @ z)
    with np.errstate(divide="ignore"):
        return float(values.mean() + np.log(np.diag(mode.cholesky)).sum())


def _best_start(posterior: LogDensity, start: np.ndarray) -> np.ndarray:
    """The start that has the highest density, among the given one and those nearer to 0."""
    finite = np.where(np.isfinite(start), start, 0.0)
    points = np.column_stack([finite, finite / 10, np.clip(finite, -10, 10), 0 * finite])
    values = posterior.log_density(points)
    if not np.isfinite(values).any():
        raise FloatingPointError("the posterior density is 0 at the start")
    return points[:, int(np.argmax(values))]


def _ascend(
    posterior: LogDensity, u: np.ndarray, value: float, step: np.ndarray, promised: float
) -> np.ndarray | None:
    """The first of the whole step, its half, quarter, ... that gains enough; None if none does."""
    share = 1.0
    for _ in range(MAX_HALVINGS):
        position = u + share * step
        gain = float(posterior.log_density(position[:, None])[0]) - value
        if gain >= ARMIJO_SHARE * share * promised - ROUNDING * (1 + abs(value)) * (share == 1):
            return position
        share /= 2
    return None


def _inverse_factor(hessian: np.ndarray) -> np.ndarray:
    """The lower triangular L with L L' = (-H)^-1, H made negative definite where it is not."""
    scale = parameter_scales(hessian)
    scaled = -hessian / np.outer(scale, scale)
    try:
        root = np.linalg.inv(np.linalg.cholesky(scaled))
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(scaled)
        root = vectors.T / np.sqrt(np.maximum(np.abs(values), FLAT_EIGENVALUE))[:, None]
    upper: np.ndarray = np.linalg.qr(root / scale)[1]  # root' root is the scaled inverse
    lower = upper.T
    return lower * np.where(np.diag(lower) < 0, -1.0, 1.0)
