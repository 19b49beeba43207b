"""A likelihood and an estimand in coordinates of standard errors about the maximum.

With the inverse information V = RR' at the maximum t, theta = t + R phi. There phi = 0 is the
maximum, and the information the identity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.newton_method import Objective
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.inference.estimands.estimands import Estimands


@dataclass(frozen=True)
class WhitenedLikelihood:
    """The log-likelihood l as a function of phi.

    Attributes
    ----------
    objective : function of (theta, derivatives) to a LogLikelihood
    maximum : (P,) float array
        t.
    root : (P, P) float array
        R.
    value : float
        l at the maximum.
    """

    objective: Objective
    maximum: np.ndarray
    root: np.ndarray
    value: float

    @classmethod
    def of(
        cls, objective: Objective, maximum: np.ndarray, covariance: np.ndarray
    ) -> WhitenedLikelihood:
        """The likelihood about its maximum; the covariance is the inverse information there."""
        return cls(objective, maximum, _root(covariance), objective(maximum, False).value)

    def __call__(self, phi: np.ndarray, derivatives: bool) -> LogLikelihood:
        """The log-likelihood, and its derivatives by phi."""
        found = self.objective(self.maximum + self.root @ phi, derivatives)
        if not derivatives or not np.isfinite(found.value):
            return found
        root = self.root
        return LogLikelihood(found.value, root.T @ found.gradient, root.T @ found.hessian @ root)

    def rotated(self, axis: np.ndarray) -> WhitenedLikelihood:
        """The same in coordinates whose first goes along a vector."""
        columns = np.column_stack([axis, np.eye(len(axis))])
        q = np.linalg.qr(columns)[0]
        q[:, 0] = axis / np.linalg.norm(axis)
        return WhitenedLikelihood(self.objective, self.maximum, self.root @ q, self.value)


@dataclass(frozen=True)
class WhitenedEstimand:
    """One estimand h as a function of phi."""

    estimand: Estimands  # of one number
    likelihood: WhitenedLikelihood

    def at(self, phi: np.ndarray) -> tuple[float, np.ndarray]:
        """The value and its derivatives by phi, (P,)."""
        root = self.likelihood.root
        value, jacobian = self.estimand.at(self.likelihood.maximum + root @ phi)
        return float(value[0]), jacobian[0] @ root

    def curvature(self, phi: np.ndarray, step: float = 1e-5) -> np.ndarray:
        """The second derivatives by phi, by differences, (P, P)."""
        if self.estimand.is_linear:
            return np.zeros((len(phi), len(phi)))
        here = self.at(phi)[1]
        moved = [self.at(phi + step * unit)[1] for unit in np.eye(len(phi))]
        out = (np.array(moved) - here) / step
        return (out + out.T) / 2


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
