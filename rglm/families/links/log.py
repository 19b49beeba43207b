"""The log link.

Where a mean would overflow it keeps the largest number there is, where R has Inf.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, LOG_MAX, all_between, ignore_float_errors

# Above it exp(eta) is above eps: log(eps) is -36.04.
ABOVE_LOG_EPS = -36.0


@ignore_float_errors
def exp_at_least_eps(eta: np.ndarray) -> np.ndarray:
    """exp(eta), at least eps as in R, and finite."""
    if all_between(eta, ABOVE_LOG_EPS, LOG_MAX):
        return np.exp(eta)
    return np.maximum(np.exp(np.minimum(eta, LOG_MAX)), EPS)


@dataclass(frozen=True)
class Log(Link):
    """eta = log(mu); mu = dmu/deta = exp(eta), at least eps."""

    name = "log"
    ratio_of = "means"
    mean_range = (0.0, np.inf)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return log(mu)."""
        return np.log(mu)

    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta), at least eps."""
        return exp_at_least_eps(eta)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta), at least eps."""
        return exp_at_least_eps(eta)

    def inverse_and_slope(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return exp(eta) twice, not the same array: either may be written to."""
        mu = exp_at_least_eps(eta)
        return mu, np.array(mu)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write exp(eta) twice."""
        if not all_between(eta, ABOVE_LOG_EPS, LOG_MAX):
            return False
        np.exp(eta, out=mu)
        slope[:] = mu
        return True

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta), at least eps."""
        return exp_at_least_eps(eta)

    @ignore_float_errors
    def mean(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta), however small."""
        return np.exp(np.asarray(eta, dtype=float))

    @ignore_float_errors
    def mean_terms(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return exp(eta) three times, however small."""
        mu = np.exp(np.asarray(eta, dtype=float))
        return mu, mu, mu

    def log_mean(self, eta: np.ndarray) -> np.ndarray:
        """Return eta."""
        return np.asarray(eta, dtype=float)

    def log_mean_terms(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return eta, ones and zeros."""
        eta = np.asarray(eta, dtype=float)
        return eta, np.ones(eta.shape), np.zeros(eta.shape)

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return eta and log(1 - exp(eta)); no probability from eta = 0 on."""
        eta = np.asarray(eta, dtype=float)
        is_probability = eta < 0
        inside = np.where(is_probability, eta, -1.0)
        p, q = np.exp(inside), -np.expm1(inside)
        p1, q1 = np.ones(eta.shape), -p / q
        # where q is near 1 its own logarithm has lost p
        log_q = np.where(p < 0.5, np.log1p(-p), np.log(q))
        log_p, log_q = (
            np.where(is_probability, inside, -np.inf),
            np.where(is_probability, log_q, -np.inf),
        )
        return LogTails(log_p, log_q, p1, q1, np.zeros(eta.shape), q1 / q)
