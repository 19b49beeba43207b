"""Positive definite equations of many fits at once: Cholesky factors with the fits last.

The arrays are (p, p, L) and (p, L) for p unknowns and L fits, so that each operation is on
contiguous numbers of all fits. One factor, L = 1, serves the right sides of many fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# a pivot beside its diagonal element, below which a step would lose digits (see `linalg.gram`)
MIN_PIVOT = 1e-6


@dataclass(frozen=True)
class StackedFactor:
    """The factors L of H = LL'.

    Attributes
    ----------
    lower : (p, p, L) array
    is_good : (L,) bool array
        Whether H is far enough from singular; the factors of the others mean nothing.
    """

    lower: np.ndarray
    is_good: np.ndarray

    def forward(self, right: np.ndarray) -> np.ndarray:
        """L^-1 g of right sides g (p, ..., L)."""
        out = np.empty(np.broadcast_shapes(right.shape, self.lower.shape[-1:]))
        for j, row in enumerate(self.lower):
            out[j] = (right[j] - np.einsum("kl,k...l->...l", row[:j], out[:j])) / row[j]
        return out

    def backward(self, right: np.ndarray) -> np.ndarray:
        """L^-T g of right sides g (p, L)."""
        out = np.empty(np.broadcast_shapes(right.shape, self.lower.shape[-1:]))
        for j in reversed(range(len(right))):
            column = self.lower[j + 1 :, j]
            rest = np.einsum("kl,kl->l", column, out[j + 1 :]) if len(column) else 0.0
            out[j] = (right[j] - rest) / self.lower[j, j]
        return out

    def variances(self, root: np.ndarray) -> np.ndarray:
        """The diagonals (p, L) of B^-1 H^-1 B^-T, for B^-1 = `root` (p, p)."""
        half = self.forward(root.T[:, :, None])
        return np.einsum("kjl,kjl->jl", half, half)

    def take(self, fits: np.ndarray) -> StackedFactor:
        """The factors of some fits."""
        return StackedFactor(self.lower[:, :, fits], self.is_good[fits])


def factorize(equations: np.ndarray) -> StackedFactor:
    """The Cholesky factors of symmetric matrices (p, p, L)."""
    lower = np.zeros_like(equations)
    is_good = np.ones(equations.shape[-1], dtype=bool)
    with np.errstate(invalid="ignore", over="ignore"):
        for j in range(len(equations)):
            known = np.einsum("ikl,kl->il", lower[j:, :j], lower[j, :j])
            column = equations[j:, j] - known
            is_good &= column[0] > MIN_PIVOT * equations[j, j]
            root = np.sqrt(np.where(is_good, column[0], 1.0))
            lower[j + 1 :, j], lower[j, j] = column[1:] / root, root
    return StackedFactor(lower, is_good)
