"""The components of a fitted model, as R names them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import pandas as pd


class ResultComponents(ABC):
    """What ``fit$...`` shows in R, as attributes."""

    @property
    @abstractmethod
    def coefficients(self) -> pd.Series | pd.DataFrame:
        """The estimates, NaN where aliased."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of the estimates, as the covariance has them."""

    @property
    @abstractmethod
    def fitted_values(self) -> pd.Series | pd.DataFrame:
        """The mean of each row, or the probabilities of its levels."""

    @property
    @abstractmethod
    def linear_predictors(self) -> pd.Series | pd.DataFrame:
        """The linear predictor of each row; of several a DataFrame."""

    @property
    @abstractmethod
    def y(self) -> pd.Series | pd.DataFrame:
        """The response of each row."""

    @property
    @abstractmethod
    def prior_weights(self) -> pd.Series:
        """The weights given, else 1."""

    @property
    @abstractmethod
    def offset(self) -> pd.Series | pd.DataFrame | None:
        """The sum of the offsets of each row; None without one, 0 in models of two parts."""

    @property
    @abstractmethod
    def deviance(self) -> float:
        """The deviance; of models by maximum likelihood -2 log-likelihood."""

    @property
    @abstractmethod
    def null_deviance(self) -> float:
        """The deviance of the intercepts (and the offsets) alone."""

    @property
    @abstractmethod
    def aic(self) -> float:
        """Akaike's criterion."""

    @property
    def dispersion(self) -> float:
        """The dispersion; 1 of a model that has none."""
        return 1.0

    @property
    @abstractmethod
    def df_residual(self) -> float:
        """The residual degrees of freedom."""

    @property
    @abstractmethod
    def df_null(self) -> float:
        """The residual degrees of freedom of the intercepts alone."""

    @property
    @abstractmethod
    def rank(self) -> int:
        """The number of coefficients estimated; of `polr` with the cut points."""

    @property
    @abstractmethod
    def edf(self) -> int:
        """The degrees of freedom that `step` counts."""

    @property
    @abstractmethod
    def iter(self) -> int:
        """The number of iterations."""

    @property
    @abstractmethod
    def converged(self) -> bool:
        """Whether the iterations converged."""

    @property
    @abstractmethod
    def cov_unscaled(self) -> np.ndarray:
        """The inverse information in the order of `names`, (p, p), NaN where aliased."""

    @property
    @abstractmethod
    def formula(self) -> str:
        """The formula, as R writes it."""

    @property
    @abstractmethod
    def terms(self) -> tuple[str, ...]:
        """The labels of the terms, in R's order."""

    @property
    @abstractmethod
    def xlevels(self) -> dict[str, list[str]]:
        """The levels of each factor."""

    @property
    @abstractmethod
    def contrasts(self) -> dict[str, Any]:
        """The contrasts of each factor."""

    @property
    @abstractmethod
    def model_name(self) -> str:
        """The model in a word or two, for tables."""

    @property
    @abstractmethod
    def call(self) -> str:
        """The call, as R would print it."""
