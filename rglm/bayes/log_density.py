"""A density whose logarithm can be maximised and sampled from: a posterior, whole or in part."""

from __future__ import annotations

from typing import Protocol

import numpy as np


class LogDensity(Protocol):
    """The logarithm of a density of P unconstrained numbers, with all its constants."""

    def log_density(self, u: np.ndarray, /) -> np.ndarray:
        """The logarithm of the density at S points (P, S): (S,)."""
        ...

    def derivatives(self, u: np.ndarray, /) -> tuple[float, np.ndarray, np.ndarray]:
        """The logarithm of the density at u (P,), its gradient (P,) and its Hessian (P, P)."""
        ...
