"""R's components of a fit by weighted least squares that are not of each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.fitting.cell_likelihood import cells_of_fit, cells_of_means
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.models.base.cached import cached
from rglm.models.base.fitted_model import FittedModel
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart

if TYPE_CHECKING:
    from rglm.inference.covariance.full_leverage import LeverageCorrection
    from rglm.sources.cells.cells import Cells
    from rglm.sources.memory import MemorySource
    from rglm.sources.row_sums import RowSums
    from rglm.sources.source import Source


class GlmComponents(FittedModel, HasLeverage):
    """What ``fit$...`` shows of all rows.

    Sums over the rows (null deviance, dispersion) are computed when they are asked for, and kept.
    """

    _function_name = "glm"
    _kept_by_strip: tuple[str, ...] = ("_row_sums", "null_deviance", "aic", "dispersion", "call")

    def __init__(
        self,
        solution: IrlsResult,
        source: Any,
        schema: Schema,
        family: Any,
        control: Control,
        estimator: Estimator,
        *,
        success: str | None,
        **fit_arguments: Any,
    ) -> None:
        super().__init__(solution, source, [schema], control, **fit_arguments)
        self.family, self._estimator, self.success = family, estimator, success

    @property
    def _cells(self) -> Cells | None:
        """The cells of the rows; None where these are not many more.

        An error where they are of rows that were written to.
        """
        cells = self._unchecked_cells
        if cells is not None:
            cells.observations.check()
        return cells

    @cached
    def _unchecked_cells(self) -> Cells | None:
        return cells_of_fit(self._rows_source, self.family, self._estimator)

    @property
    def _cell_source(self) -> Source:
        return self._rows_source if self._cells is None else self._cell_means

    @cached
    def _cell_means(self) -> MemorySource:
        """A row for each cell, of a fit that has them."""
        assert self._cells is not None
        return cells_of_means(self._cells, self.family)

    @cached
    def _row_sums(self) -> RowSums:
        return self._rows_source.row_sums if self._cells is None else self._cells.row_sums

    @property
    def coefficients(self) -> pd.Series:
        """The estimates under R's names, NaN where aliased."""
        return self._estimates

    @property
    def deviance(self) -> float:
        """Twice the log-likelihood ratio against the saturated model, unscaled."""
        return self._solution.deviance

    @property
    def rank(self) -> int:
        """The number of coefficients estimated."""
        return self._solution.rank

    @property
    def iter(self) -> int:
        """The number of Fisher scoring iterations."""
        return self._solution.iter

    @property
    def converged(self) -> bool:
        """Whether the deviance settled within ``maxit`` iterations."""
        return self._solution.converged

    @property
    def method(self) -> str:
        """How the coefficients were estimated: ``"glm_fit"``, ``"brglm"``, or ``"qr"`` of lm."""
        return self._estimator.name

    @property
    def _is_maximum_likelihood(self) -> bool:
        """Whether the estimates are at the maximum of a likelihood."""
        return self._estimator.maximises

    def _robust_covariance(
        self, places: np.ndarray, type: str | None, cluster: Any
    ) -> pd.DataFrame:
        """A robust covariance of some coefficients; see `vcov`."""
        from rglm.inference.covariance.robust import robust_vcov

        return robust_vcov(self, places, type, cluster)

    def _estimable_scores(self) -> np.ndarray:
        from rglm.inference.covariance.robust import estimable_scores

        return estimable_scores(self)

    def _profile_limits(self, places: Sequence[int], z: float) -> np.ndarray:
        """Where the profile deviance of some coefficients has risen by z^2 dispersions, (k, 2)."""
        from rglm.inference.intervals.profile_limits import profile_limits

        return profile_limits(self, places, z)

    @property
    def _has_t_tests(self) -> bool:
        """Whether tests and intervals of predictions are Student's t: where the dispersion is
        estimated by Pearson's chi-square. The intervals of `confint` are normal in any case.
        """
        return self._estimator.maximises and bool(np.isnan(self.family.dispersion))

    @property
    def boundary(self) -> bool:
        """Whether a step had to be shortened to stay inside the family's range."""
        return self._solution.boundary

    @property
    def df_residual(self) -> int:
        """Rows with a weight less the rank."""
        return int(self._row_sums.informative) - self.rank

    @property
    def edf(self) -> int:
        """Rows, weight 0 or not, less the residual degrees of freedom: what `step` counts."""
        return int(self._row_sums.n) - self.df_residual

    @property
    def df_null(self) -> int:
        """Rows with a weight less one for the intercept."""
        return int(self._row_sums.informative) - int(self._schema.parsed.intercept)

    @cached
    def null_deviance(self) -> float:
        """The deviance of the intercept (and the offset) alone."""
        intercept = self._schema.parsed.intercept
        null_deviance = self._estimator.null_deviance
        return null_deviance(self._cell_source, self.family, self.control, intercept)

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        return self.family.auxiliary_parameters

    @property
    def _has_count_response(self) -> bool:
        """Whether the family is one of counts."""
        return self.family.is_count

    @cached
    def _score_dispersion(self) -> float:
        from rglm.inference.covariance.estfun import score_dispersion

        return score_dispersion(self)

    @cached
    def _leverage_correction(self) -> LeverageCorrection:
        from rglm.inference.covariance.full_leverage import leverage_correction

        return leverage_correction(self)

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        part = PredictorPart(self.family.distribution_name, self.family.link.name)
        return LikelihoodStructure("one part", {"mean": part})
