"""The normal distribution of the response of a linear model."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.protocol.response_distribution import IrlsDistribution

if TYPE_CHECKING:
    from rglm.models.lm.lm_components import LmComponents


class LinearDistribution(IrlsDistribution):
    """y is normal with mean X beta + offset and variance sigma^2 / w, w the weight."""

    def __init__(self, fit: LmComponents) -> None:
        super().__init__(fit._rows_source)
        self._fit = fit

    @cached_property
    def _root_weights(self) -> np.ndarray:
        return np.sqrt(self.source.rows.weights)

    def observed(self) -> np.ndarray:
        """The response."""
        return self.source.rows.y

    def mean(self) -> np.ndarray:
        """X beta + offset."""
        return self._fit._eta

    def variance(self) -> np.ndarray:
        """1, for a sigma and a weight of 1."""
        return np.ones(self.source.nrows)

    def pearson_residuals(self) -> np.ndarray:
        """sqrt(w) (y - mean)."""
        return self.response_residuals() * self._root_weights

    def deviance_residuals(self) -> np.ndarray:
        """sqrt(w) (y - mean)."""
        return self.pearson_residuals()

    def working_residuals(self) -> np.ndarray:
        """Y - mean."""
        return self.response_residuals()

    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """Pearson residuals over sigma, twice; NaN where the weight is 0."""
        with np.errstate(all="ignore"):
            scores = self.pearson_residuals() / self._fit.sigma
        scores = np.where(self.source.rows.weights > 0, scores, np.nan)
        return scores, scores

    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """One response drawn for each row; NaN where the weight is 0.

        Raises
        ------
        ValueError
            The fit leaves no residual degrees of freedom to estimate sigma by.
        """
        sigma = self._fit.sigma
        if np.isnan(sigma):
            raise ValueError(
                f"{self._fit._function_name}: there is no sigma to draw responses with, as "
                "the fit leaves no residual degrees of freedom"
            )
        with np.errstate(divide="ignore"):
            spread = sigma / self._root_weights
        spread = np.where(np.isfinite(spread), spread, np.nan)
        return self.mean() + spread * rng.standard_normal(self.source.nrows)

    def drawn_columns(self, name: str, drawn: np.ndarray) -> Mapping[Hashable, Any]:
        """A column of measurements."""
        return {name: drawn}

    def log_density(self) -> np.ndarray:
        """The log-likelihood of each row at the variance RSS / n; 0 where the weight is 0."""
        fit, weights = self._fit, self.source.rows.weights
        with np.errstate(all="ignore"):
            variance = fit.deviance / fit._row_sums.informative / weights
            squares = self.response_residuals() ** 2 / variance
            density = -(np.log(2 * np.pi * variance) + squares) / 2
        return np.where(weights > 0, density, 0.0)
