"""The identity link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link


@dataclass(frozen=True)
class Identity(Link):
    """eta = mu."""

    name = "identity"
    has_unit_of_response = is_identity = True

    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return mu."""
        return np.array(mu, dtype=float)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return eta."""
        return np.array(eta, dtype=float)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return ones."""
        return np.ones(np.shape(eta))

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write eta and ones."""
        mu[:] = eta
        slope[:] = 1.0
        return True

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return zeros."""
        return np.zeros(np.shape(eta))
