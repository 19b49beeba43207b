"""The names of arguments and attributes in R and other packages, and what they are here."""

from __future__ import annotations

from collections.abc import Mapping

from rglm.formatting.hints.bayes_packages import (
    BAYES_FUNCTIONS,
    BRM_ARGUMENTS,
    BRM_NEEDLESS,
    FAMILIES,
    FAMILY_NEEDLESS,
    PRIOR_NEEDLESS,
)
from rglm.formatting.hints.effects_packages import (
    EFFECTS_ARGUMENTS,
    EFFECTS_FUNCTIONS,
    EFFECTS_VERBS,
)
from rglm.formatting.hints.means_packages import MEANS_ARGUMENTS, MEANS_FUNCTIONS
from rglm.formatting.hints.resampling_packages import RESAMPLING_ARGUMENTS, RESAMPLING_FUNCTIONS

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

OF_BRM = "an argument of brm(), whose fits are posteriors: brm('y ~ x', data, {0}=...)"

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
    "predict interval": "probs=: predict() has quantiles of new responses, fitted() of the mean",
    "predict level": "probs=, as in probs=(0.025, 0.975)",
    "predict se_fit": "the column Est.Error of fitted()",
    **BRM_ARGUMENTS,
    **EFFECTS_ARGUMENTS,
    **MEANS_ARGUMENTS,
    **RESAMPLING_ARGUMENTS,
    "hurdle family": "dist=, such as 'negbin'",
    "polr link": "method=, such as 'probit'",
    "zeroinfl family": "dist=, such as 'negbin'",
    "alpha": "level=, 0.95 for an alpha of 0.05",
    "aweights": "weights=",
    "cluster": "an argument of vcov(): summary(vcov=fit.vcov(cluster='g'))",
    "conf_level": "level=",
    "draw_ids": "ndraws=",
    "cov_type": "vcov= of summary() and confint()",
    "epsilon": CONTROL_HINT.format("epsilon"),
    "exposure": "offset='log(exposure)'",
    "freq_weights": WEIGHTS_AS_COUNTS,
    "family": "an argument of glm(): glm('y ~ x', data, family='poisson')",
    "fweights": WEIGHTS_AS_COUNTS,
    "intercept": "part of the formula: 'y ~ x - 1' has none",
    "maxit": CONTROL_HINT.format("maxit"),
    "missing": "na_action=",
    "nsamples": "ndraws=",
    "chains": OF_BRM.format("chains"),
    "draws": OF_BRM.format("draws"),
    "prior": OF_BRM.format("prior"),
    "profile": "method='profile'",
    "sample_prior": OF_BRM.format("sample_prior"),
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
NEEDLESS_ARGUMENTS_OF: dict[str, Mapping[str, str]] = {
    **dict.fromkeys(MODEL_FUNCTIONS, NEEDLESS_ARGUMENTS),
    "brm": BRM_NEEDLESS,
    "prior": PRIOR_NEEDLESS,
    **dict.fromkeys(FAMILIES, FAMILY_NEEDLESS),
}

ATTRIBUTES_ELSEWHERE = {
    **EFFECTS_VERBS,
    "adj_r2": "adj_r_squared",
    "alpha": "1 / theta",
    "anova_lm": "anova()",
    "bic": "BIC()",
    "bic_llf": "BIC()",
    "boxcox": "a function, rglm.boxcox(fit)",
    "cld": "emmeans('g').cld()",
    "contrast": "emmeans('g').contrast()",
    "eff_size": "emmeans('g').eff_size()",
    "pairs": "emmeans('g').pairs()",
    "bse": "tidy()['std_error'], or summary()",
    "centered_tss": "null_deviance",
    "coef_": "coefficients",
    "compare": "a function, rglm.compare(fit, other)",
    "compare_f_test": "anova(other)",
    "compare_lr_test": "anova(other), or lrtest()",
    "conf_int": "confint()",
    "cov_params": "vcov()",
    "cov_type": "summary(vcov='HC3')",
    "df": "df_residual, df_null or rank",
    "df_model": "rank - 1 where there is an intercept",
    "df_resid": "df_residual",
    "endog": "y",
    "exog": "model_matrix()",
    "f_pvalue": "summary().p_value",
    "f_test": "wald_test('x1 = x2')",
    "fit": "the fit itself, which the model function returns",
    "fittedvalues": "fitted_values",
    "fvalue": "fstatistic",
    "get_distribution": "simulate()",
    "get_influence": "influence()",
    "get_margeff": "avg_slopes()",
    "get_prediction": "predict(interval='confidence')",
    "get_robustcov_results": "summary(vcov='HC3')",
    "intercept_": "coefficients",
    "llf": "logLik()",
    "lnalpha": "log(1 / theta)",
    "model": "model_matrix() for the columns, y for the response",
    "lrtest": "a function, rglm.lrtest(fit, other)",
    "mse_resid": "sigma ** 2",
    "mu": "fitted_values",
    "na": "na_action",
    "null": "null_deviance",
    "params": "coef(), or coefficients",
    "pearson_chi2": "(residuals('pearson') ** 2).sum()",
    "plot_coefs": "a function, rglm.plot_coefs(fit)",
    "plot_diagnostics": "plot()",
    "predict_proba": "predict(type='response')",
    "prior": "prior_weights",
    "prsquared": "r2()['McFadden']",
    "pvalues": "tidy()['p_value'], or summary()",
    "regtable": "a function, rglm.regtable([fit, other])",
    "remove_data": "strip()",
    "resid": "residuals()",
    "resid_deviance": "residuals('deviance')",
    "resid_pearson": "residuals('pearson')",
    "resid_response": "residuals('response')",
    "resid_working": "residuals('working')",
    "rsquared": "r_squared",
    "rsquared_adj": "adj_r_squared",
    "save": "pickle.dump(fit.strip(), file)",
    "scale": "dispersion",
    "score": "r2()",
    "ssr": "deviance",
    "summary2": "summary(), or tidy(conf_int=True)",
    "t_test": "wald_test('x1 = x2')",
    "tbl_regression": "a function, rglm.tbl_regression(fit)",
    "tvalues": "tidy()['statistic'], or summary()",
    "vuong": "a function, rglm.vuong(fit, other)",
    "wald_test_terms": "anova(type='III')",
    **{f"cov_HC{i}": f"vcov(type='HC{i}')" for i in range(4)},
    **{f"HC{i}_se": f"summary(vcov='HC{i}')" for i in range(4)},
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

# functions of R's packages and of statsmodels, and what they are here
FUNCTIONS_ELSEWHERE = {
    **BAYES_FUNCTIONS,
    **EFFECTS_FUNCTIONS,
    **MEANS_FUNCTIONS,
    **RESAMPLING_FUNCTIONS,
    "Anova": "fit.anova(type='II')",
    "Binomial": "binomial(), a family of glm()",
    "GLM": "glm(); the estimator of scikit-learn is rglm.integrations.sklearn.GLM",
    "Gaussian": "gaussian(), a family of glm()",
    "HurdleCountModel": "hurdle(..., zero_dist='poisson')",
    "InverseGaussian": "inverse_gaussian(), a family of glm()",
    "Logit": "glm(..., family=binomial())",
    "MNLogit": "multinom()",
    "NegativeBinomial": "glm_nb(), or negative_binomial(theta) as a family of glm()",
    "OLS": "lm()",
    "OrderedModel": "polr()",
    "Poisson": "poisson(), a family of glm()",
    "Probit": "glm(..., family=binomial('probit'))",
    "Tweedie": "tweedie(), a family of glm()",
    "WLS": "lm(..., weights='w')",
    "ZeroInflatedNegativeBinomialP": "zeroinfl(..., dist='negbin')",
    "ZeroInflatedPoisson": "zeroinfl()",
    "anova_lm": "fit.anova()",
    "avPlots": "fit.plot_added()",
    "bgtest": "fit.dwtest(), or vcov='HAC'",
    "coefci": "fit.confint(vcov='HC3')",
    "coefplot": "plot_coefs()",
    "coeftest": "fit.summary(vcov='HC3')",
    "durbinWatsonTest": "fit.dwtest()",
    "hccm": "fit.vcov(type='HC3')",
    "deltaMethod": "fit.delta_method('-b0/b1')",
    "nlcom": "fit.delta_method('-b0/b1')",
    "linearHypothesis": "fit.wald_test('x1 = x2')",
    "lm_robust": "lm(), and fit.summary(vcov='HC2')",
    "load": "rglm.datasets.load()",
    "logit": "glm(..., family=binomial())",
    "mnlogit": "multinom()",
    "negativebinomial": "glm_nb()",
    "ols": "lm()",
    "pairwise_tukeyhsd": "aov(...).TukeyHSD()",
    "probit": "glm(..., family=binomial('probit'))",
    "regsubsets": "fit.all_subsets()",
    "stargazer": "regtable()",
    "stepAIC": "fit.step()",
    "summary_col": "regtable()",
    "tab_model": "tbl_regression(fit)",
    "tbl_merge": "tbl_regression(fit1, fit2)",
    "vcovCL": "fit.vcov(cluster='g')",
    "vcovHAC": "fit.vcov(type='HAC')",
    "vcovHC": "fit.vcov(type='HC3')",
    "waldtest": "fit.wald_test('. ~ . - x'), or fit.wald_test(other)",
    "wls": "lm(..., weights='w')",
}
