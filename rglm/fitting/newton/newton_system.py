"""The equations of a Newton step, positive definite in any case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def parameter_scales(information: np.ndarray) -> np.ndarray:
    """The square roots of a diagonal (P,), 1 where it is 0: by which parameters are scaled."""
    size = np.sqrt(np.abs(np.diag(information)))
    return np.where(size > 0, np.maximum(size, 1e-100), 1.0)


@dataclass(frozen=True)
class NewtonSystem:
    """-H, or a positive definite matrix in its place, ready to solve with.

    Attributes
    ----------
    size : (P,) float array
        By which rows and columns are scaled.
    solver : function
    definite : bool
        Whether it is -H itself: the likelihood is concave here.
    """

    size: np.ndarray
    solver: Callable[[np.ndarray], np.ndarray]
    definite: bool

    @classmethod
    def of(cls, hessian: np.ndarray) -> NewtonSystem:
        """The equations of a Hessian."""
        size = parameter_scales(hessian)
        scaled = -hessian / np.outer(size, size)
        try:
            lower = np.linalg.cholesky(scaled)
        except np.linalg.LinAlgError:
            values, vectors = np.linalg.eigh(scaled)
            values = np.maximum(np.abs(values), 1e-8)
            return cls(size, lambda pull: vectors @ (vectors.T @ pull / values), False)
        return cls(size, lambda pull: np.linalg.solve(lower.T, np.linalg.solve(lower, pull)), True)

    def solve(self, pull: np.ndarray) -> np.ndarray:
        """The step s with -H s = pull."""
        return self.solver(pull / self.size) / self.size
