"""A likelihood and its derivatives, for Newton's method and the search for infinite parameters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rglm.design.block import Block
from rglm.fitting.newton.optimization_result import LogLikelihood
from rglm.sources.source import Source


@dataclass(frozen=True)
class Inequality:
    """An inequality for a direction g of the parameters in some rows: s_i c_i'g >= 0.

    Along such a direction the likelihood rises without end to its limit.
    """

    columns: np.ndarray  # (n, P) the c_i
    sides: np.ndarray  # (n,) s_i: 1 or -1; 0 where c_i'g is 0; NaN where the row has no inequality
    shapes: list[int]  # parameters that only those rows determine which do not become certain


class LikelihoodModel(ABC):
    """The log-likelihood of rows as a function of the parameters theta (P,)."""

    @abstractmethod
    def log_likelihood(
        self, theta: np.ndarray, derivatives: bool
    ) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block."""

    @abstractmethod
    def values(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block (n,), without weights."""

    @abstractmethod
    def scores(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The gradient of each row of a block (n, P)."""

    @abstractmethod
    def gradient(self, theta: np.ndarray) -> Callable[[Block], LogLikelihood]:
        """The log-likelihood of a block with its gradient, the Hessian left out."""

    def gradient_of(self, source: Source) -> Callable[[np.ndarray], LogLikelihood]:
        """The log-likelihood of all rows with its gradient, as a function of theta.

        For many calls: a model may keep what does not depend on theta.
        """
        return lambda theta: source.total(self.gradient(theta))

    @abstractmethod
    def values_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of each row of a block at the columns of theta (P, S), (n, S).

        Without weights.
        """

    @abstractmethod
    def sums_at(self, theta: np.ndarray) -> Callable[[Block], np.ndarray]:
        """The log-likelihood of a block at the columns of theta (P, S), (S,).

        -inf where some row is impossible.
        """

    @abstractmethod
    def predictors_at(self, block: Block, theta: np.ndarray) -> list[np.ndarray]:
        """The K linear predictors (n, S) of a block at the columns of theta (P, S)."""

    @abstractmethod
    def scalars_at(self, theta: np.ndarray) -> np.ndarray:
        """The parameters that are not coefficients (A, S), at the columns of theta (P, S)."""

    @abstractmethod
    def mean_at(
        self, eta: Sequence[np.ndarray], scalars: np.ndarray, trials: np.ndarray
    ) -> np.ndarray:
        """The mean of the response of n rows at S points, (n, S); see `ModelDensity.mean_at`.

        Of ordered categories, and of levels, their probabilities (n, S, m).
        """

    @abstractmethod
    def sample_at(
        self,
        eta: Sequence[np.ndarray],
        scalars: np.ndarray,
        trials: np.ndarray,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Random responses (n, S) of n rows at S points; see `ModelDensity.sample_at`."""

    @abstractmethod
    def predictor_places(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The columns of each linear predictor in the source, and the places of its coefficients
        among the parameters.
        """

    @property
    @abstractmethod
    def free_scalars(self) -> np.ndarray:
        """The places of parameters that no inequality limits."""

    @property
    @abstractmethod
    def inequalities(self) -> int:
        """About how many inequalities a row has: see `directions`."""

    @abstractmethod
    def directions(self, source: Source, step: np.ndarray) -> list[Inequality]:
        """The inequalities of the directions in which the likelihood rises to its limit."""

    def surviving_directions(self, source: Source, count: int) -> list[Inequality]:
        """The inequalities of the directions of `count` parameters along which the likelihood does
        not vanish; by default those in which it rises to its limit.
        """
        return self.directions(source, np.zeros(count))

    def total(self, source: Source) -> Callable[[np.ndarray, bool], LogLikelihood]:
        """The log-likelihood of all rows of a source."""
        return lambda theta, derivatives: source.total(self.log_likelihood(theta, derivatives))
