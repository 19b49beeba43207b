# Rows at four draws of fits of brms 2.18.0: posterior_epred, posterior_linpred, log_lik, parameters of the
# response, fitted, residuals; and the moments of posterior_predict at all draws.
# BRM_CACHE=folder keeps brms' fits, as in brm.R.
# Run from this folder; writes brm/verbs/rows.json.
suppressMessages({library(jsonlite); library(brms); library(posterior)})
for (part in c("common", "cases_brms")) source(file.path("brm", paste0(part, ".R")))

ids <- c(1, 700, 2100, 4000)
dpars <- function(fit) {
  family <- family(fit)
  setdiff(c(family$dpars, family$auxpars), c("disc", if (!is.null(family$cats)) "mu"))
}
matrices <- function(x) if (length(dim(x)) == 3)
  lapply(seq_len(dim(x)[3]), function(k) I(unname(x[, , k]))) else I(unname(x))
# brms takes the density of the beta-binomial from a package that is not here
beta_binomial_log_lik <- function(mean, phi, successes, trials) {
  one <- function(i) {
    a <- mean[, i] / trials[i] * phi
    b <- (1 - mean[, i] / trials[i]) * phi
    lchoose(trials[i], successes[i]) + lbeta(successes[i] + a, trials[i] - successes[i] + b) - lbeta(a, b)
  }
  sapply(seq_along(trials), one)
}
rows_of <- function(case) {
  fit <- fit_brms(case)
  rows <- shown_rows(nrow(fit$data))
  draws <- brms_draws(fit)
  chains <- dim(draws)[2]
  flat <- apply(draws, 3, c)[ids, , drop = FALSE]
  new <- data_of(case)[rows, ]
  on <- function(f, ...) f(fit, newdata = new, draw_ids = ids, ...)
  out <- list(id = case$id, data = case$data, every = case$every, formula = case$formula, family = case$family,
              weights = case$weights, rows = I(rows - 1), names = I(colnames(flat)), draws = I(unname(flat)),
              epred = matrices(on(posterior_epred)), linpred = matrices(on(posterior_linpred)),
              log_lik = matrices(if (case$family == "beta_binomial")
                beta_binomial_log_lik(on(posterior_epred), flat[, "phi"], new$R, new$N) else on(log_lik)),
              fitted = matrices(on(fitted)),
              robust = matrices(on(fitted, robust = TRUE, probs = c(0.1, 0.5))))
  if (length(dim(on(posterior_epred))) == 2) {
    out$residuals <- matrices(on(residuals))
    out$dpars <- sapply(dpars(fit), function(dpar) matrices(on(posterior_epred, dpar = dpar)), simplify = FALSE)
    if (case$family != "beta_binomial") {  # whose random numbers need another package
      set.seed(1)
      drawn <- posterior_predict(fit, newdata = new)
      out$predict <- list(mean = I(unname(colMeans(drawn))), sd = I(unname(apply(drawn, 2, sd))))
    }
  }
  out
}
ids_of_cases <- c("logistic", "gaussian", "beta-binomial", "cumulative", "categorical", "zero-inflated-poisson",
                  "hurdle-poisson", "hurdle-negbinomial", "hurdle-gamma")
cases <- Filter(function(case) case$id %in% paste0("brms-", ids_of_cases), brms_cases)
writeLines(paste0("[", paste(vapply(lapply(cases, rows_of), json, ""), collapse = ",\n"), "]"), "brm/verbs/rows.json")
