# Pages of brms: what each call prints, as text. brms 2.21 and later print "Regression Coefficients:" where
# 2.18 prints "Population-Level Effects:", "Further Distributional Parameters:" where it prints "Family
# Specific Parameters:". Calls speak of f (the fit), a and b (two fits), so a page does not depend on names.
calls_of_a_fit <- c("summary(f)", "summary(f, prob = 0.9)", "prior_summary(f)", "fixef(f)", "posterior_summary(f)",
                    "loo(f)", "waic(f)", "head(fitted(f), 3)")
more_calls <- list(
  logistic = c("bayes_R2(f)", "head(predict(f), 3)", "hypothesis(f, 'logmass > 1')", "hypothesis(f, 'logmass = 1')",
               "hypothesis(f, c('logmass > 1', 'exp(logmass) = 4.5', 'Intercept + 7 * logmass < 0'))",
               "head(conditional_effects(f)$logmass, 3)", "bayes_factor(f, g)", "loo_compare(loo(f), loo(g))",
               "loo_compare(waic(f), waic(g))", "loo_model_weights(f, g)", "loo_model_weights(f, g, method = 'pseudobma')",
               "bridge_sampler(f, silent = TRUE)", "post_prob(f, g)", "loo(f, g)"),
  gaussian = c("bayes_R2(f)", "head(predict(f), 3)", "head(residuals(f), 3)", "vcov(f)", "posterior_interval(f, prob = 0.9)",
               "print(f, digits = 4)", "hypothesis(f, c('wt < hp', 'wt + 4 < 0'))", "hypothesis(f, 'sigma > 2', class = NULL)",
               "head(conditional_effects(f)$wt, 3)"),
  cumulative = c("fitted(f)[1:3, , ]", "head(predict(f), 3)", "head(conditional_effects(f, categorical = TRUE)[[1]], 3)"),
  categorical = c("fitted(f)[1:3, , ]", "head(predict(f), 3)"),
  negbinomial = c("hypothesis(f, 'EthN < 0')", "head(conditional_effects(f)$Age, 4)"),
  `hurdle-negbinomial` = c("hypothesis(f, c('logmass > 1', 'hu_logmass < -1'))", "head(predict(f), 3)"),
  `beta-binomial` = character(), `zero-inflated-negbinomial` = character(), `hurdle-gamma` = character())
page_of <- function(code, f, g) {
  tryCatch({
    value <- suppressWarnings(withVisible(eval(str2lang(code))))
    if (value$visible) print(value$value)
  }, error = function(e) cat("Error:", conditionMessage(e)))
}
pages_of <- function(name, fits) {
  f <- fits[[paste0("brms-", name)]]
  g <- fits[["brms-logistic-one"]]
  set.seed(21)
  codes <- unique(c(calls_of_a_fit, more_calls[[name]]))
  if (name == "categorical") codes <- setdiff(codes, "head(fitted(f), 3)")
  setNames(lapply(codes, function(code) page(page_of(code, f, g))), codes)
}
