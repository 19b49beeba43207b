"""The cauchit link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, all_between, ignore_float_errors

# Minus the eps quantile of the Cauchy distribution, beyond which R's mean is constant.
ETA_LIMIT = 1 / (np.pi * EPS)


@dataclass(frozen=True)
class Cauchit(Link):
    """eta = tan(pi (mu - 1/2)), the quantile of the Cauchy distribution."""

    name = "cauchit"
    mean_range = (0.0, 1.0)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return the Cauchy quantile of mu, by the nearer tail so as to keep its digits."""
        mu = np.asarray(mu, dtype=float)
        tail = np.minimum(mu, 1 - mu)
        size = np.where(tail < 0.25, 1 / np.tan(np.pi * tail), np.tan(np.pi * (0.5 - tail)))
        return np.where((mu < 0) | (mu > 1), np.nan, np.copysign(size, mu - 0.5))

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return the Cauchy distribution function, which is an angle over pi."""
        eta = np.asarray(eta, dtype=float)
        if not all_between(eta, -ETA_LIMIT, ETA_LIMIT):
            eta = np.clip(eta, -ETA_LIMIT, ETA_LIMIT)
        return np.minimum(np.arctan2(1.0, -eta) / np.pi, 1 - EPS)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return the Cauchy density at eta, at least eps."""
        eta = np.asarray(eta, dtype=float)
        return np.maximum(1 / (np.pi * (1 + eta * eta)), EPS)

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return -2 eta / (pi (1 + eta^2)^2)."""
        eta = np.asarray(eta, dtype=float)
        return self.mu_eta(eta) * (-2 * eta / (1 + eta * eta))

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return the logarithm of either tail from the smaller of the two."""
        eta = np.asarray(eta, dtype=float)
        p, q = np.arctan2(1.0, -eta) / np.pi, np.arctan2(1.0, eta) / np.pi
        log_p = np.where(p > 0.5, np.log1p(-q), np.log(p))
        log_q = np.where(q > 0.5, np.log1p(-p), np.log(q))
        square = 1 + eta * eta
        p1, q1 = 1 / (np.pi * square * p), -1 / (np.pi * square * q)
        slope = np.where(np.isinf(square), 0.0, -2 * eta / square)
        return LogTails(log_p, log_q, p1, q1, p1 * (slope - p1), q1 * (slope - q1))

    @ignore_float_errors
    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return the logarithm of an angle over pi."""
        return np.log(np.where(eta < 0, np.arctan(-1 / eta), np.pi / 2 + np.arctan(eta)) / np.pi)

    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return log F(-eta)."""
        return self.log_cdf(-eta)

    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return the log of the Cauchy density."""
        return -np.log(np.pi) - np.log1p(eta * eta)

    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return -2 eta / (1 + eta^2)."""
        return -2 * eta / (1 + eta * eta)
