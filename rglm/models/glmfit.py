"""The result of `glm`: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.components import Components
from rglm.models.marginaleffects import accept
from rglm.models.verbs import verb

if TYPE_CHECKING:
    from rglm.inference.loglik import LogLik


class GlmFit(Components):
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
        return int(self.sizes["informative"])

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
        return LogLik(df - self.aic / 2, df=df, nobs=int(self.sizes["n"]))

    # what is said about a fit: one verb a file
    vcov = verb("covariance")
    residuals = verb("residuals", rows=True)
    hatvalues = verb("influence", rows=True)
    rstandard = verb("influence", rows=True)
    cooks_distance = verb("influence", rows=True)
    predict = verb("prediction", rows=True)
    summary = verb("summary")
    anova = verb("anova")
    confint = verb("confint")
    model_matrix = verb("modelframe", rows=True)
    profile = verb("profile")
    drop1 = verb("selection")
    add1 = verb("selection")
    step = verb("step")
    extractAIC = verb("criterion")  # noqa: N815  (R's name)
    wald_test = verb("wald")
    rstudent = verb("deletion", rows=True)
    dffits = verb("deletion", rows=True)
    dfbeta = verb("deletion", rows=True)
    dfbetas = verb("deletion", rows=True)
    covratio = verb("deletion", rows=True)
    influence = verb("deletion")
    influence_measures = verb("deletion")
    simulate = verb("simulation", rows=True)
    estfun = verb("estfun", rows=True)
    dispersiontest = verb("dispersion")
    gof = verb("dispersion")
    check_overdispersion = verb("dispersion")
    separation = verb("separation")
    tidy = verb("tidy")
    augment = verb("augment", rows=True)
    marginal = verb("marginal")

    def footer(self) -> list[str]:
        """What the summary page has below R's page of a glm."""
        return []

    def criterion(self, edf: int, k: float) -> float:
        """Akaike's criterion by which `step` chooses, with a weight of k for each of edf degrees
        of freedom.
        """
        return float(self.aic + (k - 2) * edf)

    def lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.inference import pages

        return pages.short(self)

    def _repr_html_(self) -> str:
        from rglm.inference import pages

        return pages.short_html(self)


accept(GlmFit)
