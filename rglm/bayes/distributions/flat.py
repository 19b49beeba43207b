"""The improper flat prior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Never

import numpy as np

from rglm.bayes.distributions.bounded import Uniform
from rglm.bayes.distributions.distribution import MAX_DIGITS, Derivatives, Distribution


@dataclass(frozen=True, repr=False)
class Flat(Distribution):
    """The density 1 between two bounds of which at least one is infinite: it is improper."""

    lower: float = -np.inf
    upper: float = np.inf
    name: ClassVar[str] = "flat"
    is_proper: ClassVar[bool] = False

    def _terms(self, x: np.ndarray) -> Derivatives:
        zero = np.zeros(np.broadcast_shapes(np.shape(x), np.shape(self.lower)))
        return zero, zero.copy(), zero.copy()

    def _refuse(self) -> Never:
        raise ValueError("flat() is improper: it has no probabilities and cannot be drawn from")

    def _tails(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        self._refuse()

    def _quantiles(self, p: np.ndarray, is_upper: bool) -> np.ndarray:
        self._refuse()

    def sample(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> np.ndarray:
        """Raise ValueError: there are no draws from it."""
        self._refuse()

    def truncated(self, lower: float, upper: float) -> Distribution:
        """Return the density 1 between the bounds; the uniform distribution if both are finite."""
        lower, upper = self.narrowed(lower, upper)
        is_bounded = np.isfinite(lower) and np.isfinite(upper)
        return Uniform(lower, upper) if is_bounded else Flat(lower, upper)

    def text(self, digits: int = MAX_DIGITS) -> str:
        """Return brms' text."""
        return "(flat)"

    def __repr__(self) -> str:
        return "flat()"
