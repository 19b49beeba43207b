"""The response distribution of zero-inflated and hurdle models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.models.base.likelihood_distribution import LikelihoodDistribution

if TYPE_CHECKING:
    from rglm.design.block import Rows
    from rglm.models.twopart.twopart_fit import TwoPartFit


class TwoPartDistribution(LikelihoodDistribution):
    """The distribution of a count, or of an amount with zeros."""

    def __init__(self, fit: TwoPartFit) -> None:
        super().__init__(fit)
        self._density, self._scalars = (
            fit._likelihood_model.density,
            fit._likelihood_model.scalars(fit._parameters),
        )

    def observed(self) -> np.ndarray:
        """The counts or amounts."""
        return self.source.rows.y

    def mean(self) -> np.ndarray:
        """The mean of y, zeros and all."""
        return self._by_row(lambda rows, eta: self._density.mean(eta, self._scalars))

    def variance(self) -> np.ndarray:
        """The variance of y, zeros and all."""
        return self._by_row(lambda rows, eta: self._density.variance(eta, self._scalars))

    def response_residuals(self) -> np.ndarray:
        """(y - mean) sqrt(weight), as pscl has them."""
        return super().response_residuals() * np.sqrt(self.source.rows.weights)

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

    def zero_probability(self) -> np.ndarray:
        """P(Y = 0), (n,)."""
        return self.count_probabilities(np.zeros(1))[:, 0]

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of some counts k, (n, k)."""
        density, scalars = self._density, self._scalars

        def of_block(rows: Rows, eta: list[np.ndarray]) -> np.ndarray:
            one = np.ones(len(rows.y))
            values = [density.terms(k * one, eta, scalars, False).value for k in counts]
            return np.exp(np.column_stack(values))

        return self._by_row(of_block)
