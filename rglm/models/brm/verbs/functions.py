"""The verbs of a posterior as functions, as type checkers see them in `rglm.generics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rglm.integrations.arviz import as_arviz as as_arviz
    from rglm.models.brm.comparison.bayes_r2 import bayes_R2 as bayes_R2
    from rglm.models.brm.comparison.evidence.bayes_factor import bayes_factor as bayes_factor
    from rglm.models.brm.comparison.evidence.bayes_factor import post_prob as post_prob
    from rglm.models.brm.comparison.evidence.bridge_sampler import (
        bridge_sampler as bridge_sampler,
    )
    from rglm.models.brm.comparison.kfold import kfold as kfold
    from rglm.models.brm.comparison.loo import loo as loo
    from rglm.models.brm.comparison.loo_compare import loo_compare as loo_compare
    from rglm.models.brm.comparison.loo_model_weights import (
        loo_model_weights as loo_model_weights,
    )
    from rglm.models.brm.comparison.loo_model_weights import model_weights as model_weights
    from rglm.models.brm.comparison.loo_r2 import loo_R2 as loo_R2
    from rglm.models.brm.comparison.waic import waic as waic
    from rglm.models.brm.estimates.chain_diagnostics import neff_ratio as neff_ratio
    from rglm.models.brm.estimates.chain_diagnostics import rhat as rhat
    from rglm.models.brm.estimates.draw_counts import nchains as nchains
    from rglm.models.brm.estimates.draw_counts import ndraws as ndraws
    from rglm.models.brm.estimates.draw_counts import niterations as niterations
    from rglm.models.brm.estimates.draw_counts import variables as variables
    from rglm.models.brm.estimates.fixef import fixef as fixef
    from rglm.models.brm.estimates.posterior_interval import (
        posterior_interval as posterior_interval,
    )
    from rglm.models.brm.estimates.posterior_summary import posterior_summary as posterior_summary
    from rglm.models.brm.estimates.prior_summary import prior_summary as prior_summary
    from rglm.models.brm.hypotheses.hypothesis import hypothesis as hypothesis
    from rglm.models.brm.prediction.log_lik import log_lik as log_lik
    from rglm.models.brm.prediction.posterior_epred import posterior_epred as posterior_epred
    from rglm.models.brm.prediction.posterior_linpred import posterior_linpred as posterior_linpred
    from rglm.models.brm.prediction.posterior_predict import posterior_predict as posterior_predict
    from rglm.models.brm.prediction.predict import predictive_interval as predictive_interval
    from rglm.models.brm.prediction.residuals import predictive_error as predictive_error
    from rglm.models.brm.sensitivity.power_scale import power_scale as power_scale
    from rglm.plots.posterior.checks.pp_check import pp_check as pp_check
    from rglm.plots.posterior.effects.conditional_effects import (
        conditional_effects as conditional_effects,
    )
    from rglm.plots.posterior.mcmc_plot import mcmc_plot as mcmc_plot
