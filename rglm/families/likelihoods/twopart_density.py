"""The base class of densities with a count or positive part and a zero part."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.families.likelihoods.row_density import Predictors, Scalars

Quantity: TypeAlias = Callable[[Predictors, Scalars], np.ndarray]


class TwoPartDensity(ResponseDensity):
    """A density of predictors eta_0, of the count or positive part, and eta_1, of the zeros."""

    @property
    def predictors(self) -> int:
        """Two."""
        return 2

    @property
    def has_count_response(self) -> bool:
        """Whether y is a count, and not an amount."""
        return True

    @property
    def spread_parameter(self) -> str | None:
        """The parameter of the variance of an amount about its mean."""
        return None

    @abstractmethod
    def count_mean(self, eta: Predictors, scalars: Scalars) -> np.ndarray:
        """Return the mean of the count or positive part, ``predict(type="count")``."""

    @abstractmethod
    def zero_quantity(self, eta: Predictors, scalars: Scalars) -> np.ndarray:
        """Return what ``predict(type="zero")`` is."""

    def quantity(self, type: str) -> Quantity:
        """Return the function of ``predict(type=)``: response, count or zero."""
        return {"response": self.mean, "count": self.count_mean, "zero": self.zero_quantity}[type]

    @abstractmethod
    def log_zero_part(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the logarithms of both probabilities of the zero part, of its predictor."""

    @abstractmethod
    def probabilities(self, eta: Predictors, scalars: Scalars, last: int) -> np.ndarray:
        """Return the (n, last + 1) probabilities of the counts 0, 1, ..., last."""

    def zero_probability(self, eta: Predictors, scalars: Scalars) -> np.ndarray:
        """Return P(Y = 0), (n,)."""
        return self.probabilities(eta, scalars, 0)[:, 0]
