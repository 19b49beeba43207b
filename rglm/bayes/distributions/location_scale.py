"""Symmetric distributions on the whole line, moved and stretched: X = location + scale Z."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.bayes.distributions.argument_checks import check_finite, check_positive
from rglm.bayes.distributions.distribution import Derivatives, Distribution

LOG_ROOT_2PI = float(0.5 * np.log(2 * np.pi))


class LocationScale(Distribution):
    """A distribution of location + scale Z, whose Z is symmetric around 0."""

    location: float
    scale: float

    def __post_init__(self) -> None:
        check_finite(self.name, location=self.location)
        check_positive(self.name, scale=self.scale)

    @abstractmethod
    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        """The log density of Z with two derivatives."""

    @abstractmethod
    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        """P(Z <= z)."""

    @abstractmethod
    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        """Z with P(Z <= z) = p."""

    @abstractmethod
    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        """Draws of Z."""

    def _terms(self, x: np.ndarray) -> Derivatives:
        s = np.asarray(self.scale, dtype=float)
        value, first, second = self._standard_terms((x - self.location) / s)
        return value - np.log(s), first / s, second / (s * s)

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        z = (x - self.location) / self.scale
        return self._standard_cdf(z), self._standard_cdf(-z)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        z = self._standard_quantile(p)
        return self.location + self.scale * (-z if is_upper else z)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return self.location + self.scale * self._standard_sample(rng, size)


@dataclass(frozen=True, repr=False)
class Normal(LocationScale):
    """The normal distribution."""

    location: float
    scale: float
    name: ClassVar[str] = "normal"

    @property
    def normal_moments(self) -> tuple[float, float]:
        """Mean and standard deviation."""
        return self.location, self.scale

    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        return -0.5 * z * z - LOG_ROOT_2PI, -z, np.full(z.shape, -1.0)

    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        from scipy.special import ndtr

        return ndtr(z)

    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        from scipy.special import ndtri

        return ndtri(p)

    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        return np.asarray(rng.standard_normal(size))


@dataclass(frozen=True, repr=False)
class StudentT(LocationScale):
    """Student's t distribution."""

    df: float
    location: float
    scale: float
    name: ClassVar[str] = "student_t"

    def __post_init__(self) -> None:
        check_positive(self.name, df=self.df)
        super().__post_init__()

    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        from scipy.special import betaln

        df = np.asarray(self.df, dtype=float)
        square, more = z * z, df + 1
        value = -betaln(0.5, df / 2) - 0.5 * np.log(df) - 0.5 * more * np.log1p(square / df)
        size = df + square
        return value, -more * z / size, -more * (df - square) / (size * size)

    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        from scipy.special import stdtr

        return stdtr(self.df, z)

    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        from scipy.special import betaincinv  # stdtrit loses the tails

        half, tail = np.asarray(self.df, dtype=float) / 2, np.minimum(p, 1 - p)
        share = betaincinv(half, 0.5, 2 * tail)  # df / (df + z^2)
        rest = betaincinv(0.5, half, 1 - 2 * tail)  # 1 - share, with its digits where z is small
        ratio = np.where(tail < 0.25, (1 - share) / share, rest / (1 - rest))
        return np.where(p < 0.5, -1.0, 1.0) * np.sqrt(self.df * ratio)

    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        return np.asarray(rng.standard_t(self.df, size))


@dataclass(frozen=True, repr=False)
class Cauchy(LocationScale):
    """The Cauchy distribution."""

    location: float
    scale: float
    name: ClassVar[str] = "cauchy"

    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        square = z * z
        size = 1 + square
        value = -np.log(np.pi) - np.log1p(square)
        return value, -2 * z / size, -2 * (1 - square) / (size * size)

    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        return np.arctan2(1.0, -z) / np.pi

    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        return -1 / np.tan(np.pi * p)

    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        return np.asarray(rng.standard_cauchy(size))


@dataclass(frozen=True, repr=False)
class Laplace(LocationScale):
    """The Laplace (double exponential) distribution."""

    location: float
    scale: float
    name: ClassVar[str] = "double_exponential"

    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        return -np.abs(z) - np.log(2), -np.sign(z), np.zeros(z.shape)

    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        tail = 0.5 * np.exp(-np.abs(z))
        return np.where(z < 0, tail, 1 - tail)

    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        return np.where(p < 0.5, np.log(2 * p), -np.log(2 * (1 - p)))

    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        return np.asarray(rng.laplace(size=size))


@dataclass(frozen=True, repr=False)
class Logistic(LocationScale):
    """The logistic distribution."""

    location: float
    scale: float
    name: ClassVar[str] = "logistic"

    def _standard_terms(self, z: np.ndarray) -> Derivatives:
        size, slope = np.abs(z), np.tanh(z / 2)
        value = -size - 2 * np.log1p(np.exp(-size))
        return value, -slope, -0.5 * (1 - slope * slope)

    def _standard_cdf(self, z: np.ndarray) -> np.ndarray:
        from scipy.special import expit

        return expit(z)

    def _standard_quantile(self, p: np.ndarray) -> np.ndarray:
        from scipy.special import logit

        return logit(p)

    def _standard_sample(
        self, rng: np.random.Generator, size: int | tuple[int, ...]
    ) -> np.ndarray:
        return np.asarray(rng.logistic(size=size))
