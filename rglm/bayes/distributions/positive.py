"""Distributions of a positive parameter: exponential, gamma, inverse gamma and lognormal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.bayes.distributions.argument_checks import check_finite, check_positive
from rglm.bayes.distributions.distribution import Derivatives, Distribution
from rglm.bayes.distributions.location_scale import LOG_ROOT_2PI


@dataclass(frozen=True, repr=False)
class Exponential(Distribution):
    """The exponential distribution."""

    rate: float
    name: ClassVar[str] = "exponential"
    lower = 0.0

    def __post_init__(self) -> None:
        check_positive("exponential", rate=self.rate)

    def _terms(self, x: np.ndarray) -> Derivatives:
        value = np.log(self.rate) - self.rate * x
        return value, np.zeros(value.shape) - self.rate, np.zeros(value.shape)

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return -np.expm1(-self.rate * x), np.exp(-self.rate * x)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        return -(np.log(p) if is_upper else np.log1p(-p)) / self.rate

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return rng.exponential(1 / self.rate, size)


@dataclass(frozen=True, repr=False)
class Gamma(Distribution):
    """The gamma distribution, with density proportional to x^(shape - 1) exp(-rate x)."""

    shape: float
    rate: float
    name: ClassVar[str] = "gamma"
    lower = 0.0

    def __post_init__(self) -> None:
        check_positive("gamma", shape=self.shape, rate=self.rate)

    def _terms(self, x: np.ndarray) -> Derivatives:
        from scipy.special import gammaln

        power = np.asarray(self.shape) - 1.0
        constant = self.shape * np.log(self.rate) - gammaln(self.shape)
        value = constant + power * np.log(x) - self.rate * x
        return value, power / x - self.rate, -power / (x * x)

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        from scipy.special import gammainc, gammaincc

        return gammainc(self.shape, self.rate * x), gammaincc(self.shape, self.rate * x)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        from scipy.special import gammainccinv, gammaincinv

        return (gammainccinv if is_upper else gammaincinv)(self.shape, p) / self.rate

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return rng.gamma(self.shape, 1 / self.rate, size)


@dataclass(frozen=True, repr=False)
class InvGamma(Distribution):
    """The inverse gamma distribution, with density proportional to
    x^(-shape - 1) exp(-scale / x).
    """

    shape: float
    scale: float
    name: ClassVar[str] = "inv_gamma"
    lower = 0.0

    def __post_init__(self) -> None:
        check_positive("inv_gamma", shape=self.shape, scale=self.scale)

    def _terms(self, x: np.ndarray) -> Derivatives:
        from scipy.special import gammaln

        power, reciprocal = np.asarray(self.shape) + 1.0, 1 / x
        part = self.scale * reciprocal
        constant = self.shape * np.log(self.scale) - gammaln(self.shape)
        value = constant - power * np.log(x) - part
        return value, (part - power) * reciprocal, (power - 2 * part) * reciprocal**2

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        from scipy.special import gammainc, gammaincc

        return gammaincc(self.shape, self.scale / x), gammainc(self.shape, self.scale / x)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        from scipy.special import gammainccinv, gammaincinv

        return self.scale / (gammaincinv if is_upper else gammainccinv)(self.shape, p)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        with np.errstate(divide="ignore"):
            return self.scale / rng.gamma(self.shape, 1.0, size)


@dataclass(frozen=True, repr=False)
class LogNormal(Distribution):
    """The lognormal distribution."""

    meanlog: float
    sdlog: float
    name: ClassVar[str] = "lognormal"
    lower = 0.0

    def __post_init__(self) -> None:
        check_finite("lognormal", meanlog=self.meanlog)
        check_positive("lognormal", sdlog=self.sdlog)

    def _score(self, x: np.ndarray) -> np.ndarray:
        return (np.log(x) - self.meanlog) / self.sdlog

    def _terms(self, x: np.ndarray) -> Derivatives:
        s, z = np.asarray(self.sdlog, dtype=float), self._score(x)
        value = -0.5 * z * z - np.log(x) - np.log(s) - LOG_ROOT_2PI
        slope = 1 + z / s
        return value, -slope / x, (slope - 1 / (s * s)) / (x * x)

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        from scipy.special import ndtr

        z = self._score(x)
        return ndtr(z), ndtr(-z)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        from scipy.special import ndtri

        z = ndtri(p)
        return np.exp(self.meanlog + self.sdlog * (-z if is_upper else z))

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return rng.lognormal(self.meanlog, self.sdlog, size)
