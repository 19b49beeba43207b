"""The result of `glm`: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.models.glm.glm_result import GlmResult

if TYPE_CHECKING:
    from rglm.inference.loglik import LogLik


class GlmFit(GlmResult):
    """A fitted generalized linear model, as `glm` returns it.

    Printing shows R's short page; `summary` the long one. Row values are Series with the
    index of the data; coefficients and matrices carry R's names.

    Attributes
    ----------
    coefficients : Series (p,)
        The estimates, NaN where a coefficient is aliased.
    fitted_values, linear_predictors : Series (n,)
        mu and eta = X beta + offset.
    deviance, null_deviance, aic : float
    df_residual, df_null, rank, edf, iter : int
        `iter` counts the steps on all rows; from 200,000 rows on they start from the fit of a
        sample, so that they are fewer than in R.
    weights, prior_weights : Series (n,)
        Working weights of the last iteration, and the weights given.
    y : Series (n,)
        The response; a proportion where it was given as counts.
    converged, boundary : bool
    method : {"glm_fit", "brglm"}
        Maximum likelihood or bias reduction.
    separated : Separation or None
        What `separation` says, where the fit looked as if some coefficients were infinite.
    family, control, contrasts, xlevels, formula, terms, offset, data, call, na_action
        What the fit was made of.
    success : str or None
        For a response of two levels, the level whose probability is modelled.
    dispersion : float
        Known (1) or Pearson's chi-square over the residual degrees of freedom.
    """

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
        from rglm.inference.loglik import LogLik

        df = self.rank + self.family.extra_parameters
        return LogLik(df - self.aic / 2, df=df, nobs=int(self._row_sums.n))

    # what is said about a fit: one verb a file
    vcov = lazy_method("inference.covariance.vcov")
    residuals = lazy_method("inference.diagnostics.residuals", rows=True)
    hatvalues = lazy_method("inference.diagnostics.influence", rows=True)
    rstandard = lazy_method("inference.diagnostics.influence", rows=True)
    cooks_distance = lazy_method("inference.diagnostics.influence", rows=True)
    predict = lazy_method("inference.prediction.predict", rows=True)
    summary = lazy_method("inference.tables.summary")
    anova = lazy_method("inference.hypothesis_tests.anova")
    confint = lazy_method("inference.intervals.confint")
    model_matrix = lazy_method("inference.prediction.model_frame", rows=True)
    profile = lazy_method("inference.intervals.profile")
    drop1 = lazy_method("inference.selection.drop_add")
    add1 = lazy_method("inference.selection.drop_add")
    step = lazy_method("inference.selection.step")
    extractAIC = lazy_method("inference.selection.extract_aic")  # noqa: N815  (R's name)
    wald_test = lazy_method("inference.hypothesis_tests.wald_test")
    rstudent = lazy_method("inference.diagnostics.deletion", rows=True)
    dffits = lazy_method("inference.diagnostics.deletion", rows=True)
    dfbeta = lazy_method("inference.diagnostics.deletion", rows=True)
    dfbetas = lazy_method("inference.diagnostics.deletion", rows=True)
    covratio = lazy_method("inference.diagnostics.deletion", rows=True)
    influence = lazy_method("inference.diagnostics.deletion")
    influence_measures = lazy_method("inference.diagnostics.deletion")
    estfun = lazy_method("inference.covariance.estfun", rows=True)
    dispersiontest = lazy_method("inference.diagnostics.dispersion")
    gof = lazy_method("inference.diagnostics.dispersion")
    check_overdispersion = lazy_method("inference.diagnostics.dispersion")
    separation = lazy_method("inference.diagnostics.separation")
    tidy = lazy_method("inference.tables.tidy")
    augment = lazy_method("inference.tables.augment", rows=True)
    marginal = lazy_method("integrations.marginal")

    def _print_footer(self) -> list[str]:
        """What the summary page has below R's page of a glm."""
        return []

    def _penalized_criterion(self, edf: int, k: float) -> float:
        """Akaike's criterion by which `step` chooses, with a weight of k for each of edf degrees
        of freedom.
        """
        return float(self.aic + (k - 2) * edf)

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.inference.tables import print_pages

        return print_pages.short(self)

    def _repr_html_(self) -> str:
        from rglm.inference.tables import print_pages

        return print_pages.short_html(self)
