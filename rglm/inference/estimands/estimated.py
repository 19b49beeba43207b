"""Estimands at the estimates of a fit: values, standard errors and covariance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.inference.estimands.estimands import Combination, Estimands
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True)
class Parameters:
    """The parameters of a fit, and how sure they are.

    Attributes
    ----------
    values : (P,) float array
    covariance : (P, P) float array
    df : float
        The degrees of freedom of Student's t; infinite of the normal distribution.
    """

    values: np.ndarray
    covariance: np.ndarray
    df: float

    @classmethod
    def of(cls, fit: ModelResult, vcov: Vcov = None, df: float | None = None) -> Parameters:
        """Those of a fit, with the covariance that ``vcov=`` asks for."""
        if df is None:
            df = float(fit.df_residual) if fit._has_t_tests else np.inf
        return cls(fit._parameters, fit._parameter_covariance(vcov), df)


@dataclass(frozen=True)
class Estimated:
    """Estimands of a fit: NaN where the data do not determine them.

    Attributes
    ----------
    estimands : Estimands
    parameters : Parameters
    """

    estimands: Estimands
    parameters: Parameters

    @cached_property
    def _at_estimates(self) -> tuple[np.ndarray, np.ndarray]:
        value, jacobian = self.estimands.at(self.parameters.values)
        known = self.is_estimable
        return np.where(known, value, np.nan), np.where(known[:, None], jacobian, np.nan)

    @cached_property
    def is_estimable(self) -> np.ndarray:
        """Whether the data determine each, (k,) bool."""
        return self.estimands.is_estimable

    @cached_property
    def _moments(self) -> tuple[np.ndarray, np.ndarray]:
        """The values and their variances."""
        covariance = self.parameters.covariance
        given = self.estimands.moments(self.parameters.values, covariance)
        if given is None:
            value, j = self._at_estimates
            return value, np.einsum("ij,ij->i", j @ covariance, j)
        known = self.is_estimable
        return np.where(known, given[0], np.nan), np.where(known, given[1], np.nan)

    @property
    def value(self) -> np.ndarray:
        """The estimates, (k,)."""
        return self._moments[0]

    @property
    def jacobian(self) -> np.ndarray:
        """Their derivatives by the parameters, (k, P)."""
        return self._at_estimates[1]

    @cached_property
    def covariance(self) -> np.ndarray:
        """J V J', the covariance of the estimates by the delta method, (k, k)."""
        jacobian: np.ndarray = self.jacobian
        out: np.ndarray = jacobian @ self.parameters.covariance @ jacobian.T
        return out

    @cached_property
    def errors(self) -> np.ndarray:
        """The standard errors, (k,)."""
        variances = self._moments[1]
        return np.sqrt(np.where(variances < 0, 0.0, variances))

    def __len__(self) -> int:
        return len(self.estimands)

    def combined(self, matrix: np.ndarray, offset: np.ndarray | None = None) -> Estimated:
        """Linear combinations of the estimands."""
        return Estimated(Combination(self.estimands, matrix, offset), self.parameters)

    def take(self, places: np.ndarray) -> Estimated:
        """Some of the estimands."""
        return self.combined(np.eye(len(self))[places])
