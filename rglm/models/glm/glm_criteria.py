"""The family's part of a glm: name, dispersion, likelihood, and where it has no maximum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.fitting.irls.fit_statistics import pearson_chi2, total_aic
from rglm.fitting.separation.separation_directions import may_be_separated
from rglm.models.base.cached import cached
from rglm.models.base.fitted_model import CRITERIA, PSEUDO_R2
from rglm.models.glm.glm_components import GlmComponents
from rglm.protocol.loglik import LogLik, NullComparison

if TYPE_CHECKING:
    from rglm.inference.diagnostics.separation import Separation
    from rglm.inference.selection.single_term_models import SingleTermModels
    from rglm.models.glm.null_model import NullModel


class GlmCriteria(GlmComponents):
    """What the family of a glm determines, and a linear model has otherwise."""

    _analysis: str = "deviance"
    _glance_columns: tuple[str, ...] = (
        "null_deviance",
        "df_null",
        *CRITERIA,
        *PSEUDO_R2,
    )

    @property
    def model_name(self) -> str:
        """``binomial (logit)``."""
        return f"{self.family.name} ({self.family.link.name})"

    @property
    def _plotted_residuals(self) -> str:
        return "deviance"

    @property
    def _has_profile_intervals(self) -> bool:
        """Whether ``confint()`` profiles the likelihood unless told otherwise."""
        return self._is_maximum_likelihood

    @cached
    def dispersion(self) -> float:
        """1 where the family knows it, else Pearson's chi-square over ``df_residual``.

        By ``method="brglm"`` the bias-reduced estimate.
        """
        if self._solution.dispersion is not None:
            return self._solution.dispersion
        if not np.isnan(self.family.dispersion):
            return self.family.dispersion
        if self.df_residual <= 0:
            return np.nan
        return self._pearson_chi2() / self.df_residual

    def _pearson_chi2(self) -> float:
        """Pearson's chi-square: of the last pass of the fit, or from one more."""
        solution = self._solution
        known = {} if solution.closing is None else solution.closing.of(self.family)
        if "pearson" in known:
            return known["pearson"]
        return pearson_chi2(self._cell_source, self._predictor, solution.system_predictor)

    @property
    def _deletion_residual_df(self) -> float:
        """Infinite: a studentized residual is normal, as car has it for any glm."""
        return np.inf

    @property
    def sigma(self) -> float:
        """Sqrt(deviance / df_residual), R's ``sigma()``; NaN without residual df.

        The scale of the model is sqrt(dispersion), which takes Pearson's chi-square.
        """
        df = self.df_residual
        return float(np.sqrt(self.deviance / df)) if df > 0 else np.nan

    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom; R's ``logLik``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> fit.logLik()
        'log Lik.' -277.9988 (df=2)
        """
        df = self.rank + self.family.extra_parameters
        return LogLik(df - self.aic / 2, df=df, nobs=int(self._row_sums.n))

    def _penalized_criterion(self, edf: int, k: float, scale: float) -> float:
        """Akaike's criterion by which `step` chooses, with a weight of k for each of edf."""
        return float(self.aic + (k - 2) * edf)

    def _single_term_table(self, models: SingleTermModels, scale: float, k: float) -> pd.DataFrame:
        """The table of R's ``drop1`` without a test, as `step` shows it."""
        from rglm.inference.selection.selection_table import selection_table

        return selection_table(self, models, None, scale, k).table

    @cached
    def aic(self) -> float:
        """Akaike's criterion; NaN for the quasi families."""
        cells = self._cells
        source = self._rows_source if cells is None else cells.observations
        sums = self._row_sums
        return total_aic(source, self.family, self._predictor, self.deviance, sums) + 2 * self.rank

    @cached
    def _null_comparison(self) -> NullComparison:
        """The log-likelihood beside that of the intercept (and the offset) alone."""
        from rglm.models.glm.null_model import null_comparison

        return null_comparison(self)

    def _null_model(self) -> NullModel:
        """The fit of the same responses to a constant."""
        from rglm.models.glm.null_model import null_model

        return null_model(self, self._cell_source.constant())

    @cached
    def separated(self) -> Separation | None:
        """The `Separation` of a fit whose coefficients are infinite; None for all others."""
        if not self._estimator.maximises:
            return None
        if not may_be_separated(
            self._cell_source, self.family, self._solution, self.control.epsilon
        ):
            return None
        from rglm.inference.diagnostics.separation import separation

        return separation(self) or None

    def _limits(self) -> np.ndarray:
        return (
            self.separated.table["limit"].to_numpy().copy()
            if self.separated
            else super()._limits()
        )

    def _is_without_maximum(self) -> np.ndarray:
        separated = self.separated
        if not separated:
            return super()._is_without_maximum()
        return ~np.isfinite(separated.table["limit"].to_numpy()) | separated.complete
