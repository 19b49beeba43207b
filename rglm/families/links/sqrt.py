"""The square root link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import all_between, ignore_float_errors


@dataclass(frozen=True)
class Sqrt(Link):
    """eta = sqrt(mu); mu = eta^2; dmu/deta = 2 eta."""

    name = "sqrt"
    has_unit_of_response = True
    mean_range = (0.0, np.inf)
    eta_range = (0.0, np.inf)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return sqrt(mu)."""
        return np.sqrt(mu)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return eta^2."""
        eta = np.asarray(eta, dtype=float)
        return eta * eta

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return 2 eta."""
        return 2.0 * np.asarray(eta, dtype=float)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write eta^2 and 2 eta."""
        np.multiply(eta, eta, out=mu)
        np.multiply(eta, 2.0, out=slope)
        return bool(eta.min() > 0 and eta.max() < np.inf)

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return twos."""
        return np.full(np.shape(eta), 2.0)

    def valideta(self, eta: np.ndarray) -> bool:
        """Valid are finite values above zero."""
        return all_between(eta, 0.0, np.inf)
