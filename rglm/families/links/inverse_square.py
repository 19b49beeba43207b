"""The link 1/mu^2, canonical for the inverse Gaussian family."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import all_between, ignore_float_errors


@dataclass(frozen=True)
class InverseSquare(Link):
    """eta = 1 / mu^2; mu = eta^-1/2; dmu/deta = -eta^-3/2 / 2."""

    name = "1/mu^2"
    has_unit_of_response = True
    mean_range = (0.0, np.inf)
    eta_range = (0.0, np.inf)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return 1 / mu^2."""
        mu = np.asarray(mu, dtype=float)
        return 1 / (mu * mu)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 / sqrt(eta)."""
        return 1 / np.sqrt(np.asarray(eta, dtype=float))

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return -1 / (2 eta^1.5)."""
        eta = np.asarray(eta, dtype=float)
        return -1 / (2 * eta * np.sqrt(eta))

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write 1 / sqrt(eta) and -1 / (2 eta^1.5)."""
        np.sqrt(eta, out=mu)
        np.multiply(eta, mu, out=slope)
        np.divide(-0.5, slope, out=slope)
        np.divide(1.0, mu, out=mu)
        return bool(eta.min() > 0 and eta.max() < np.inf)

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return 3 / (4 eta^2.5)."""
        eta = np.asarray(eta, dtype=float)
        return 0.75 / (eta * eta * np.sqrt(eta))

    def valideta(self, eta: np.ndarray) -> bool:
        """Valid are finite values above zero."""
        return all_between(eta, 0.0, np.inf)
