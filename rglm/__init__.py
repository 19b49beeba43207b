"""R-style linear and generalized linear models: R's formulas, R's numbers, R's pages.

A short guide. A model is a function of a formula and data; what it returns is asked by methods
that have R's names, with ``_`` where R has a dot:

>>> from rglm import glm, binomial
>>> from rglm.datasets import load
>>> galaxies = load("galaxies")
>>> fit = glm("has_gc ~ logmass", galaxies, family=binomial())
>>> fit.confint().round(2)
             2.5 % 97.5 %
(Intercept) -13.03  -7.76
logmass       1.16   1.91

Models
    lm              linear models
    aov             analysis of variance
    glm             generalized linear models
    glm_nb          negative binomial counts
    zeroinfl        counts with zeros of a second kind
    hurdle          counts (or amounts) after a hurdle at zero
    betabinomial    overdispersed proportions
    polr            ordered categories
    multinom        unordered categories
    brm             all of these, Bayesian: priors in, a posterior out

Families of glm, each with its links
    binomial, poisson, gaussian, Gamma, inverse_gaussian, tweedie; negative_binomial where theta
    is known; quasi, quasibinomial, quasipoisson; power() makes a link

Methods of a fit, which ``rglm.generics`` has as functions too
    what was found  coef, summary, confint, profile, vcov, wald_test, logLik, AIC, BIC, nobs
    of each row     fitted, residuals, weighted_residuals, predict, simulate, model_frame,
                    model_matrix
    other models    update, anova, drop1, add1, step, extractAIC, all_subsets
    diagnostics     hatvalues, rstandard, rstudent, cooks_distance, dffits, dfbeta, dfbetas,
                    covratio, influence, influence_measures, estfun, gof, dispersiontest,
                    check_overdispersion, simulate_residuals, separation, vif, alias,
                    outlierTest; of lm dwtest, bptest, ncvTest
    in a number     r2, dose_p, delta_method
    means           emmeans, emtrends (slopes), ref_grid: at the levels of factors; joint_tests of
                    terms; emmip draws means; of means contrast, pairs, rbind, eff_size, cld,
                    regrid, test, plot, and confint(method="profile")
    over the rows   avg_predictions, avg_comparisons, avg_slopes; predictions, comparisons and
                    slopes of each; datagrid, rows at chosen values
    refitted        refit, to other responses; boot, to resampled data; permutation_test
    of two outcomes roc, hoslem_test; of polr brant
    groups of aov   TukeyHSD, model_tables
    tables          tidy, glance, augment

Several fits
    compare         log-likelihoods, AIC, BIC and expected zeros
    lrtest          likelihood ratio tests of nested models
    vuong           tests of models of which none is a part of the other
    regtable        models side by side, as text, Markdown, LaTeX or HTML
    tbl_regression  a model with a row for each level, n and events, odds ratios
    plot_coefs      their coefficients with intervals, drawn

Methods of a posterior (besides coef, vcov, confint, fitted, predict, update, tidy, ...)
    parameters      draws, fixef, hypothesis, prior_summary, posterior_summary,
                    posterior_interval, variables
    rows            posterior_epred, posterior_linpred, posterior_predict, predictive_error,
                    predictive_interval, log_lik
    means           conditional_effects; emmeans, emtrends, avg_slopes and the like as of a fit
    how good        loo, waic, kfold, bayes_R2, loo_R2, bridge_sampler (bridge), bayes_factor
    as the data?    pp_check
    the draws       mcmc_plot, rhat, neff_ratio, ndraws, nchains, niterations, as_arviz

Families and priors of brm
    of brms         bernoulli, negbinomial, beta_binomial, cumulative, categorical, hurdle_poisson,
                    zero_inflated_negbinomial, ... in ``rglm.bayes``; those of glm too
    priors          normal, student_t, exponential, ... and prior(), which says of what, in
                    ``rglm.priors``; default_prior() are those without any

Posteriors compared
    power_scale     whether the prior of one matters
    loo_compare     models by what they predict of rows left out: elpd_diff, se_diff
    loo_model_weights  their weights in a mixture, by stacking
    model_weights   the same by a criterion of choice
    post_prob       their probabilities, by the evidence

The response of a linear model
    boxcox          the power of it that fits best, with its interval and picture

Rows to predict at
    expand_grid     all combinations of some values

Data larger than memory
    parquet         Parquet files, read a part at a time; ``data=`` takes their path, a Dask
                    DataFrame, or a function that returns an iterator of DataFrames too

Whether a fit can be trusted
    check_model     a figure with a panel for each question, and the answers in words

Pictures of a fit (matplotlib; ``fit.plot_fit("x")``)
    plot, plot_fit, plot_terms, plot_added, plot_profile, plot_probs, rootogram, halfnorm,
    plot_calibration, plot_roc; of a posterior plot, mcmc_plot, pp_check, conditional_effects

Other packages
    scikit-learn    rglm.integrations.sklearn.GLM takes a formula into cross_val_score and the like
    marginaleffects takes fits as they are

Settings
    options         digits, width and stars of every page; how many threads compute; how much of
                    Parquet files stays in memory

Warnings (FitWarning: ConvergenceWarning, BoundaryWarning, SeparationWarning, RankWarning) and
FitError say what to do. ``rglm.datasets`` has data to learn with, ``rglm.plots`` the pictures of a
fit. ``help(rglm.glm)`` and ``help(fit.confint)`` tell more.
"""

import typing as _typing  # not by name, which Tab would offer
from importlib import import_module as _import_module

from rglm import datasets
from rglm.errors import FitError
from rglm.families import (
    Gamma,
    binomial,
    gaussian,
    inverse_gaussian,
    negative_binomial,
    poisson,
    power,
    quasi,
    quasibinomial,
    quasipoisson,
    tweedie,
)
from rglm.integrations.marginaleffects import register_fit_class as _register_fit_class
from rglm.models.base.fitted_model import FittedModel as _FittedModel
from rglm.models.glm.glm import glm
from rglm.warnings import (
    BoundaryWarning,
    ConvergenceWarning,
    FitWarning,
    RankWarning,
    SeparationWarning,
)

if _typing.TYPE_CHECKING:
    from rglm import bayes as bayes
    from rglm import extending as extending
    from rglm import families as families
    from rglm import generics as generics
    from rglm import plots as plots
    from rglm import priors as priors
    from rglm import sources as sources
    from rglm.formatting.options import options as options
    from rglm.inference.hypothesis_tests.lrtest import lrtest as lrtest
    from rglm.inference.hypothesis_tests.vuong import vuong as vuong
    from rglm.inference.level_tables.tbl_regression import tbl_regression as tbl_regression
    from rglm.inference.prediction.expand_grid import expand_grid as expand_grid
    from rglm.inference.selection.compare import compare as compare
    from rglm.inference.tables.regtable import regtable as regtable
    from rglm.models.aov.aov import aov as aov
    from rglm.models.betabinomial.betabinomial import betabinomial as betabinomial
    from rglm.models.boxcox.boxcox import boxcox as boxcox
    from rglm.models.brm.brm import brm as brm
    from rglm.models.brm.comparison.evidence.bayes_factor import post_prob as post_prob
    from rglm.models.brm.comparison.loo_compare import loo_compare as loo_compare
    from rglm.models.brm.comparison.loo_model_weights import (
        loo_model_weights as loo_model_weights,
    )
    from rglm.models.brm.comparison.loo_model_weights import model_weights as model_weights
    from rglm.models.brm.sensitivity.power_scale import power_scale as power_scale
    from rglm.models.glm_nb.glm_nb import glm_nb as glm_nb
    from rglm.models.lm.lm import lm as lm
    from rglm.models.multinom.multinom import multinom as multinom
    from rglm.models.polr.polr import polr as polr
    from rglm.models.twopart.hurdle import hurdle as hurdle
    from rglm.models.twopart.zeroinfl import zeroinfl as zeroinfl
    from rglm.plots.coefficient_plot import plot_coefs as plot_coefs
    from rglm.plots.model_check.check_model import check_model as check_model
    from rglm.sources.parquet.parquet import parquet as parquet

__version__ = "0.1.0"

__all__ = [
    "BoundaryWarning",
    "ConvergenceWarning",
    "FitError",
    "FitWarning",
    "Gamma",
    "RankWarning",
    "SeparationWarning",
    "aov",
    "betabinomial",
    "binomial",
    "boxcox",
    "brm",
    "check_model",
    "compare",
    "datasets",
    "expand_grid",
    "gaussian",
    "glm",
    "glm_nb",
    "hurdle",
    "inverse_gaussian",
    "lm",
    "loo_compare",
    "loo_model_weights",
    "lrtest",
    "model_weights",
    "multinom",
    "negative_binomial",
    "options",
    "parquet",
    "plot_coefs",
    "poisson",
    "polr",
    "post_prob",
    "power",
    "power_scale",
    "quasi",
    "quasibinomial",
    "quasipoisson",
    "regtable",
    "tbl_regression",
    "tweedie",
    "vuong",
    "zeroinfl",
]

# imported when they are asked for, as the verbs of a fit are
_LATER = {
    "aov": "rglm.models.aov.aov",
    "betabinomial": "rglm.models.betabinomial.betabinomial",
    "boxcox": "rglm.models.boxcox.boxcox",
    "brm": "rglm.models.brm.brm",
    "check_model": "rglm.plots.model_check.check_model",
    "compare": "rglm.inference.selection.compare",
    "expand_grid": "rglm.inference.prediction.expand_grid",
    "glm_nb": "rglm.models.glm_nb.glm_nb",
    "hurdle": "rglm.models.twopart.hurdle",
    "lm": "rglm.models.lm.lm",
    "loo_compare": "rglm.models.brm.comparison.loo_compare",
    "loo_model_weights": "rglm.models.brm.comparison.loo_model_weights",
    "lrtest": "rglm.inference.hypothesis_tests.lrtest",
    "model_weights": "rglm.models.brm.comparison.loo_model_weights",
    "multinom": "rglm.models.multinom.multinom",
    "options": "rglm.formatting.options",
    "parquet": "rglm.sources.parquet.parquet",
    "plot_coefs": "rglm.plots.coefficient_plot",
    "polr": "rglm.models.polr.polr",
    "post_prob": "rglm.models.brm.comparison.evidence.bayes_factor",
    "power_scale": "rglm.models.brm.sensitivity.power_scale",
    "regtable": "rglm.inference.tables.regtable",
    "tbl_regression": "rglm.inference.level_tables.tbl_regression",
    "vuong": "rglm.inference.hypothesis_tests.vuong",
    "zeroinfl": "rglm.models.twopart.zeroinfl",
}


_MODULES = (
    "bayes",
    "extending",
    "generics",
    "plots",
    "priors",
)  # imported when they are asked for

_register_fit_class(_FittedModel)

if not _typing.TYPE_CHECKING:  # for a type checker a name that is not there is an error

    def __getattr__(name):
        if name in _LATER:
            return getattr(_import_module(_LATER[name]), name)
        if name in _MODULES:
            return _import_module(f"rglm.{name}")
        if name.startswith("_"):
            raise AttributeError(f"module 'rglm' has no attribute {name!r}")
        generics = _import_module("rglm.generics")
        from rglm.formatting.hints.function_hints import function_hint

        verbs = (*generics.VERBS, *generics.POSTERIOR_VERBS, *generics.PICTURES, "weights")
        hint = function_hint(name, __all__, verbs, (*generics.ATTRIBUTES, *generics.ALIASES))
        for module in ("bayes", "priors"):
            if name in _import_module(f"rglm.{module}").__all__:
                hint = f"; it is in rglm.{module}: from rglm.{module} import {name}"
        message = f"module 'rglm' has no attribute {name!r}{hint}"
        raise AttributeError(message, name=name)  # without an object: Python adds no hint


def __dir__() -> list[str]:
    own = {name for name in globals() if name.startswith("__")}  # not the folders below
    return sorted({*own, *__all__, *_MODULES, "families", "sources"})
