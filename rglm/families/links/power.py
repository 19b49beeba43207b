"""Powers of the mean: R's ``power()`` and the links of statmod's ``tweedie()``.

The source is R's documentation (``?power``, ``?tweedie``) and the values that R returns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.log import ABOVE_LOG_EPS, LOG_MAX, exp_at_least_eps
from rglm.families.numerics.floating_point import EPS, all_between, ignore_float_errors


def _second_derivative(eta: np.ndarray, q: float) -> np.ndarray:
    """The second derivative of eta^q."""
    eta = np.asarray(eta, dtype=float)
    return np.zeros(eta.shape) if q == 1 else q * (q - 1) * np.power(eta, q - 2)


@dataclass(frozen=True, repr=False)
class Power(Link):
    """eta = mu^lambda for a positive lambda, mu and dmu/deta at least eps; made by `power`.

    Its name is R's, the exponent rounded to three places: ``mu^0.333``.
    """

    lambda_: float
    name: str = field(init=False, compare=False)
    has_unit_of_response = True
    mean_range = (0.0, np.inf)
    eta_range = (0.0, np.inf)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"mu^{round(self.lambda_, 3):.15g}")

    def __repr__(self) -> str:
        return f"power({self.lambda_!r})"

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return mu^lambda."""
        return np.power(mu, self.lambda_)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return eta^(1/lambda), at least eps."""
        return np.maximum(np.power(np.asarray(eta, dtype=float), 1 / self.lambda_), EPS)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return eta^(1/lambda - 1) / lambda, at least eps."""
        eta = np.asarray(eta, dtype=float)
        return np.maximum(np.power(eta, 1 / self.lambda_ - 1) / self.lambda_, EPS)

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return (1/lambda) (1/lambda - 1) eta^(1/lambda - 2)."""
        return _second_derivative(eta, 1 / self.lambda_)

    def valideta(self, eta: np.ndarray) -> bool:
        """Valid are finite values above zero."""
        return all_between(eta, 0.0, np.inf)


@dataclass(frozen=True)
class MuPower(Link):
    """eta = mu^lambda for any lambda, log(mu) at lambda = 0: the links of statmod's tweedie.

    Every eta is valid; those without a mean give NaN, which no family accepts. Its name is
    statmod's, with all digits of the exponent: ``mu^-0.333333333333333``.
    """

    lambda_: float
    name: str = field(init=False, repr=False, compare=False)
    has_unit_of_response = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"mu^{self.lambda_:.15g}")

    @ignore_float_errors
    def linkfun(self, mu: np.ndarray) -> np.ndarray:
        """Return mu^lambda, or log(mu)."""
        return np.log(mu) if self.lambda_ == 0 else np.power(mu, self.lambda_)

    @ignore_float_errors
    def linkinv(self, eta: np.ndarray) -> np.ndarray:
        """Return eta^(1/lambda), or exp(eta)."""
        eta = np.asarray(eta, dtype=float)
        return exp_at_least_eps(eta) if self.lambda_ == 0 else np.power(eta, 1 / self.lambda_)

    @ignore_float_errors
    def mu_eta(self, eta: np.ndarray) -> np.ndarray:
        """Return eta^(1/lambda - 1) / lambda, or exp(eta)."""
        eta = np.asarray(eta, dtype=float)
        if self.lambda_ == 0:
            return exp_at_least_eps(eta)
        return np.power(eta, 1 / self.lambda_ - 1) / self.lambda_

    def write_means(self, eta: np.ndarray, mu: np.ndarray, slope: np.ndarray) -> bool:
        """Write exp(eta) twice at lambda = 0."""
        if self.lambda_ != 0 or not all_between(eta, ABOVE_LOG_EPS, LOG_MAX):
            return False
        np.exp(eta, out=mu)
        slope[:] = mu
        return True

    @ignore_float_errors
    def d2mu_deta2(self, eta: np.ndarray) -> np.ndarray:
        """Return (1/lambda) (1/lambda - 1) eta^(1/lambda - 2), or exp(eta)."""
        if self.lambda_ == 0:
            return exp_at_least_eps(eta)
        return _second_derivative(eta, 1 / self.lambda_)
