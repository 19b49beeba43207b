"""The inverse link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.numerics.floating_point import all_between, ignore_float_errors


@dataclass(frozen=True)
class Inverse(Link):
    """eta = 1 / mu; dmu/deta = -1 / eta^2."""

    name = "inverse"
    has_unit_of_response = True

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return 1 / mu."""
        return 1 / np.asarray(mu, dtype=float)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 / eta."""
        return 1 / np.asarray(eta, dtype=float)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return -1 / eta^2."""
        eta = np.asarray(eta, dtype=float)
        return -1 / (eta * eta)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write 1 / eta and -1 / eta^2, for eta above zero."""
        np.divide(1.0, eta, out=mu)
        np.multiply(eta, eta, out=slope)
        np.divide(-1.0, slope, out=slope)
        return bool(eta.min() > 0 and eta.max() < np.inf)

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return 2 / eta^3."""
        eta = np.asarray(eta, dtype=float)
        return 2 / (eta * eta * eta)

    def valideta(self, eta: np.ndarray) -> bool:
        """Valid are finite values other than zero."""
        return all_between(eta, -np.inf, np.inf) and bool(np.all(eta))
