"""The complementary log-log link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, EXP_LIMIT, clip_for_exp, ignore_float_errors
from rglm.families.numerics.series_remainders import log1m_exp_neg


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
