"""The maximum of a likelihood, its derivatives, and the directions in which it may be infinite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.fitting.newton.newton_system import parameter_scales


@dataclass
class LogLikelihood:
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

    def __iadd__(self, other: LogLikelihood) -> LogLikelihood:
        self.value += other.value
        if self.gradient is not None:
            self.gradient += other.gradient
            self.hessian += other.hessian
        return self


@dataclass(frozen=True)
class Inequality:
    """What a direction g of the parameters obeys in some rows: s_i c_i'g >= 0.

    Such a direction leads to the limit of a likelihood that rises without end.

    Attributes
    ----------
    columns : (n, P) float array
        The c_i.
    sides : (n,) float array
        s_i: 1 or -1; 0 where c_i'g is 0; NaN where nothing is asked.
    shapes : list of int
        Parameters of which only those rows say anything that stay uncertain.
    """

    columns: np.ndarray
    sides: np.ndarray
    shapes: list[int]


@dataclass(frozen=True)
class OptimizationResult:
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
        Where the likelihood goes on rising as some parameters go to infinity, their last step; 0
        for the others, NaN for those that may go to either side.
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
        size = parameter_scales(self.information)
        scaled = self.information / np.outer(size, size)
        try:
            half = np.linalg.inv(np.linalg.cholesky(scaled))
            inverse = half.T @ half
        except np.linalg.LinAlgError:  # flat to within rounding: very large, not undefined
            values, vectors = np.linalg.eigh(scaled)
            inverse = (vectors / np.maximum(values, np.finfo(float).eps)) @ vectors.T
        return inverse / np.outer(size, size)
