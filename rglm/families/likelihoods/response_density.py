"""The density of a response with all that a fitted model asks of it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Literal, TypeAlias

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import ModelDensity, Predictors, Scalars
from rglm.families.numerics.differences import difference_slopes

Scale: TypeAlias = Literal["identity", "log", "logit"]


class ResponseDensity(ModelDensity):
    """The distribution of a response y given linear predictors eta_k and scalars.

    A user's own is a frozen dataclass too, whose scalars are logarithms: ``("Log(sigma)",)``.
    """

    @property
    def mean_scale(self) -> Scale:
        """Where intervals of the mean are made: "log" keeps them above 0, "logit" in (0, 1)."""
        return "identity"

    @abstractmethod
    def mean(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return the mean of y."""

    def mean_slopes(self, eta: Predictors, scalars: Scalars) -> list[np.ndarray]:
        """Return the derivatives of the mean by each predictor, then by each scalar.

        By default they are differences, good to 12 digits.
        """
        return difference_slopes(self.mean, eta, scalars)

    @abstractmethod
    def variance(self, eta: Predictors, scalars: Scalars = ()) -> np.ndarray:
        """Return the variance of y."""

    @abstractmethod
    def cdf_limits(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return P(Y < y) and P(Y <= y)."""

    @abstractmethod
    def sample(self, eta: Predictors, scalars: Scalars, rng: np.random.Generator) -> np.ndarray:
        """Draw a response for each row."""

    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return the constraints on directions in which the likelihood rises to its limit.

        By default there is no such direction.
        """
        return [Constraint(factors, np.zeros(len(y))) for factors in np.eye(self.predictors)]

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return the mean of n rows at S points (n, S), by default one point after the other."""
        points = range(np.shape(scalars)[1])
        means = [self.mean([part[:, s] for part in eta], scalars[:, s]) for s in points]
        return np.stack(means, axis=1)

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random responses (n, S), by default one point after the other."""
        points = range(np.shape(scalars)[1])
        drawn = [self.sample([part[:, s] for part in eta], scalars[:, s], rng) for s in points]
        return np.stack(drawn, axis=1)
