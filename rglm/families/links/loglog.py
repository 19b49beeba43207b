"""The log-log link, the mirror image of cloglog, of `polr`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.families.links.cloglog import Cloglog
from rglm.families.links.link import Link
from rglm.families.links.log_tails import LogTails
from rglm.families.numerics.floating_point import EPS, ignore_float_errors

CLOGLOG = Cloglog()


@dataclass(frozen=True)
class Loglog(Link):
    """eta = -log(-log(mu)); mu = exp(-exp(-eta)), the Gumbel distribution function."""

    name = "loglog"
    mean_range = (0.0, 1.0)

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return the Gumbel quantile of mu."""
        return -np.log(-np.log(mu))

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(-exp(-eta)) within [eps, 1 - eps]."""
        return np.clip(np.exp(-np.exp(-np.asarray(eta, dtype=float))), EPS, 1 - EPS)

    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(-eta - exp(-eta)), at least eps."""
        return CLOGLOG.mu_eta(-np.asarray(eta, dtype=float))

    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return (exp(-eta) - 1) exp(-eta - exp(-eta))."""
        return -CLOGLOG.d2mu_deta2(-np.asarray(eta, dtype=float))

    def log_tails(self, eta: np.ndarray) -> LogTails:
        """Return -a and log(1 - exp(-a)), a = exp(-eta)."""
        tails = CLOGLOG.log_tails(-np.asarray(eta, dtype=float))
        return LogTails(tails.log_q, tails.log_p, -tails.q1, -tails.p1, tails.q2, tails.p2)

    def log_cdf(self, eta: np.ndarray) -> np.ndarray:
        """Return -exp(-eta)."""
        return CLOGLOG.log_sf(-eta)

    def log_sf(self, eta: np.ndarray) -> np.ndarray:
        """Return log(1 - exp(-exp(-eta)))."""
        return CLOGLOG.log_cdf(-eta)

    def log_pdf(self, eta: np.ndarray) -> np.ndarray:
        """Return -eta - exp(-eta)."""
        return CLOGLOG.log_pdf(-eta)

    def log_pdf_slope(self, eta: np.ndarray) -> np.ndarray:
        """Return exp(-eta) - 1."""
        return -CLOGLOG.log_pdf_slope(-eta)
