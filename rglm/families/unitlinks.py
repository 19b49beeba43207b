"""Links for a mean between 0 and 1.

As in R's ``make.link`` the mean stays within [eps, 1 - eps] and its derivative above eps, eps
being 2^-52, so that a saturated fit ends at R's numbers. The source is R's documentation
(``?make.link``, ``?family``) and the values R returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.linkbase import EPS, Link, quiet

# Where R stops telling the logit's tails apart, and the eps quantile of the normal.
LOGIT_LIMIT = 30.0
PROBIT_LIMIT = 8.125890664701906
CAUCHIT_LIMIT = 1 / (np.pi * EPS)
CLOGLOG_LIMIT = 700.0


def _odds(eta: np.ndarray) -> np.ndarray:
    """exp(eta), at eps and 1/eps beyond the limit, as in R."""
    odds = np.exp(np.clip(eta, -LOGIT_LIMIT, LOGIT_LIMIT))
    return np.where(eta < -LOGIT_LIMIT, EPS, np.where(eta > LOGIT_LIMIT, 1 / EPS, odds))


@dataclass(frozen=True)
class Logit(Link):
    """eta = log(mu / (1 - mu)); mu = 1 / (1 + exp(-eta)); dmu/deta = mu (1 - mu)."""

    name: ClassVar[str] = "logit"

    @quiet
    def linkfun(self, mu):
        """Return the log odds of mu."""
        return np.log(mu / (1 - mu))

    def linkinv(self, eta):
        """Return exp(eta) / (1 + exp(eta)), constant beyond |eta| = 30."""
        odds = _odds(np.asarray(eta, dtype=float))
        return odds / (1 + odds)

    def mu_eta(self, eta):
        """Return exp(eta) / (1 + exp(eta))^2, eps beyond |eta| = 30."""
        eta = np.asarray(eta, dtype=float)
        odds = np.exp(np.clip(eta, -LOGIT_LIMIT, LOGIT_LIMIT))
        return np.where(np.abs(eta) > LOGIT_LIMIT, EPS, odds / (1 + odds) ** 2)

    def valideta(self, eta):
        """Every eta is valid."""
        return True


@dataclass(frozen=True)
class Probit(Link):
    """eta = Phi^-1(mu), Phi the standard normal distribution function."""

    name: ClassVar[str] = "probit"

    @quiet
    def linkfun(self, mu):
        """Return the normal quantile of mu."""
        from scipy.special import ndtri

        return ndtri(mu)

    def linkinv(self, eta):
        """Return Phi(eta), constant beyond the eps quantile, |eta| = 8.126."""
        from scipy.special import ndtr

        return ndtr(np.clip(eta, -PROBIT_LIMIT, PROBIT_LIMIT))

    def mu_eta(self, eta):
        """Return the normal density at eta, at least eps."""
        near = np.clip(eta, -40.0, 40.0)
        return np.maximum(np.exp(-near * near / 2) / np.sqrt(2 * np.pi), EPS)

    def valideta(self, eta):
        """Every eta is valid."""
        return True


@dataclass(frozen=True)
class Cauchit(Link):
    """eta = tan(pi (mu - 1/2)), the quantile of the Cauchy distribution."""

    name: ClassVar[str] = "cauchit"

    @quiet
    def linkfun(self, mu):
        """Return the Cauchy quantile of mu, by the nearer tail so as to keep its digits."""
        mu = np.asarray(mu, dtype=float)
        tail = np.minimum(mu, 1 - mu)
        size = np.where(tail < 0.25, 1 / np.tan(np.pi * tail), np.tan(np.pi * (0.5 - tail)))
        return np.where((mu < 0) | (mu > 1), np.nan, np.copysign(size, mu - 0.5))

    def linkinv(self, eta):
        """Return the Cauchy distribution function, which is an angle over pi."""
        near = np.clip(eta, -CAUCHIT_LIMIT, CAUCHIT_LIMIT)
        return np.minimum(np.arctan2(1.0, -near) / np.pi, 1 - EPS)

    @quiet
    def mu_eta(self, eta):
        """Return the Cauchy density at eta, at least eps."""
        eta = np.asarray(eta, dtype=float)
        return np.maximum(1 / (np.pi * (1 + eta * eta)), EPS)

    def valideta(self, eta):
        """Every eta is valid."""
        return True


@dataclass(frozen=True)
class Cloglog(Link):
    """eta = log(-log(1 - mu)); mu = 1 - exp(-exp(eta))."""

    name: ClassVar[str] = "cloglog"

    @quiet
    def linkfun(self, mu):
        """Return the log of the cumulative hazard that leaves 1 - mu."""
        return np.log(-np.log1p(-np.asarray(mu, dtype=float)))

    @quiet
    def linkinv(self, eta):
        """Return 1 - exp(-exp(eta)) within [eps, 1 - eps]."""
        return np.clip(-np.expm1(-np.exp(np.minimum(eta, CLOGLOG_LIMIT))), EPS, 1 - EPS)

    @quiet
    def mu_eta(self, eta):
        """Return exp(eta - exp(eta)), at least eps."""
        hazard = np.exp(np.minimum(eta, CLOGLOG_LIMIT))
        return np.maximum(hazard * np.exp(-hazard), EPS)

    def valideta(self, eta):
        """Every eta is valid."""
        return True
