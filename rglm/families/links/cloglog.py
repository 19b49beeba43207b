"""The complementary log-log link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import (
    EPS,
    EXP_LIMIT,
    all_between,
    clip_for_exp,
    ignore_float_errors,
)
from rglm.families.numerics.series_remainders import log1m_exp_neg

# Between these eta, mean and slope are off their limits of eps.
MAX_INNER_ETA, LOG_INNER_HAZARD = 36.0, 3.5


def _hazard(eta: np.ndarray) -> np.ndarray:
    """exp(eta), finite."""
    return np.exp(np.minimum(eta, EXP_LIMIT))


def _mean(hazard: np.ndarray) -> np.ndarray:
    return np.clip(-np.expm1(-hazard), EPS, 1 - EPS)


def _slope(hazard: np.ndarray) -> np.ndarray:
    return np.maximum(hazard * np.exp(-hazard), EPS)


@dataclass(frozen=True)
class Cloglog(Link):
    """eta = log(-log(1 - mu)); mu = 1 - exp(-exp(eta))."""

    name = "cloglog"
    ratio_of = "hazards"
    mean_range = (0.0, 1.0)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return the log of the cumulative hazard that leaves 1 - mu."""
        return np.log(-np.log1p(-np.asarray(mu, dtype=float)))

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 - exp(-exp(eta)) within [eps, 1 - eps]."""
        return _mean(_hazard(eta))

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(eta - exp(eta)), at least eps."""
        return _slope(_hazard(eta))

    @ignore_float_errors
    def inverse_and_slope(self, eta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return both, from one hazard."""
        hazard = _hazard(eta)
        return _mean(hazard), _slope(hazard)

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write 1 - exp(-exp(eta)) and exp(eta - exp(eta))."""
        if not all_between(eta, -MAX_INNER_ETA, LOG_INNER_HAZARD):
            return False
        np.exp(eta, out=eta)
        np.negative(eta, out=mu)
        np.exp(mu, out=slope)
        slope *= eta
        np.expm1(mu, out=mu)
        np.negative(mu, out=mu)
        return True

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return (1 - exp(eta)) exp(eta - exp(eta)), which vanishes at both ends."""
        hazard = _hazard(eta)
        return hazard * np.exp(-hazard) * (1 - hazard)

    @ignore_float_errors
    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return log(1 - exp(-a)) and -a, a = exp(eta)."""
        hazard = np.exp(clip_for_exp(eta))
        log_p, p1, p2 = log1m_exp_neg(hazard)
        return LogTails(log_p, -hazard, p1, -hazard, p2, -hazard)

    @ignore_float_errors
    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return log(1 - exp(-exp(eta)))."""
        return np.log(-np.expm1(-np.exp(eta)))

    @ignore_float_errors
    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return -exp(eta)."""
        return -np.exp(eta)

    @ignore_float_errors
    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return eta - exp(eta)."""
        return eta - np.exp(eta)

    @ignore_float_errors
    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return 1 - exp(eta)."""
        return -np.expm1(eta)
