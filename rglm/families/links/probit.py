"""The probit link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, all_between, ignore_float_errors

# Minus the eps quantile of the normal distribution, beyond which R's mean is constant.
ETA_LIMIT = 8.125890664701906
MAX_INNER_ETA = 8.1  # within it the mean and its slope are off their limits
# Beyond it the normal tail's hazard is its continued fraction, of so many terms.
MIN_MILLS_ARGUMENT, MILLS_TERMS = 5.0, 40


def _clip(eta: np.ndarray, limit: float) -> np.ndarray:
    """Return eta within +-limit, itself where it is already."""
    eta = np.asarray(eta, dtype=float)
    return eta if all_between(eta, -limit, limit) else np.clip(eta, -limit, limit)


@dataclass(frozen=True)
class Probit(Link):
    """eta = Phi^-1(mu), Phi the standard normal distribution function."""

    name = "probit"
    mean_range = (0.0, 1.0)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return the normal quantile of mu."""
        from scipy.special import ndtri

        return ndtri(mu)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return Phi(eta), constant beyond the eps quantile, |eta| = 8.126."""
        from scipy.special import ndtr

        return ndtr(_clip(eta, ETA_LIMIT))

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return the normal density at eta, at least eps."""
        near = _clip(eta, 40.0)
        return np.maximum(np.exp(near * near * -0.5) / np.sqrt(2 * np.pi), EPS)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write Phi(eta) and the normal density."""
        if not all_between(eta, -MAX_INNER_ETA, MAX_INNER_ETA):
            return False
        from scipy.special import ndtr

        ndtr(eta, out=mu)
        np.multiply(eta, eta, out=slope)
        slope *= -0.5
        np.exp(slope, out=slope)
        slope /= np.sqrt(2 * np.pi)
        return True

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return -eta times the normal density at eta."""
        return -np.asarray(eta, dtype=float) * self.mu_eta(eta)

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return the logarithms of both normal tails; their slopes are the hazards."""
        from scipy.special import log_ndtr

        eta = np.asarray(eta, dtype=float)
        (p1, p_above), (q1, q_above) = _normal_hazard(-eta), _normal_hazard(eta)
        return LogTails(log_ndtr(eta), log_ndtr(-eta), p1, -q1, -p1 * p_above, -q1 * q_above)

    @ignore_float_errors
    def log_probabilities(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return log Phi(eta) and log Phi(-eta), the larger from the smaller."""
        from scipy.special import log_ndtr

        eta = np.asarray(eta, dtype=float)
        low = log_ndtr(-np.abs(eta))
        high = np.log1p(-np.exp(low))
        up = eta > 0
        return np.where(up, high, low), np.where(up, low, high)

    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return log Phi(eta)."""
        from scipy.special import log_ndtr

        return log_ndtr(eta)

    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return log Phi(-eta)."""
        return self.log_cdf(-eta)

    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return the log of the normal density."""
        return -0.5 * (eta * eta + np.log(2 * np.pi))

    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return -eta."""
        return -eta


def _normal_hazard(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """phi(x)/(1 - Phi(x)), and its excess over x (Abramowitz & Stegun 1964, 26.2.14)."""
    from scipy.special import erfcx

    hazard = np.sqrt(2 / np.pi) / erfcx(x * np.sqrt(0.5))
    excess = hazard - x
    far = np.flatnonzero(x > MIN_MILLS_ARGUMENT)
    if far.size:
        at = x[far]
        fraction = at
        for k in range(MILLS_TERMS, 1, -1):
            fraction = at + k / fraction
        excess[far] = 1 / fraction
        hazard[far] = at + excess[far]
    return hazard, excess
