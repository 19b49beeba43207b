"""The response distribution of a model with one density."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.models.likelihood.likelihood_distribution import LikelihoodDistribution

if TYPE_CHECKING:
    from rglm.models.likelihood.likelihood_fit import LikelihoodFit


class DensityDistribution(LikelihoodDistribution):
    """The distribution of the response by its density."""

    def __init__(self, fit: LikelihoodFit) -> None:
        super().__init__(fit)
        self._density: Any = fit._likelihood_model.density
        self._scalars = fit._likelihood_model.scalars(fit._parameters)

    def observed(self) -> np.ndarray:
        """The response."""
        return self.source.rows.y

    def mean(self) -> np.ndarray:
        """The mean of y."""
        return self._by_row(lambda rows, eta: self._density.mean(eta, self._scalars))

    def variance(self) -> np.ndarray:
        """The variance of y."""
        return self._by_row(lambda rows, eta: self._density.variance(eta, self._scalars))

    def normal_scores(self) -> tuple[np.ndarray, np.ndarray]:
        """The normal quantiles of P(Y < y) and P(Y <= y)."""
        from scipy.special import ndtri

        ends = self._by_row(
            lambda rows, eta: np.column_stack(self._density.cdf_limits(rows.y, eta, self._scalars))
        )
        low, high = ndtri(np.clip(ends, 0, 1)).T
        return low, high

    def simulate(self, rng: np.random.Generator) -> np.ndarray:
        """One response drawn for each row, block by block."""
        drawn = self._by_row(lambda rows, eta: self._density.sample(eta, self._scalars, rng))
        return np.asarray(drawn)
