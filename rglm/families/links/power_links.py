"""The log, the identity and the powers of the mean.

The source is R's documentation (``?make.link``, ``?power``), statmod's ``?tweedie`` and the
values they return. Where a mean would overflow the log link keeps the largest number there is,
where R has Inf.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.families.links.link import EPS, LOG_MAX, Link, quiet, within

# Above it exp(eta) is above eps: log(eps) is -36.04.
LOG_PLAIN = -36.0


def _positive(eta: np.ndarray) -> bool:
    """Whether every eta is finite and above zero."""
    return within(eta, 0.0, np.inf)


@quiet
def _exp(eta: np.ndarray) -> np.ndarray:
    """exp(eta), at least eps as in R, and finite."""
    if within(eta, LOG_PLAIN, LOG_MAX):
        return np.exp(eta)
    return np.maximum(np.exp(np.minimum(eta, LOG_MAX)), EPS)


def _power_curve(eta: np.ndarray, q: float) -> np.ndarray:
    """The second derivative of eta^q."""
    eta = np.asarray(eta, dtype=float)
    return np.zeros(eta.shape) if q == 1 else q * (q - 1) * np.power(eta, q - 2)


@dataclass(frozen=True)
class Log(Link):
    """eta = log(mu); mu = dmu/deta = exp(eta), at least eps."""

    name: ClassVar[str] = "log"

    @quiet
    def linkfun(self, mu):
        """Return log(mu)."""
        return np.log(mu)

    def linkinv(self, eta):
        """Return exp(eta), at least eps."""
        return _exp(eta)

    def mu_eta(self, eta):
        """Return exp(eta), at least eps."""
        return _exp(eta)

    def inverse_and_slope(self, eta):
        """Return exp(eta) twice, not the same array: either may be written to."""
        mu = _exp(eta)
        return mu, np.array(mu)

    def d2mu_deta2(self, eta):
        """Return exp(eta), at least eps."""
        return _exp(eta)

    def valideta(self, eta):
        """Every eta is valid."""
        return True


@dataclass(frozen=True)
class Identity(Link):
    """eta = mu."""

    name: ClassVar[str] = "identity"

    def linkfun(self, mu):
        """Return mu."""
        return np.array(mu, dtype=float)

    def linkinv(self, eta):
        """Return eta."""
        return np.array(eta, dtype=float)

    def mu_eta(self, eta):
        """Return ones."""
        return np.ones(np.shape(eta))

    def d2mu_deta2(self, eta):
        """Return zeros."""
        return np.zeros(np.shape(eta))

    def valideta(self, eta):
        """Every eta is valid."""
        return True


@dataclass(frozen=True)
class Inverse(Link):
    """eta = 1 / mu; dmu/deta = -1 / eta^2."""

    name: ClassVar[str] = "inverse"

    @quiet
    def linkfun(self, mu):
        """Return 1 / mu."""
        return 1 / np.asarray(mu, dtype=float)

    @quiet
    def linkinv(self, eta):
        """Return 1 / eta."""
        return 1 / np.asarray(eta, dtype=float)

    @quiet
    def mu_eta(self, eta):
        """Return -1 / eta^2."""
        eta = np.asarray(eta, dtype=float)
        return -1 / (eta * eta)

    @quiet
    def d2mu_deta2(self, eta):
        """Return 2 / eta^3."""
        eta = np.asarray(eta, dtype=float)
        return 2 / (eta * eta * eta)

    def valideta(self, eta):
        """Valid are finite values other than zero."""
        return within(eta, -np.inf, np.inf) and bool(np.all(eta))


@dataclass(frozen=True)
class Sqrt(Link):
    """eta = sqrt(mu); mu = eta^2; dmu/deta = 2 eta."""

    name: ClassVar[str] = "sqrt"

    @quiet
    def linkfun(self, mu):
        """Return sqrt(mu)."""
        return np.sqrt(mu)

    @quiet
    def linkinv(self, eta):
        """Return eta^2."""
        eta = np.asarray(eta, dtype=float)
        return eta * eta

    @quiet
    def mu_eta(self, eta):
        """Return 2 eta."""
        return 2.0 * np.asarray(eta, dtype=float)

    def d2mu_deta2(self, eta):
        """Return twos."""
        return np.full(np.shape(eta), 2.0)

    def valideta(self, eta):
        """Valid are finite values above zero."""
        return _positive(eta)


@dataclass(frozen=True)
class InverseSquare(Link):
    """eta = 1 / mu^2; mu = eta^-1/2; dmu/deta = -eta^-3/2 / 2."""

    name: ClassVar[str] = "1/mu^2"

    @quiet
    def linkfun(self, mu):
        """Return 1 / mu^2."""
        mu = np.asarray(mu, dtype=float)
        return 1 / (mu * mu)

    @quiet
    def linkinv(self, eta):
        """Return 1 / sqrt(eta)."""
        return 1 / np.sqrt(np.asarray(eta, dtype=float))

    @quiet
    def mu_eta(self, eta):
        """Return -1 / (2 eta^1.5)."""
        eta = np.asarray(eta, dtype=float)
        return -1 / (2 * eta * np.sqrt(eta))

    @quiet
    def d2mu_deta2(self, eta):
        """Return 3 / (4 eta^2.5)."""
        eta = np.asarray(eta, dtype=float)
        return 0.75 / (eta * eta * np.sqrt(eta))

    def valideta(self, eta):
        """Valid are finite values above zero."""
        return _positive(eta)


@dataclass(frozen=True, repr=False)
class Power(Link):
    """eta = mu^lambda for a positive lambda, mu and dmu/deta at least eps; made by `power`."""

    lambda_: float

    def __repr__(self) -> str:
        return f"power({self.lambda_!r})"

    @property
    def name(self) -> str:
        """R's name, the exponent rounded to three places: ``mu^0.333``."""
        return f"mu^{round(self.lambda_, 3):.15g}"

    @quiet
    def linkfun(self, mu):
        """Return mu^lambda."""
        return np.power(mu, self.lambda_)

    @quiet
    def linkinv(self, eta):
        """Return eta^(1/lambda), at least eps."""
        return np.maximum(np.power(np.asarray(eta, dtype=float), 1 / self.lambda_), EPS)

    @quiet
    def mu_eta(self, eta):
        """Return eta^(1/lambda - 1) / lambda, at least eps."""
        eta = np.asarray(eta, dtype=float)
        return np.maximum(np.power(eta, 1 / self.lambda_ - 1) / self.lambda_, EPS)

    @quiet
    def d2mu_deta2(self, eta):
        """Return (1/lambda) (1/lambda - 1) eta^(1/lambda - 2)."""
        return _power_curve(eta, 1 / self.lambda_)

    def valideta(self, eta):
        """Valid are finite values above zero."""
        return _positive(eta)


@dataclass(frozen=True)
class MuPower(Link):
    """eta = mu^lambda for any lambda, log(mu) at lambda = 0: the links of statmod's tweedie."""

    lambda_: float

    @property
    def name(self) -> str:
        """The name in statmod, all of the exponent's digits: ``mu^-0.333333333333333``."""
        return f"mu^{self.lambda_:.15g}"

    @quiet
    def linkfun(self, mu):
        """Return mu^lambda, or log(mu)."""
        return np.log(mu) if self.lambda_ == 0 else np.power(mu, self.lambda_)

    @quiet
    def linkinv(self, eta):
        """Return eta^(1/lambda), or exp(eta)."""
        eta = np.asarray(eta, dtype=float)
        return _exp(eta) if self.lambda_ == 0 else np.power(eta, 1 / self.lambda_)

    @quiet
    def mu_eta(self, eta):
        """Return eta^(1/lambda - 1) / lambda, or exp(eta)."""
        eta = np.asarray(eta, dtype=float)
        if self.lambda_ == 0:
            return _exp(eta)
        return np.power(eta, 1 / self.lambda_ - 1) / self.lambda_

    @quiet
    def d2mu_deta2(self, eta):
        """Return (1/lambda) (1/lambda - 1) eta^(1/lambda - 2), or exp(eta)."""
        return _exp(eta) if self.lambda_ == 0 else _power_curve(eta, 1 / self.lambda_)

    def valideta(self, eta):
        """Every eta is taken; those without a mean give NaN, which no family accepts."""
        return True
