"""The names of arguments and attributes in R and other packages, and what they are here."""

from __future__ import annotations

PRIOR_WEIGHTS = (
    "weights=, R's prior weights: the coefficients are the same, but a row of weight 3 stays one "
    "row. Where the dispersion is estimated (gaussian, Gamma, the quasi families) standard errors "
    "are therefore not those of three rows; repeat the rows for these, "
    "data.loc[data.index.repeat(data['n'])]"
)
LEAST_SQUARES_WEIGHTS = (
    "weights=, which say how precise a row is: the coefficients are the same, but a row of weight "
    "3 stays one row, and standard errors are not those of three; repeat the rows for these, "
    "data.loc[data.index.repeat(data['n'])]"
)
WEIGHTS_AS_COUNTS = "weights=, which here are numbers of observations"
CONTROL_HINT = "control={{'{0}': ...}}"

# arguments: of one function only ("glm dist"), or of any
ARGUMENTS_ELSEWHERE = {
    "glm dist": "family=; zeroinfl() and hurdle() have a dist=",
    "glm freq_weights": PRIOR_WEIGHTS,
    "glm fweights": PRIOR_WEIGHTS,
    "glm link": "part of the family, as in family=binomial('probit')",
    "glm trace": "control={'trace': True}",
    **{
        f"{function} {argument}": LEAST_SQUARES_WEIGHTS
        for function in ("lm", "aov", "boxcox")
        for argument in ("freq_weights", "fweights")
    },
    "hurdle family": "dist=, such as 'negbin'",
    "polr link": "method=, such as 'probit'",
    "zeroinfl family": "dist=, such as 'negbin'",
    "alpha": "level=, 0.95 for an alpha of 0.05",
    "aweights": "weights=",
    "cluster": "an argument of vcov(): summary(vcov=fit.vcov(cluster='g'))",
    "conf_level": "level=",
    "cov_type": "vcov= of summary() and confint()",
    "epsilon": CONTROL_HINT.format("epsilon"),
    "exposure": "offset='log(exposure)'",
    "freq_weights": WEIGHTS_AS_COUNTS,
    "family": "an argument of glm(): glm('y ~ x', data, family='poisson')",
    "fweights": WEIGHTS_AS_COUNTS,
    "intercept": "part of the formula: 'y ~ x - 1' has none",
    "maxit": CONTROL_HINT.format("maxit"),
    "missing": "na_action=",
    "profile": "method='profile'",
    "robust": "vcov= of summary() and confint(), such as vcov='HC3'",
    "sample_weight": "weights=",
    "se": "se_fit=",
    "var_weights": "weights=",
}

# arguments of R's models that are not needed here, and why
MODEL_FUNCTIONS = (
    "glm",
    "lm",
    "aov",
    "glm_nb",
    "polr",
    "multinom",
    "zeroinfl",
    "hurdle",
    "betabinomial",
)
NEEDLESS_ARGUMENTS = {
    "EM": "the likelihood is maximised by Newton's method, from several starts where one fails",
    "Hess": "the Hessian is always computed",
    "MaxNWts": "there is no such limit to the number of coefficients",
    "abstol": "the likelihood is maximised to machine precision",
    "decay": "the likelihood is maximised as it is, without a penalty",
    "drop_unused_levels": "levels that no row has are always dropped",
    "hessian": "the Hessian is always computed",
    "init_theta": "the maximum does not depend on where theta starts",
    "model": "fit.model_frame() makes the model frame when it is asked for",
    "qr": "what the verbs need of the decomposition is always kept",
    "reltol": "the likelihood is maximised to machine precision",
    "separate": "both parts are always at the maximum of their likelihood",
    "singular_ok": "aliased coefficients are NaN and named, as with R's singular.ok = TRUE",
    "trace": "nothing is printed while the model is fitted",
    "x": "fit.model_matrix() makes the columns when they are asked for",
    "y": "fit.y is the response",
}

ATTRIBUTES_ELSEWHERE = {
    "adj_r2": "adj_r_squared",
    "bse": "vcov(), or summary().coefficients",
    "coef_": "coefficients",
    "conf_int": "confint()",
    "cov_params": "vcov()",
    "df": "df_residual, df_null or rank",
    "df_resid": "df_residual",
    "df_model": "rank - 1 where there is an intercept",
    "f_pvalue": "summary().p_value",
    "fittedvalues": "fitted_values",
    "fvalue": "fstatistic",
    "get_influence": "influence()",
    "get_prediction": "predict(interval='confidence')",
    "intercept_": "coefficients",
    "llf": "logLik()",
    "mse_resid": "sigma ** 2",
    "mu": "fitted_values",
    "na": "na_action",
    "null": "null_deviance",
    "params": "coefficients",
    "prior": "prior_weights",
    "pvalues": "summary().coefficients",
    "resid": "residuals()",
    "rsquared": "r_squared",
    "rsquared_adj": "adj_r_squared",
    "ssr": "deviance",
    "resid_deviance": "residuals()",
    "resid_pearson": "residuals(type='pearson')",
    "tvalues": "summary().coefficients",
}

# attributes of summaries, tests and tables: what may be meant, the first that there is
RESULT_ATTRIBUTES_ELSEWHERE = {
    "adj_r2": ("adj_r_squared",),
    "bse": ("coefficients",),
    "chisq": ("chi_square", "statistic"),
    "coef": ("coefficients",),
    "df_resid": ("df",),
    "f_pvalue": ("p_value",),
    "f_statistic": ("fstatistic",),
    "fvalue": ("fstatistic",),
    "p": ("p_value",),
    "p_val": ("p_value",),
    "params": ("coefficients",),
    "pvalue": ("p_value", "table"),
    "pvalues": ("coefficients", "table"),
    "r2": ("r_squared",),
    "resid": ("residuals",),
    "rsquared": ("r_squared",),
    "rsquared_adj": ("adj_r_squared",),
    "se": ("coefficients['Std. Error']",),
    "stat": ("statistic",),
    "tables": ("coefficients", "table"),
    "tvalues": ("coefficients",),
}

# functions of R's packages and of statsmodels, which are methods of a fit here
FUNCTIONS_ELSEWHERE = {
    "Anova": "fit.anova(type='II')",
    "Boot": "fit.simulate() draws responses",
    "OLS": "lm()",
    "avPlots": "fit.plot_added()",
    "bgtest": "fit.dwtest(), or vcov='HAC'",
    "coefci": "fit.confint(vcov='HC3')",
    "coefplot": "plot_coefs()",
    "coeftest": "fit.summary(vcov='HC3')",
    "durbinWatsonTest": "fit.dwtest()",
    "hccm": "fit.vcov(type='HC3')",
    "linearHypothesis": "fit.wald_test('x1 = x2')",
    "lm_robust": "lm(), and fit.summary(vcov='HC2')",
    "load": "rglm.datasets.load()",
    "logit": "glm(..., family=binomial())",
    "ols": "lm()",
    "regsubsets": "fit.all_subsets()",
    "stargazer": "regtable()",
    "stepAIC": "fit.step()",
    "vcovCL": "fit.vcov(cluster='g')",
    "vcovHAC": "fit.vcov(type='HAC')",
    "vcovHC": "fit.vcov(type='HC3')",
    "waldtest": "fit.wald_test('. ~ . - x'), or fit.wald_test(other)",
}
