"""R's components of a glm: what ``fit$...`` shows, as attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.frame.schema import Schema
from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.fitting.irls.fit_statistics import pearson_chi2, total_aic
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.irls.working_statistics import Predictor, weights_at
from rglm.fitting.restart import fit_from_nearby
from rglm.fitting.separation.separation_directions import may_be_separated
from rglm.models.base.cached import cached
from rglm.models.base.fitted_model import CRITERIA, FittedModel
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.rowwise import row_property
from rglm.models.glm.response_distribution import GlmDistribution
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.loglik import LogLik

if TYPE_CHECKING:
    from rglm.inference.covariance import estfun as _estfun
    from rglm.inference.covariance.full_leverage import LeverageCorrection
    from rglm.inference.diagnostics import deletion as _deletion
    from rglm.inference.diagnostics import dispersion as _dispersion
    from rglm.inference.diagnostics import influence as _influence
    from rglm.inference.diagnostics import residuals as _residuals
    from rglm.inference.diagnostics import separation as _separation
    from rglm.inference.intervals import profile as _profile
    from rglm.inference.prediction import predict as _predict
    from rglm.inference.selection import drop_add as _drop_add
    from rglm.inference.tables import augment as _augment
    from rglm.inference.tables import summary as _summary
    from rglm.integrations import marginal as _marginal
    from rglm.plots import fitted_curve as _fitted_curve
    from rglm.plots import rootogram as _rootogram

LEVERAGES = ("_leverage_correction",)  # what leverages need of all rows


class GlmResult(FittedModel, HasLeverage):
    """The base class of the fits of `glm` and `glm_nb`.

    Sums over the rows (null deviance, AIC, dispersion) and values of each row are computed when
    they are asked for, and kept.
    """

    _function_name = "glm"
    _glance_columns: tuple[str, ...] = ("null_deviance", "df_null", *CRITERIA)
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

    # what the solution says

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
        """How the coefficients were estimated: ``"glm_fit"`` or ``"brglm"``."""
        return self._estimator.name

    @property
    def _plotted_residuals(self) -> str:
        return "deviance"

    @property
    def _is_maximum_likelihood(self) -> bool:
        """Whether the estimates are at the maximum of a likelihood."""
        return self._estimator.maximises

    @property
    def _has_profile_intervals(self) -> bool:
        """Whether ``confint()`` profiles the likelihood unless told otherwise."""
        return self._is_maximum_likelihood

    def _robust_covariance(
        self, places: np.ndarray, type: str | None, cluster: Any
    ) -> pd.DataFrame:
        """A robust covariance of some coefficients; see `vcov`."""
        from rglm.inference.covariance.robust import robust_vcov

        return robust_vcov(self, places, type, cluster)

    def _profile_limits(self, places: Sequence[int], z: float) -> np.ndarray:
        """Where the profile deviance of some coefficients has risen by z^2 dispersions, (k, 2)."""
        from rglm.inference.intervals.profile_limits import profile_limits

        return profile_limits(self, places, z)

    @property
    def _has_t_tests(self) -> bool:
        """Whether tests and intervals are Student's t: where the dispersion is estimated by
        Pearson's chi-square; else they are normal.
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
    def model_name(self) -> str:
        """``binomial (logit)``."""
        return f"{self.family.name} ({self.family.link.name})"

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
        return null_deviance(self._rows_source, self.family, self.control, intercept)

    @property
    def _null_loglik(self) -> float:
        """The log-likelihood of the intercept (and the offset) alone.

        It is NaN where the dispersion or theta is estimated, by which it would differ too.
        """
        if not (self.family.is_fixed_by_mean and self._estimator.maximises):
            return np.nan
        drop = (self.null_deviance - self.deviance) / (2 * self.family.dispersion)
        return float(self.logLik()) - drop

    @cached
    def aic(self) -> float:
        """Akaike's criterion; NaN for the quasi families."""
        value = total_aic(
            self._rows_source, self.family, self._predictor, self.deviance, self._row_sums
        )
        return value + 2 * self.rank

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
        chi2 = pearson_chi2(self._rows_source, self._predictor, self._solution.system_predictor)
        return chi2 / self.df_residual

    @cached
    def separated(self) -> Any:
        """The `Separation` of a fit whose coefficients are infinite; None for all others."""
        if not self._estimator.maximises:
            return None
        if not may_be_separated(
            self._rows_source, self.family, self._solution, self.control.epsilon
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

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        return self.family.auxiliary_parameters

    def _is_without_maximum(self) -> np.ndarray:
        separated = self.separated
        if not separated:
            return super()._is_without_maximum()
        return ~np.isfinite(separated.table["limit"].to_numpy()) | separated.complete

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

    # what each row says

    def _response_distribution(self) -> GlmDistribution:
        return GlmDistribution(self)

    @property
    def _predictor(self) -> Predictor:
        """The linear predictor at the estimates."""
        return Predictor(self.family, self._solution.beta)

    @cached
    def _eta(self) -> np.ndarray:
        return self._rows_source.by_row(self._predictor.eta)

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
        return self._row_series(self._rows_source.by_row(lambda block: weights_at(before, block)))

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

    def _refit_columns(self, columns: np.ndarray, start: np.ndarray | None = None) -> IrlsResult:
        """The same model with only some of its columns: same rows, weights, offset and family."""
        source = self._rows_source.select(columns)
        intercept = self._schema.parsed.intercept and 0 in columns
        how = self._estimator, source, self.family, self.control
        return fit_from_nearby(
            *how, start, intercept, np.nan if start is None else self.null_deviance
        )

    def nobs(self) -> int:
        """The number of rows with a weight; R's ``nobs``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> fit.nobs()
        54
        """
        return int(self._row_sums.informative)

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

    def _print_footer(self) -> list[str]:
        """The lines of the summary page below R's page of a glm."""
        return []

    def _penalized_criterion(self, edf: int, k: float) -> float:
        """Akaike's criterion by which `step` chooses, with a weight of k for each of edf degrees
        of freedom.
        """
        return float(self.aic + (k - 2) * edf)

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.inference.tables import print_pages

        return print_pages.short_page(self)

    def _repr_html_(self) -> str:
        from rglm.inference.tables import print_pages

        return print_pages.short_page_html(self)

    if TYPE_CHECKING:
        summary = _summary.summary
        predict = _predict.predict
        residuals = _residuals.residuals
        profile = _profile.profile
        estfun = _estfun.estfun
        drop1 = _drop_add.drop1
        add1 = _drop_add.add1
        hatvalues = _influence.hatvalues
        rstandard = _influence.rstandard
        cooks_distance = _influence.cooks_distance
        rstudent = _deletion.rstudent
        dffits = _deletion.dffits
        dfbeta = _deletion.dfbeta
        dfbetas = _deletion.dfbetas
        covratio = _deletion.covratio
        influence = _deletion.influence
        influence_measures = _deletion.influence_measures
        gof = _dispersion.gof
        check_overdispersion = _dispersion.check_overdispersion
        separation = _separation.separation
        augment = _augment.augment
        marginal = _marginal.marginal
        plot_fit = _fitted_curve.plot_fit
        rootogram = _rootogram.rootogram
    else:
        summary = lazy_method("inference.tables.summary")
        predict = lazy_method("inference.prediction.predict", rows=True)
        residuals = lazy_method("inference.diagnostics.residuals", rows=True)
        profile = lazy_method("inference.intervals.profile")
        estfun = lazy_method(
            "inference.covariance.estfun", rows=True, needs=("_score_dispersion",)
        )
        drop1 = lazy_method("inference.selection.drop_add")
        add1 = lazy_method("inference.selection.drop_add")
        hatvalues = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        rstandard = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        cooks_distance = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        rstudent = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dffits = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dfbeta = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dfbetas = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        covratio = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        influence = lazy_method("inference.diagnostics.deletion")
        influence_measures = lazy_method("inference.diagnostics.deletion")
        gof = lazy_method("inference.diagnostics.dispersion")
        check_overdispersion = lazy_method("inference.diagnostics.dispersion")
        separation = lazy_method("inference.diagnostics.separation")
        augment = lazy_method("inference.tables.augment", rows=True, needs=LEVERAGES)
        marginal = lazy_method("integrations.marginal")
        plot_fit = lazy_method("plots.fitted_curve", sample=True)
        rootogram = lazy_method("plots.rootogram", sample=True)
