"""The equations of a Newton step, made positive definite where they are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def parameter_scales(information: np.ndarray) -> np.ndarray:
    """The square roots of a diagonal (P,), by which parameters are scaled; 1 where it is 0."""
    scale = np.sqrt(np.abs(np.diag(information)))
    return np.where(scale > 0, np.maximum(scale, 1e-100), 1.0)


@dataclass(frozen=True)
class NewtonSystem:
    """The factored matrix of a Newton step: -H, or a positive definite matrix in its place."""

    scale: np.ndarray  # (P,) by which rows and columns are scaled
    solver: Callable[[np.ndarray], np.ndarray]  # solves the scaled equations
    is_concave: bool  # whether the matrix is -H itself, because the likelihood is concave here

    @classmethod
    def of(cls, hessian: np.ndarray) -> NewtonSystem:
        """The system of a Hessian."""
        scale = parameter_scales(hessian)
        scaled = -hessian / np.outer(scale, scale)
        try:
            lower = np.linalg.cholesky(scaled)
        except np.linalg.LinAlgError:
            values, vectors = np.linalg.eigh(scaled)
            values = np.maximum(np.abs(values), 1e-8)
            return cls(scale, lambda g: vectors @ (vectors.T @ g / values), False)
        return cls(scale, lambda g: np.linalg.solve(lower.T, np.linalg.solve(lower, g)), True)

    def solve(self, gradient: np.ndarray) -> np.ndarray:
        """The step s with -H s = gradient."""
        return self.solver(gradient / self.scale) / self.scale
