"""The base class of densities with a count or positive part and a zero part."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np

from rglm.families.likelihoods.response_density import ResponseDensity
from rglm.families.likelihoods.row_density import Predictors, RowTerms, Scalars


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

    def log_quantity(self, type: str, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return the logarithm of a quantity of each row, with its derivatives.

        Parameters
        ----------
        type : {"response", "count", "zero", "prob0"}
            What ``predict(type=)`` is: the mean of y, that of the count or positive part without
            inflation or truncation, what the zero part says; or P(Y = 0).
        """
        if type == "prob0":
            return self.terms(np.zeros(len(eta[0])), eta, scalars)
        functions = {"response": self.log_mean, "count": self.log_count_mean}
        return functions.get(type, self.log_zero_quantity)(eta, scalars)

    @abstractmethod
    def log_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return the logarithm of the mean of y."""

    @abstractmethod
    def log_count_mean(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return the logarithm of the mean of the count or positive part."""

    @abstractmethod
    def log_zero_quantity(self, eta: Predictors, scalars: Scalars) -> RowTerms:
        """Return the logarithm of what ``predict(type="zero")`` is."""

    def mean_slopes(self, eta: Predictors, scalars: Scalars) -> list[np.ndarray]:
        """Return the derivatives of the mean."""
        terms = self.log_mean(eta, scalars)
        return [np.exp(terms.value) * part for part in terms.first]

    @abstractmethod
    def log_zero_part(self, eta: np.ndarray, scalars: Scalars) -> tuple[np.ndarray, np.ndarray]:
        """Return the logarithms of both probabilities of the zero part, of its predictor."""

    @abstractmethod
    def probabilities(self, eta: Predictors, scalars: Scalars, last: int) -> np.ndarray:
        """Return the (n, last + 1) probabilities of the counts 0, 1, ..., last."""
