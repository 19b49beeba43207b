"""The base of the response distributions of models by maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rglm.design.block import Rows
from rglm.protocol.response_distribution import ResponseDistribution

if TYPE_CHECKING:
    from rglm.models.likelihood.likelihood_fit import LikelihoodFit


class LikelihoodDistribution(ResponseDistribution):
    """The response distribution of a model fitted by maximum likelihood."""

    def __init__(self, fit: LikelihoodFit) -> None:
        super().__init__(fit._rows_source)
        self._model, self._parameters, self._block_predictors = (
            fit._likelihood_model,
            fit._parameters,
            fit._block_predictors,
        )

    def log_density(self) -> np.ndarray:
        """The log-likelihood of each row, times its prior weight, (n,)."""
        values = self.source.by_row(self._model.values(self._parameters))
        weights = self.source.rows.weights
        return np.where(weights > 0, weights * values, 0.0)

    @cached_property
    def _predictors(self) -> np.ndarray:
        """The linear predictors of all rows, (k, n)."""
        values = self.source.by_row(lambda block: np.column_stack(self._block_predictors(block)))
        return np.ascontiguousarray(values.T)

    def _by_row(self, function: Callable[[Rows, list[np.ndarray]], np.ndarray]) -> np.ndarray:
        """A function of the rows and the linear predictors of each block, for all rows."""
        eta = self._predictors
        return self.source.by_row(
            lambda block: function(block.rows, list(eta[:, block.row_slice]))
        )
