"""The posterior density of a linear combination of parameters at a point, by integration."""

from __future__ import annotations

import numpy as np

from rglm.bayes.importance import importance_sample
from rglm.bayes.log_density import LogDensity
from rglm.bayes.mode import find_mode


class PlaneDensity:
    """A density of u on the plane c'u = t, in coordinates s of an orthonormal basis.

    Its integral over s, divided by the length of c, is the density of c'u at t.

    Parameters
    ----------
    density : LogDensity
        Of u, P numbers with P > 1.
    normal : (P,) float array
        c.
    value : float
        t.
    """

    def __init__(self, density: LogDensity, normal: np.ndarray, value: float) -> None:
        self.density = density
        self.origin = normal * (value / (normal @ normal))
        self.basis = np.linalg.qr(normal[:, None], mode="complete")[0][:, 1:]

    def coordinates(self, u: np.ndarray) -> np.ndarray:
        """The coordinates s (P - 1,) of the point of the plane that is next to u."""
        return self.basis.T @ u

    def log_density(self, s: np.ndarray) -> np.ndarray:
        """The logarithm of the density at S points (P - 1, S): (S,)."""
        return self.density.log_density(self.origin[:, None] + self.basis @ s)

    def derivatives(self, s: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The logarithm of the density at s, its gradient and its Hessian."""
        value, gradient, hessian = self.density.derivatives(self.origin + self.basis @ s)
        return value, self.basis.T @ gradient, self.basis.T @ hessian @ self.basis


def log_marginal_density(
    density: LogDensity,
    normal: np.ndarray,
    value: float,
    points: np.ndarray,
    draws: int,
    rng: np.random.Generator,
) -> tuple[float, float] | None:
    """The logarithm of the integral of a density over c'u = t, and its standard error.

    By importance sampling around the mode on the plane, so that t may lie as far from the draws
    as it likes. None where the weights cannot be trusted.

    Parameters
    ----------
    density : LogDensity
    normal, value : (P,) float array and float
        c and t.
    points : (P, S) float array
        Draws of u; the search of the mode starts where they are expected, given c'u = t.
    draws, rng
        Of the importance sampling.
    """
    length = float(np.log(np.linalg.norm(normal)))
    if len(normal) == 1:
        return float(density.log_density(np.array([[value / normal[0]]]))[0]) - length, 0.0
    plane, center = PlaneDensity(density, normal, value), points.mean(axis=1)
    direction = np.cov(points) @ normal
    start = center + direction / (normal @ direction) * (value - normal @ center)
    found = log_integral(plane, plane.coordinates(start), draws, rng)
    return None if found is None else (found[0] - length, found[1])


def log_integral(
    density: LogDensity, start: np.ndarray, draws: int, rng: np.random.Generator
) -> tuple[float, float] | None:
    """The logarithm of the integral of a density, and its standard error.

    None where there is no mode near the start or the weights cannot be trusted.
    """
    try:
        mode = find_mode(density, start)
    except FloatingPointError:
        return None
    sample = importance_sample(density, mode, draws, rng)
    is_trusted = mode.converged and sample.is_trusted
    return (sample.log_evidence, sample.log_evidence_error) if is_trusted else None
