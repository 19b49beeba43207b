"""The base class of the fits by maximum likelihood that are no glm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.base.cached import cached
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.rowwise import row_property
from rglm.models.likelihood.linear_predictors import LinearPredictors
from rglm.protocol.likelihood_estimates import LikelihoodEstimates
from rglm.protocol.loglik import LogLik, NullComparison
from rglm.sources.cells.equal_rows import equal_rows
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.fitting.newton.newton_method import Objective
    from rglm.inference.covariance import likelihood_estfun as _likelihood_estfun
    from rglm.inference.goodness_of_fit import r2 as _r2
    from rglm.inference.hypothesis_tests import likelihood_anova as _likelihood_anova
    from rglm.inference.intervals import likelihood_profile as _likelihood_profile
    from rglm.inference.selection import likelihood_drop_add as _likelihood_drop_add
    from rglm.inference.tables import likelihood_augment as _likelihood_augment
    from rglm.plots import profile_plot as _profile_plot
    from rglm.sources.source import Source


class LikelihoodFit(LinearPredictors):
    """A fit at the maximum of a likelihood, with standard errors from its Hessian."""

    _weights_count_observations = True

    def __init__(
        self,
        solution: LikelihoodEstimates,
        *args: Any,
        model: Any,
        triangles: Sequence[Any],
        **fit_arguments: Any,
    ) -> None:
        super().__init__(solution, *args, **fit_arguments)
        self._likelihood_model = model
        # of the columns of each part of the formula, where some are aliased
        self._design_triangles = [t if t and t.rank < len(t.order) else None for t in triangles]
        sizes = self._source.row_sums
        self._informative_row_count, self._weight_sum = sizes.informative, sizes.weight

    @cached
    def _equal_rows(self) -> Source | None:
        """A row for all that are equal but for their weights; None where that does not pay."""
        return equal_rows(self._rows_source)

    @property
    def _cell_source(self) -> Source:
        return self._rows_source if self._equal_rows is None else self._equal_rows

    @property
    def _spread_parameter(self) -> str | None:
        return None

    @property
    def _overdispersion_alternatives(self) -> Mapping[str, str]:
        return {}

    @property
    def _parameters(self) -> np.ndarray:
        """All that was maximised over: the estimates that are not aliased, then the others."""
        return self._solution.maximum.theta

    @property
    def converged(self) -> bool:
        """Whether the maximum was reached."""
        return self._solution.maximum.converged

    @property
    def iter(self) -> int:
        """The number of Newton steps."""
        return self._solution.maximum.iter

    @property
    def edf(self) -> int:
        """The number of parameters estimated."""
        return len(self._parameters)

    def _limits(self) -> np.ndarray:
        limits, step = super()._limits(), self._solution.maximum.infinite_step
        if step is not None:
            estimable = self._solution.system.estimable
            signs = np.sign(step[: len(estimable)])
            limits[estimable[signs != 0]] = signs[signs != 0] * np.inf
        return limits

    def _penalized_criterion(self, edf: int, k: float, scale: float) -> float:
        """-2 log-likelihood and k for each degree of freedom."""
        return self.deviance + k * edf

    @property
    def _observation_count(self) -> float:
        """The sum of the weights, of a model whose weights count observations."""
        return (
            int(self._weight_sum)
            if self._weight_sum == int(self._weight_sum)
            else float(self._weight_sum)
        )

    def nobs(self) -> float:
        """The number of rows with a weight; R's ``nobs``."""
        return self._informative_row_count

    @property
    def df_residual(self) -> float:
        """`nobs` less the parameters."""
        return self.nobs() - self.edf

    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom; R's ``logLik``."""
        return LogLik(self._solution.maximum.value, df=self.edf, nobs=self.nobs())

    @property
    def deviance(self) -> float:
        """-2 log-likelihood."""
        return -2 * self._solution.maximum.value

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return self.AIC()

    @property
    def rank(self) -> int:
        """The number of coefficients estimated, cut points among them."""
        return self._solution.system.rank

    @cached
    def _null_loglik(self) -> float:
        """The log-likelihood of the model without its terms: intercepts (and offsets) alone."""
        from rglm.inference.hypothesis_tests.restricted_likelihood import null_loglik

        return null_loglik(self)

    @cached
    def _null_comparison(self) -> NullComparison:
        """The log-likelihood beside that of the intercepts (and the offsets) alone."""
        from rglm.inference.hypothesis_tests.restricted_likelihood import intercept_loglik

        value = self._solution.maximum.value
        null = np.nan if self._source is None else intercept_loglik(self)
        return NullComparison(value, null, self.nobs(), self.edf)

    @property
    def null_deviance(self) -> float:
        """-2 log-likelihood of the intercepts (and the offsets) alone."""
        return -2 * self._null_loglik

    @property
    def df_null(self) -> float:
        """The residual degrees of freedom of the intercepts alone."""
        from rglm.inference.hypothesis_tests.restricted_likelihood import is_slope

        return self.df_residual + int(is_slope(self).sum())

    def _single_observation_sources(self) -> Iterator[Any]:
        """The rows as sources whose row i stands for w_i equal observations."""
        yield self._rows_source

    @row_property
    def prior_weights(self) -> pd.Series:
        """The weights given, which are numbers of observations, else 1."""
        return self._row_series(self._rows.weights)

    def _coefficient_table(self, vcov: Any = None) -> pd.DataFrame:
        """Estimates, standard errors, z values and p-values."""
        from rglm.inference.tables.summary import z_table

        return z_table(self, vcov)

    def _robust_covariance(
        self, places: np.ndarray, type: str | None, cluster: Any
    ) -> pd.DataFrame:
        """A robust covariance of some estimates: types HC0 and HC1, with or without clusters."""
        from rglm.inference.covariance.likelihood_robust import robust_vcov

        return robust_vcov(self, places, type, cluster)

    def _estimable_scores(self) -> np.ndarray:
        from rglm.inference.covariance.likelihood_estfun import row_scores

        return row_scores(self)[:, np.argsort(self._solution.system.estimable)]

    def _objective(self) -> Objective:
        total: Objective = self._likelihood_model.total(self._cell_source)
        return total

    def _profile_limits(self, places: Sequence[int], z: float) -> np.ndarray:
        """Where twice the log-likelihood has fallen by z^2 along some estimates, (k, 2)."""
        from rglm.inference.intervals.likelihood_profile_limits import profile_limits

        return profile_limits(self, places, z)

    if TYPE_CHECKING:
        anova = _likelihood_anova.anova
        profile = _likelihood_profile.profile
        plot_profile = _profile_plot.plot_profile
        r2 = _r2.r2
        estfun = _likelihood_estfun.estfun
        drop1 = _likelihood_drop_add.drop1
        add1 = _likelihood_drop_add.add1
        augment = _likelihood_augment.augment
    else:
        anova = lazy_method("inference.hypothesis_tests.likelihood_anova")
        profile = lazy_method("inference.intervals.likelihood_profile")
        plot_profile = lazy_method("plots.profile_plot")
        r2 = lazy_method("inference.goodness_of_fit.r2")
        estfun = lazy_method("inference.covariance.likelihood_estfun", rows=True)
        drop1 = lazy_method("inference.selection.likelihood_drop_add")
        add1 = lazy_method("inference.selection.likelihood_drop_add")
        augment = lazy_method("inference.tables.likelihood_augment", rows=True, keeps_columns=True)
