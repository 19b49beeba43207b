"""A log-likelihood with its derivatives, and the result of maximising it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rglm.fitting.newton.newton_system import parameter_scales
from rglm.fitting.solver_result import SolverResult


@dataclass
class LogLikelihood:
    """The log-likelihood of some rows with its derivatives; ``+=`` adds those of other rows."""

    value: float
    # (P,) empty where derivatives were left out
    gradient: np.ndarray = field(default_factory=lambda: np.zeros(0))
    # (P, P) empty where derivatives were left out
    hessian: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))

    def __iadd__(self, other: LogLikelihood) -> LogLikelihood:
        self.value += other.value
        self.gradient += other.gradient
        self.hessian += other.hessian
        return self


@dataclass(frozen=True, kw_only=True)
class OptimizationResult(SolverResult):
    """The maximum of a log-likelihood."""

    theta: np.ndarray  # (P,) the parameters
    value: float  # the log-likelihood
    gradient: np.ndarray  # (P,)
    information: np.ndarray  # (P, P) minus the Hessian
    # (P,) the last step, where the likelihood goes on rising as some parameters go to
    # infinity: 0 for a finite parameter, NaN for one that may go to either side
    infinite_step: np.ndarray | None = None

    @property
    def inverse_information(self) -> np.ndarray:
        """The inverse of the information (P, P), the covariance of the estimates."""
        scale = parameter_scales(self.information)
        scaled = self.information / np.outer(scale, scale)
        try:
            root = np.linalg.inv(np.linalg.cholesky(scaled))
            inverse = root.T @ root
        except np.linalg.LinAlgError:  # flat to within rounding: very large, not undefined
            values, vectors = np.linalg.eigh(scaled)
            inverse = (vectors / np.maximum(values, np.finfo(float).eps)) @ vectors.T
        return inverse / np.outer(scale, scale)
