"""The response distribution of zero-inflated and hurdle models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rglm.models.density.response_distribution import DensityDistribution

if TYPE_CHECKING:
    from rglm.design.block import Rows


class TwoPartDistribution(DensityDistribution):
    """The distribution of a count, or of an amount with zeros; mean and variance count zeros."""

    def response_residuals(self) -> np.ndarray:
        """(y - mean) sqrt(weight), as pscl has them."""
        return super().response_residuals() * np.sqrt(self.source.rows.weights)

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

    def count_cdf(self, counts: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """P(Y <= k) of some counts k at the rows at some places."""
        eta, one = list(self._predictors[:, rows]), np.ones(len(rows))
        ends = [self._density.cdf_limits(k * one, eta, self._scalars)[1] for k in counts]
        return np.column_stack(ends)
