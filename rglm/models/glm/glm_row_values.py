"""R's components of a glm with a value for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor, weights_at
from rglm.fitting.least_squares.column_fits import ColumnFits
from rglm.fitting.restart import fit_from_nearby
from rglm.models.base.cached import cached
from rglm.models.base.rowwise import row_property
from rglm.models.glm.glm_quantities import GlmQuantities
from rglm.models.glm.response_distribution import GlmDistribution
from rglm.protocol.response_distribution import IrlsDistribution
from rglm.sources.source import by_row_in_threads

if TYPE_CHECKING:
    from rglm.fitting.batched_solvers.fit_arrays import ManyFits


class GlmRowValues(GlmQuantities):
    """Linear predictors, means and weights, and fits of the same rows to other columns."""

    def _response_distribution(self) -> IrlsDistribution:
        return GlmDistribution(self)

    @property
    def _predictor(self) -> Predictor:
        """The linear predictor at the estimates."""
        return Predictor(self.family, self._solution.beta)

    @cached
    def _eta(self) -> np.ndarray:
        return by_row_in_threads(self._rows_source, self._predictor.eta)

    @row_property
    def linear_predictors(self) -> pd.Series:
        """Eta = X beta + offset."""
        return self._row_series(self._eta)

    @row_property
    def fitted_values(self) -> pd.Series:
        """mu, the fitted means."""
        with np.errstate(all="ignore"):
            return self._row_series(self.family.link.linkinv(self._eta))

    @row_property
    def weights(self) -> pd.Series:
        """The working weights of the last iteration."""
        before = self._solution.system_predictor
        weights = by_row_in_threads(self._rows_source, partial(weights_at, before))
        return self._row_series(weights)

    @row_property
    def prior_weights(self) -> pd.Series:
        """The weights given (times the trials, for counts of successes and failures)."""
        return self._row_series(self._rows.weights)

    @row_property
    def y(self) -> pd.Series:
        """The response as it was fitted."""
        return self._row_series(self._rows.y)

    def _augmented_source(
        self, formula: str, terms: Sequence[Any]
    ) -> tuple[Any, list[np.ndarray]]:
        """The rows of the data with the columns of further terms, and the places of those.

        The data are not in memory, and another formula has the terms.
        """
        from rglm.models.glm.glm_rows import read_augmented

        call = replace(self._model_call, borrowed=(self._schema.borrowed,))
        return read_augmented(call, self.family, formula, terms)

    @property
    def _column_fits(self) -> ColumnFits | None:
        """The fits of some of the columns of a linear model; None where they need its rows."""
        sums, tol = self._solution.least_squares, self.control.tol
        return ColumnFits.of_sums(sums, len(self._solution.beta), tol, self.family)

    def _refit_columns(self, columns: np.ndarray, start: np.ndarray | None = None) -> IrlsResult:
        """The same model with only some of its columns: same rows, weights, offset and family."""
        if (known := self._column_fits) is not None:
            return known.fit(columns)
        source = self._cell_source.select(columns)
        intercept = self._schema.parsed.intercept and 0 in columns
        how = self._estimator, source, self.family, self.control
        return fit_from_nearby(
            *how, start, intercept, np.nan if start is None else self.null_deviance
        )

    def _many_fits(
        self,
        y: np.ndarray | None = None,
        frequencies: np.ndarray | None = None,
        weights: np.ndarray | None = None,
    ) -> ManyFits | None:
        if not self._has_many_fits:
            return None
        from rglm.fitting.many_fits.many_fits import many_fits

        source: Any = self._rows_source
        given: Any = {"y": y, "frequencies": frequencies, "weights": weights}
        return many_fits(source, self._estimator, self.family, self.control, **given)
