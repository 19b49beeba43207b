# Default priors of stan_glm of rstanarm 2.21.3, scaled by the data: location and scale of the intercept's
# (of centred columns), scales of the slopes', rate of sigma's.
# Run from this folder; writes brm_default_priors.json.
suppressMessages({library(jsonlite); library(rstanarm); library(posterior)})
source("brm/common.R")
scales <- function(formula, family, data) {
  fit <- suppressWarnings(stan_glm(as.formula(formula), match.fun(family)(), read(data), chains = 1, iter = 100,
                                   refresh = 0, seed = 1))
  asked <- prior_summary(fit)
  adjusted <- function(prior) if (is.null(prior$adjusted_scale)) prior$scale else prior$adjusted_scale
  list(formula = formula, family = family, data = data, names = I(names(coef(fit))[-1]), slopes = I(adjusted(asked$prior)),
       intercept = list(location = asked$prior_intercept$location, scale = adjusted(asked$prior_intercept)),
       sigma_rate = if (family == "gaussian") 1 / asked$prior_aux$adjusted_scale)
}
write_cases(list(
  scales("mpg ~ wt + am + factor(cyl) + wt:am", "gaussian", "mtcars"),
  scales("am ~ wt + vs", "binomial", "mtcars"),
  scales("breaks ~ wool * tension", "poisson", "warpbreaks"),
  scales("Days ~ Sex + Age + Eth + Lrn", "gaussian", "quine")
), "brm_default_priors.json")
