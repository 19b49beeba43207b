"""Distributions between two finite ends: uniform and beta."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.bayes.distributions.argument_checks import check_finite, check_positive
from rglm.bayes.distributions.distribution import Derivatives, Distribution


@dataclass(frozen=True, repr=False)
class Uniform(Distribution):
    """The uniform distribution."""

    lower: float
    upper: float
    name: ClassVar[str] = "uniform"

    def __post_init__(self) -> None:
        check_finite("uniform", lower=self.lower, upper=self.upper)
        if not np.all(np.asarray(self.lower) < self.upper):
            bounds = f"got lower={self.lower!r}, upper={self.upper!r}"
            raise ValueError(f"uniform(): lower= must be below upper=, {bounds}")

    @property
    def _width(self) -> np.ndarray:
        return np.asarray(self.upper, dtype=float) - self.lower

    def _terms(self, x: np.ndarray) -> Derivatives:
        value = -np.log(self._width) + 0.0 * x
        return value, np.zeros(value.shape), np.zeros(value.shape)

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return (x - self.lower) / self._width, (self.upper - x) / self._width

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        return self.upper - p * self._width if is_upper else self.lower + p * self._width

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return rng.uniform(self.lower, self.upper, size)

    def truncated(self, lower: float, upper: float) -> Distribution:
        """Return the uniform distribution on what is left."""
        return Uniform(*self.narrowed(lower, upper))


@dataclass(frozen=True, repr=False)
class Beta(Distribution):
    """The beta distribution, of a share."""

    shape1: float
    shape2: float
    name: ClassVar[str] = "beta"
    lower = 0.0
    upper = 1.0

    def __post_init__(self) -> None:
        check_positive("beta", shape1=self.shape1, shape2=self.shape2)

    def _terms(self, x: np.ndarray) -> Derivatives:
        from scipy.special import betaln, xlog1py, xlogy

        a, b = np.asarray(self.shape1) - 1.0, np.asarray(self.shape2) - 1.0
        value = xlogy(a, x) + xlog1py(b, -x) - betaln(self.shape1, self.shape2)
        return value, a / x - b / (1 - x), -a / x**2 - b / (1 - x) ** 2

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        from scipy.special import betainc

        return betainc(self.shape1, self.shape2, x), betainc(self.shape2, self.shape1, 1 - x)

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        from scipy.special import betaincinv

        if is_upper:
            return 1 - betaincinv(self.shape2, self.shape1, p)
        return betaincinv(self.shape1, self.shape2, p)

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Return independent draws."""
        return rng.beta(self.shape1, self.shape2, size)
