"""The joint density of the independent priors of P quantities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class Distribution(Protocol):
    """The distribution of one number."""

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """The logarithm of the density, -inf outside the support."""
        ...

    def derivatives(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The logarithm of the density, and its first and second derivatives."""
        ...

    def sample(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """Draws."""
        ...


class PriorDensity:
    """The joint density of q, one distribution for each.

    Parameters
    ----------
    distributions : sequence of P distributions
    log_normaliser : float
        A constant that is added to the logarithm of the density, such as log(K!) for K cut points
        in order.
    """

    def __init__(self, distributions: Sequence[Distribution], log_normaliser: float = 0.0) -> None:
        self.distributions = tuple(distributions)
        self.log_normaliser = log_normaliser

    def log_density(self, q: np.ndarray) -> np.ndarray:
        """The logarithm of the density of q, (P,) or (P, S): a number or (S,)."""
        out = np.full(q.shape[1:], self.log_normaliser)
        for one, values in zip(self.distributions, q, strict=True):
            out = out + one.log_density(values)
        return out

    def derivatives(self, q: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """The logarithm of the density of q (P,), and its first and second derivatives (P,)."""
        terms = [one.derivatives(x) for one, x in zip(self.distributions, q, strict=True)]
        value, first, second = np.array(terms, dtype=float).reshape(-1, 3).T
        return float(value.sum()) + self.log_normaliser, first, second

    def sample(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """Draws of q, (P, draws)."""
        return np.array([one.sample(rng, draws) for one in self.distributions])
