"""A likelihood and an estimand in coordinates of standard errors about the maximum.

With the inverse information V = RR' at the maximum t, theta = t + R phi. There phi = 0 is the
maximum, and the information the identity.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from rglm.fitting.newton.newton_method import Objective
from rglm.fitting.newton.newton_system import NewtonSystem, parameter_scales
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.estimands.estimands import Estimands

DIFFERENCE = 1e-5  # standard errors between derivatives
MAX_WAY_BACK = 1e4  # Newton steps
WAY_BACK_HALVINGS = 20
SMALLEST_INFORMATION = 1e-10  # beside that of the parameters


@dataclass(frozen=True)
class WhitenedLikelihood:
    """The log-likelihood l as a function of phi, theta = t + R phi.

    Attributes
    ----------
    objective : function of (theta, derivatives) to a LogLikelihood
    centre : (P,) float array
        t.
    root : (P, P) float array
        R.
    value : float
        The greatest l.
    maximum : (P,) float array
        The phi of the estimates.
    """

    objective: Objective
    centre: np.ndarray
    root: np.ndarray
    value: float
    maximum: np.ndarray

    @classmethod
    def at_maximum(
        cls, objective: Objective, estimates: np.ndarray, covariance: np.ndarray
    ) -> WhitenedLikelihood:
        """About the maximum; the covariance is the inverse information there."""
        value = objective(estimates, False).value
        return cls(objective, estimates, _root(covariance), value, np.zeros(len(estimates)))

    @classmethod
    def beside_limit(
        cls, objective: Objective, estimates: np.ndarray, fall: float
    ) -> WhitenedLikelihood:
        """About a point where the log-likelihood has fallen, from a limit that it goes to.

        At the estimates it is flat to rounding. Newton's step leads on from there; back along it
        lies a point with information in every direction.
        """
        here = objective(estimates, True)
        step = NewtonSystem.of(here.hessian).solve(here.gradient)
        low, high = 0.0, 1.0
        while objective(estimates - high * step, False).value > here.value - fall:
            low, high = high, 2 * high
            if high > MAX_WAY_BACK:
                break
        for _ in range(WAY_BACK_HALVINGS):
            middle = (low + high) / 2
            is_near = objective(estimates - middle * step, False).value > here.value - fall
            low, high = (middle, high) if is_near else (low, middle)
        centre = estimates - low * step
        root = _root(_inverse(-objective(centre, True).hessian))
        phi = np.linalg.lstsq(root, estimates - centre, rcond=None)[0]
        return cls(objective, centre, root, here.value, phi)

    def __call__(self, phi: np.ndarray, derivatives: bool) -> LogLikelihood:
        """The log-likelihood, and its derivatives by phi."""
        found = self.objective(self.centre + self.root @ phi, derivatives)
        if not derivatives or not np.isfinite(found.value):
            return found
        root = self.root
        return LogLikelihood(found.value, root.T @ found.gradient, root.T @ found.hessian @ root)

    def rotated(self, axis: np.ndarray) -> WhitenedLikelihood:
        """The same in coordinates whose first goes along a vector."""
        columns = np.column_stack([axis, np.eye(len(axis))])
        q = np.linalg.qr(columns)[0]
        q[:, 0] = axis / np.linalg.norm(axis)
        return replace(self, root=self.root @ q, maximum=q.T @ self.maximum)


@dataclass(frozen=True)
class WhitenedEstimand:
    """One estimand h as a function of phi."""

    estimand: Estimands  # of one number
    likelihood: WhitenedLikelihood

    def at(self, phi: np.ndarray) -> tuple[float, np.ndarray]:
        """The value and its derivatives by phi, (P,)."""
        root = self.likelihood.root
        value, jacobian = self.estimand.at(self.likelihood.centre + root @ phi)
        return float(value[0]), jacobian[0] @ root

    @property
    def is_linear(self) -> bool:
        """Whether h is linear."""
        return self.estimand.is_linear


@dataclass(frozen=True)
class Reciprocal:
    """g = -1 / (h - c) for an h on one side of c: it rises with h, and on through infinity."""

    estimand: WhitenedEstimand
    pole: float

    def at(self, phi: np.ndarray) -> tuple[float, np.ndarray]:
        """The value and its derivatives by phi, (P,)."""
        h, jacobian = self.estimand.at(phi)
        distance = np.float64(h - self.pole)
        return float(-1 / distance), jacobian / distance**2

    @property
    def is_linear(self) -> bool:
        """False."""
        return False

    def original(self, g: float) -> float:
        """The h of a g."""
        return self.pole - 1 / g


CurvedFunction: TypeAlias = WhitenedEstimand | Reciprocal


def curvature(estimand: CurvedFunction, phi: np.ndarray) -> np.ndarray:
    """The second derivatives by phi, by differences, (P, P)."""
    if estimand.is_linear:
        return np.zeros((len(phi), len(phi)))
    here = estimand.at(phi)[1]
    moved = [estimand.at(phi + DIFFERENCE * unit)[1] for unit in np.eye(len(phi))]
    out = (np.array(moved) - here) / DIFFERENCE
    return np.asarray((out + out.T) / 2)


def _inverse(information: np.ndarray) -> np.ndarray:
    """The inverse of an information; very large along what has none."""
    scale = parameter_scales(information)
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    inverse = (vectors / np.maximum(values, SMALLEST_INFORMATION)) @ vectors.T
    return np.asarray(inverse / np.outer(scale, scale))


def _root(covariance: np.ndarray) -> np.ndarray:
    """R with RR' = V; of a V that rounding has left indefinite, near to it."""
    scale = np.sqrt(np.abs(np.diag(covariance)))
    scale = np.where(scale > 0, scale, 1.0)
    scaled = covariance / np.outer(scale, scale)
    try:
        root = np.linalg.cholesky(scaled)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(scaled)
        root = vectors * np.sqrt(np.maximum(values, 1e-14))
    return np.asarray(scale[:, None] * root)
