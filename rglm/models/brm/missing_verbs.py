"""Verbs of other models, and of brms, that a posterior does not have, and what to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.missing_verbs import LEVERAGE_VERBS, MissingVerbError

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

NO_MAXIMUM = (
    "a posterior has no maximum of the likelihood; loo() says how well new rows are predicted, "
    "loo_compare(fit1, fit2) compares models"
)
NO_TEST = (
    "it is a test of maximum likelihood; loo_compare(fit1, fit2) compares models, and "
    "hypothesis('x = 0') weighs a coefficient"
)
NO_SEARCH = (
    "it chooses terms by maximum likelihood; fit the models, update('. ~ . - x'), and "
    "loo_compare() them"
)
CHECK = "pp_check() shows whether responses drawn from the posterior are like those observed"
SHAPE = "the draws have the shape of the posterior: fit.draws, mcmc_plot()"
NO_GROUPS = "brm() has no group-level terms (1 | g); fixef() has the coefficients"
NO_STAN = "no Stan program is made; prior_summary() and summary() say what the model is"
DRAWS = "fit.draws is the DataFrame of all draws, by chain and draw"
CHAINS = (
    "summary() says how many iterations diverged; as_arviz() has what the sampler tells of each "
    "draw, sample_stats"
)
REFITS = "kfold() fits anew without rows whose Pareto k is too large"
AVERAGE = "loo_model_weights(fit1, fit2) has the weights by which predict() of each is averaged"
PRIOR = "brm(..., sample_prior='only') draws from the prior"
WHEN_ASKED = "loo() and waic() are worked out when they are asked for"
GLM = "it is of glm(): fit the formula by glm() to ask for it"
MESSAGES = {
    **dict.fromkeys(
        ("logLik", "AIC", "BIC", "extractAIC", "deviance", "aic", "null_deviance"),
        f"{NO_MAXIMUM}; log_lik() has the log-likelihood of each row at each draw",
    ),
    **dict.fromkeys(
        ("df_residual", "df_null", "rank", "dispersion", "edf"),
        "a posterior has no degrees of freedom of residuals; sigma, shape and phi are parameters "
        "in fit.draws, and loo() has the effective number of parameters, p_loo",
    ),
    **dict.fromkeys(("anova", "brant"), NO_TEST),
    "TukeyHSD": "emmeans('g', contr='pairwise') compares the levels of a factor",
    "model_tables": "emmeans('g') has the means of the levels of a factor",
    "joint_tests": "a posterior has no F tests; emmeans('g', contr='pairwise') compares the "
    "levels of a factor, bayes_factor(fit1, fit2) and loo_compare(fit1, fit2) weigh a term",
    "delta_method": "hypothesis('exp(x) = 1') has the posterior of a function of parameters",
    "wald_test": "hypothesis('x > 0') and hypothesis('x1 = x2') ask the posterior",
    **dict.fromkeys(("drop1", "add1", "step", "all_subsets"), NO_SEARCH),
    **dict.fromkeys(("profile", "plot_profile"), SHAPE),
    **dict.fromkeys(
        LEVERAGE_VERBS,
        "a posterior has no leverages; the Pareto k of loo() say which rows have most influence",
    ),
    **dict.fromkeys(
        (
            *("gof", "check_overdispersion", "dispersiontest", "halfnorm", "simulate_residuals"),
            *("check_model", "hoslem_test", "plot_calibration", "bptest", "ncvTest", "dwtest"),
            "rootogram",
        ),
        CHECK,
    ),
    **dict.fromkeys(("roc", "plot_roc", "dose_p", "plot_added", "plot_terms"), GLM),
    **dict.fromkeys(
        ("vif", "alias"),
        "it is of the columns, whatever the prior: fit the formula by glm() to ask for it",
    ),
    "separation": "glm(...).separation() finds it; here a proper prior keeps coefficients finite, "
    "and flat priors are refused",
    "simulate": "posterior_predict() draws responses",
    "permutation_test": "hypothesis('x = 0') and bayes_factor() weigh a term",
    "boot": "its draws say what a bootstrap would: posterior_interval() and confint()",
    "refit": "update(data=new) samples the posterior of other responses, one at a time",
    "r2": "bayes_R2() has its posterior",
    "r_squared": "bayes_R2() has its posterior",
    "estfun": "there are no scores at a maximum; log_lik() has the log-likelihood of each row",
    "weighted_residuals": "residuals() has response and Pearson residuals",
    **dict.fromkeys(
        ("weights", "prior_weights"),
        "model_frame()['(weights)'] has the weights given",
    ),
    "coefficients": "coef() and fixef() have estimates, fit.draws the draws",
    "fitted_values": "fitted() has the means of the rows",
    "sigma": "fit.draws['sigma'] has its draws, where the family has one",
    "effects": "conditional_effects() shows the effect of each variable",
    "plot_fit": "conditional_effects() draws the mean against each variable",
    "plot_probs": "conditional_effects(categorical=True) draws the probabilities",
    "summary_lm": "summary() is its page",
    "marginal": "marginaleffects takes no draws; avg_slopes() and emmeans() average over the "
    "rows, draw by draw",
    # brms'
    **dict.fromkeys(("ranef", "VarCorr", "ngrps"), NO_GROUPS),
    **dict.fromkeys(
        (
            *("stancode", "standata", "stanfit", "stan_funs", "stan_fit", "expose_functions"),
            *("make_stancode", "make_standata"),
        ),
        NO_STAN,
    ),
    **dict.fromkeys(("nuts_params", "log_posterior", "control_params"), CHAINS),
    **dict.fromkeys(("reloo", "loo_moment_match", "loo_subsample"), REFITS),
    **dict.fromkeys(("pp_average", "posterior_average"), AVERAGE),
    **dict.fromkeys(("prior_draws", "prior_samples"), PRIOR),
    "get_prior": "prior_summary() has its priors; rglm.priors.default_prior(formula, data) those "
    "of a model before it is fitted",
    "pairs": "mcmc_plot(type='pairs') draws them",
    "stanplot": "mcmc_plot() is its name",
    "parnames": "variables() is its name",
    **dict.fromkeys(
        (
            *("as_draws", "as_draws_df", "as_draws_array", "as_draws_matrix", "as_matrix"),
            *("posterior_samples", "as_data_frame", "as_array", "extract"),
        ),
        DRAWS,
    ),
    **dict.fromkeys(("add_criterion", "add_loo", "add_waic"), WHEN_ASKED),
    "marginal_effects": "conditional_effects() is its name",
    "launch_shinystan": "plot(), mcmc_plot() and as_arviz() show the chains",
    "posterior": "fit.draws has the draws; as_arviz() hands them to ArviZ",
}


def missing_verb(fit: BrmFit, name: str) -> MissingVerbError | None:
    """The error of a verb that a posterior does not have; None where no model has it."""
    if name not in MESSAGES:
        return None
    return MissingVerbError(f"BrmFit has no {name!r}: {MESSAGES[name]}", name=name)
