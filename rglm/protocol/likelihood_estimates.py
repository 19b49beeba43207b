"""The estimates at the maximum of a likelihood, and the inverse information of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.fitting.newton.optimization_result import OptimizationResult


@dataclass(frozen=True)
class InverseInformation:
    """The inverse information of the estimates that are not aliased.

    Attributes
    ----------
    estimable : (r,) int array
        Their places among the names.
    order : (p,) int array
        Those, then the aliased ones.
    matrix : (r, r) float array
    """

    estimable: np.ndarray
    order: np.ndarray
    matrix: np.ndarray

    @property
    def rank(self) -> int:
        """The number of estimates that are not aliased."""
        return len(self.estimable)

    def variances(self) -> np.ndarray:
        """The diagonal (r,)."""
        return np.diag(self.matrix)

    def covariance(self, places: np.ndarray) -> np.ndarray:
        """The covariance of some of the estimates."""
        return self.matrix[np.ix_(places, places)]


@dataclass(frozen=True)
class LikelihoodEstimates:
    """The maximum of a likelihood, and which names its first parameters have.

    Attributes
    ----------
    maximum : OptimizationResult
        theta: the estimates that are not aliased, then parameters without a name in the
        covariance.
    beta : (p,) float array
        By name, 0 where aliased.
    system : InverseInformation
    covariance : (P, P) float array
        Of theta.
    """

    maximum: OptimizationResult
    beta: np.ndarray
    system: InverseInformation
    covariance: np.ndarray

    @classmethod
    def of(
        cls,
        maximum: OptimizationResult,
        places: np.ndarray,
        count: int,
        covariance: np.ndarray | None = None,
    ) -> LikelihoodEstimates:
        """The estimates at `places` among `count` names; by default with the inverse Hessian."""
        if covariance is None:
            covariance = maximum.inverse_information
        beta, r = np.zeros(count), len(places)
        beta[places] = maximum.theta[:r]
        order = np.concatenate([places, np.setdiff1d(np.arange(count), places)])
        return cls(
            maximum, beta, InverseInformation(places, order, covariance[:r, :r]), covariance
        )
