"""The names of arguments and functions in brms and rstanarm, and what they are here."""

from __future__ import annotations

_OF_CLASS = "prior=[prior({0}, class_='{1}')], of rglm.priors"
_NO_BAR = "progress=False"
_NO_STAN = "no Stan program is compiled"
_KEPT = "fit.draws keeps all parameters"
_NO_GROUPS = "there are no random effects"
_NEEDLESS_GROUPS = f"not needed: {_NO_GROUPS}"
_REFITS = "kfold(), which fits anew without rows"

# arguments of `brm` elsewhere: "brm name" are those of this function only
BRM_ARGUMENTS = {
    "brm adapt_delta": "control={'adapt_delta': ...}",
    "brm data2": "context={'name': value}",
    "brm init_r": "init=, such as init=2",
    "brm inits": "init=",
    "brm link": "part of the family, as in family=bernoulli('probit')",
    "brm max_treedepth": "control={'max_treedepth': ...}",
    "brm prior_PD": "sample_prior='only'",
    "brm ndraws": "draws=",
    "brm prior_aux": _OF_CLASS.format("exponential(1)", "sigma"),
    "brm prior_intercept": _OF_CLASS.format("normal(0, 10)", "Intercept"),
    "brm threads": "cores=",
    "brm tune": "warmup=",
    "brm trials": "part of the formula: cbind(successes, failures) ~ x",
    "allow_new_levels": _NEEDLESS_GROUPS,
    "re_formula": _NEEDLESS_GROUPS,
    **dict.fromkeys(("loo k_threshold", "loo moment_match", "loo reloo"), _REFITS),
    **dict.fromkeys(("brm hu", "brm zi", "brm ziformula"), "part of the formula: y ~ x | z"),
    **{f"brm {name}": _NO_BAR for name in ("open_progress", "refresh", "silent", "verbose")},
}

# arguments that are not needed, by function, and why
BRM_NEEDLESS = {
    "QR": "the columns are whitened by the curvature at the mode",
    "drop_unused_levels": "levels that no row has are always dropped",
    "file": "a fit can be kept by pickle.dump(fit, file)",
    "file_refit": "a fit can be kept by pickle.dump(fit, file)",
    "mean_PPD": "posterior_predict() draws responses when it is asked for",
    "model": "fit.model_frame() makes the model frame when it is asked for",
    "sparse": "columns of levels take little memory as they are",
    "x": "fit.model_matrix() makes the columns when they are asked for",
    "y": "fit.model_frame() has the response",
    **dict.fromkeys(("save_all_pars", "save_model", "save_pars", "save_ranef"), _KEPT),
    **dict.fromkeys(
        (
            *("backend", "empty", "future", "normalize", "opencl", "recompile", "rename"),
            *("stan_funs", "stan_model_args", "stanvars"),
        ),
        _NO_STAN,
    ),
    **dict.fromkeys(("cov_ranef", "prior_covariance"), _NO_GROUPS),
}
PRIOR_NEEDLESS = {
    "autoscale": "the default priors are scaled by the data, those that are given are not",
    "check": "a prior is always checked",
    "group": _NO_GROUPS,
    "nlpar": "there are no parameters of non-linear formulas",
    "resp": "a model has one response",
}
_NO_PREDICTOR = "it has no predictor, so no link either"
FAMILY_NEEDLESS = {
    **dict.fromkeys(("link_disc", "link_phi", "link_shape", "link_sigma"), _NO_PREDICTOR),
    "threshold": "the cut points are flexible",
}
FAMILIES = (
    *("negbinomial", "beta_binomial", "cumulative", "zero_inflated_negbinomial"),
    *("hurdle_negbinomial", "hurdle_gamma", "hurdle_lognormal"),
)

# functions of these packages
BAYES_FUNCTIONS = {
    "bambi": "brm()",
    "bf": "brm('y ~ x | z', ...): a formula is text, and the terms of zeros follow the |",
    "brmsfamily": "brm(..., family='poisson')",
    "brmsformula": "brm('y ~ x | z', ...): a formula is text, and the terms of zeros follow the |",
    "get_prior": "rglm.priors.default_prior('y ~ x', data)",
    "stan_betareg": "brm(), which has no beta family",
    "stan_glm": "brm('y ~ x', data, family=binomial())",
    "stan_glm_nb": "brm('y ~ x', data, family='negbinomial')",
    "stan_lm": "brm('y ~ x', data)",
    "stan_polr": "brm('y ~ x', data, family='cumulative')",
}

_OF_ROWS = "what is known of a row is not part of the response: "
_NO_SMOOTHS = "smooths of additive models are not here; write ns(x, 3) or bs(x, df = 5)"
_NO_ERRORS = "columns with errors or missing values of their own are not modelled"
_NO_SERIES = "residuals that depend on each other are not modelled"
# functions of brms' formulas
BAYES_FORMULA_FUNCTIONS = {
    "cens": "censored responses are not modelled",
    "cs": "effects that differ between the cut points are not here",
    "gr": "random effects are not in these models",
    "mm": "random effects are not in these models",
    "mvbind": "a model has one response; fit each by itself",
    "rate": f"{_OF_ROWS}write y ~ x + offset(log(exposure))",
    "se": f"{_OF_ROWS}weights= says how precise a row is",
    "subset": f"{_OF_ROWS}give the argument subset=",
    "thres": "the levels of the response give the number of cut points",
    "trials": "successes s out of n trials are written cbind(s, n - s) ~ x, or s/n ~ x with "
    "weights='n'",
    "weights": f"{_OF_ROWS}give the argument weights=",
    **dict.fromkeys(
        ("mo", "monotonic"),
        "monotonic effects are not here; factor(x) gives each level an effect of its own, x alone "
        "a straight line",
    ),
    **dict.fromkeys(("me", "mi"), _NO_ERRORS),
    **dict.fromkeys(("ar", "arma", "car", "cosy", "ma", "sar", "unstr"), _NO_SERIES),
    **dict.fromkeys(("gp", "s", "t2", "te"), _NO_SMOOTHS),
}
