"""What a model of two parts estimates beside its coefficients: theta, sigma, shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


class AuxiliaryParameters:
    """The scalars of the likelihood, which are logarithms, and the parameters themselves."""

    _likelihood_model: Any
    _parameters: np.ndarray
    _solution: Any

    @property
    def scalars(self) -> pd.Series:
        """The parameters that are no coefficients."""
        names = list(self._likelihood_model.density.scalars)
        return pd.Series(self._likelihood_model.scalars(self._parameters), index=names)

    @property
    def _auxiliary_errors(self) -> pd.Series:
        """Their standard errors."""
        errors = np.sqrt(np.diag(self._solution.covariance))
        names = list(self._likelihood_model.density.scalars)
        return pd.Series(errors[len(errors) - len(names) :], index=names)

    def _auxiliary_value(self, name: str) -> float | None:
        """The exponential of one of the scalars; None if there is none of the name."""
        found = self.scalars.get(name)
        with np.errstate(over="ignore"):  # infinite, where its logarithm runs away
            return None if found is None else float(np.exp(found))

    def _auxiliary_error(self, name: str) -> float | None:
        """Its standard error, by the delta method."""
        found = self._auxiliary_value(name)
        return None if found is None else found * float(self._auxiliary_errors[name])

    @property
    def theta(self) -> float | None:
        """The shape of the negative binomial count part."""
        return self._auxiliary_value("Log(theta)")

    @property
    def SE_theta(self) -> float | None:
        """Its standard error."""
        return self._auxiliary_error("Log(theta)")

    @property
    def SE_logtheta(self) -> float | None:
        """The standard error of log(theta)."""
        found = self._auxiliary_errors.get("Log(theta)")
        return None if found is None else float(found)

    @property
    def zero_theta(self) -> float | None:
        """The shape of the negative binomial zero part of a hurdle."""
        return self._auxiliary_value("zero_Log(theta)")

    @property
    def SE_zero_theta(self) -> float | None:
        """Its standard error."""
        return self._auxiliary_error("zero_Log(theta)")

    @property
    def sigma(self) -> float | None:
        """The standard deviation of log y above zero, of a lognormal amount."""
        return self._auxiliary_value("Log(sigma)")

    @property
    def SE_sigma(self) -> float | None:
        """Its standard error."""
        return self._auxiliary_error("Log(sigma)")

    @property
    def shape(self) -> float | None:
        """The shape of a gamma amount."""
        return self._auxiliary_value("Log(shape)")

    @property
    def SE_shape(self) -> float | None:
        """Its standard error."""
        return self._auxiliary_error("Log(shape)")
