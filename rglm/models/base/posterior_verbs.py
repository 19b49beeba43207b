"""The verbs of `brm` alone, which no model of maximum likelihood has."""

from __future__ import annotations

# those that take several fits are functions at the top of the package too
OF_SEVERAL_FITS = {
    "loo_compare": "rglm.models.brm.comparison.loo_compare",
    "loo_model_weights": "rglm.models.brm.comparison.loo_model_weights",
    "model_weights": "rglm.models.brm.comparison.loo_model_weights",
    "post_prob": "rglm.models.brm.comparison.evidence.bayes_factor",
}
OF_ONE_FIT = (
    "fixef",
    "prior_summary",
    "posterior_summary",
    "posterior_interval",
    "hypothesis",
    "power_scale",
    "posterior_epred",
    "posterior_linpred",
    "posterior_predict",
    "predictive_error",
    "predictive_interval",
    "log_lik",
    "loo",
    "waic",
    "kfold",
    "bayes_R2",
    "loo_R2",
    "bridge_sampler",
    "bridge",
    "bayes_factor",
    "conditional_effects",
    "pp_check",
    "mcmc_plot",
    "rhat",
    "neff_ratio",
    "ndraws",
    "nchains",
    "niterations",
    "variables",
    "as_arviz",
)
POSTERIOR_VERBS = (*OF_ONE_FIT, *OF_SEVERAL_FITS)
