"""Links for a mean between 0 and 1.

As in R's ``make.link`` the mean stays within [eps, 1 - eps] and its derivative above eps, eps
being 2^-52, so that a saturated fit ends at R's numbers. The source is R's documentation
(``?make.link``, ``?family``) and the values R returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.links.link import EPS, Link, quiet, within

# Where R stops telling the logit's tails apart, and the eps quantile of the normal.
LOGIT_LIMIT = 30.0
PROBIT_LIMIT = 8.125890664701906
CAUCHIT_LIMIT = 1 / (np.pi * EPS)
CLOGLOG_LIMIT = 700.0


@quiet
def _odds(eta: np.ndarray) -> np.ndarray:
    """exp(eta), at eps and 1/eps beyond the limit, as in R."""
    eta = np.asarray(eta, dtype=float)
    if within(eta, -LOGIT_LIMIT, LOGIT_LIMIT):
        return np.exp(eta)
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
        odds = _odds(eta)
        return odds / (1 + odds)

    def mu_eta(self, eta):
        """Return exp(eta) / (1 + exp(eta))^2, eps beyond |eta| = 30."""
        return self.inverse_and_slope(eta)[1]

    def inverse_and_slope(self, eta):
        """Return both, from one exponential."""
        odds = _odds(eta)
        total = 1 + odds
        mu = odds / total
        return mu, np.maximum(mu / total, EPS)

    def d2mu_deta2(self, eta):
        """Return mu (1 - mu) (1 - 2 mu)."""
        odds = _odds(eta)
        return self.mu_eta(eta) * ((1 - odds) / (1 + odds))

    def valideta(self, eta):
        """Every eta is valid."""
        return True


def _clipped(eta: np.ndarray, limit: float) -> np.ndarray:
    """Eta between -limit and limit, itself where it is already."""
    eta = np.asarray(eta, dtype=float)
    return eta if within(eta, -limit, limit) else np.clip(eta, -limit, limit)


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

        return ndtr(_clipped(eta, PROBIT_LIMIT))

    def mu_eta(self, eta):
        """Return the normal density at eta, at least eps."""
        near = _clipped(eta, 40.0)
        return np.maximum(np.exp(near * near * -0.5) / np.sqrt(2 * np.pi), EPS)

    def d2mu_deta2(self, eta):
        """Return -eta times the normal density at eta."""
        return -np.asarray(eta, dtype=float) * self.mu_eta(eta)

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
        near = _clipped(eta, CAUCHIT_LIMIT)
        return np.minimum(np.arctan2(1.0, -near) / np.pi, 1 - EPS)

    @quiet
    def mu_eta(self, eta):
        """Return the Cauchy density at eta, at least eps."""
        eta = np.asarray(eta, dtype=float)
        return np.maximum(1 / (np.pi * (1 + eta * eta)), EPS)

    @quiet
    def d2mu_deta2(self, eta):
        """Return -2 eta / (pi (1 + eta^2)^2)."""
        eta = np.asarray(eta, dtype=float)
        return self.mu_eta(eta) * (-2 * eta / (1 + eta * eta))

    def valideta(self, eta):
        """Every eta is valid."""
        return True


def _hazard(eta: np.ndarray) -> np.ndarray:
    """exp(eta), finite."""
    return np.exp(np.minimum(eta, CLOGLOG_LIMIT))


def _failed(hazard: np.ndarray) -> np.ndarray:
    return np.clip(-np.expm1(-hazard), EPS, 1 - EPS)


def _failing(hazard: np.ndarray) -> np.ndarray:
    return np.maximum(hazard * np.exp(-hazard), EPS)


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
        return _failed(_hazard(eta))

    @quiet
    def mu_eta(self, eta):
        """Return exp(eta - exp(eta)), at least eps."""
        return _failing(_hazard(eta))

    @quiet
    def inverse_and_slope(self, eta):
        """Return both, from one hazard."""
        hazard = _hazard(eta)
        return _failed(hazard), _failing(hazard)

    @quiet
    def d2mu_deta2(self, eta):
        """Return (1 - exp(eta)) exp(eta - exp(eta)), which vanishes at both ends."""
        hazard = _hazard(eta)
        return hazard * np.exp(-hazard) * (1 - hazard)

    def valideta(self, eta):
        """Every eta is valid."""
        return True
