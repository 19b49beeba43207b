# The record of a fit: its case, the posterior, leave-one-out, and three rows of the response.
# (brms' beta-binomial needs extraDistr for them, which Debian lacks)
predictive <- function(fit, chains, n) {
  if (identical(family(fit)$family, "beta_binomial")) return(NULL)
  rows <- shown_rows(n)
  set.seed(20)
  epred <- posterior_epred(fit)
  drawn <- posterior_predict(fit)
  loo <- suppressWarnings(loo(fit))
  waic <- suppressWarnings(waic(fit))
  out <- list(rows = I(rows - 1), loo = as.list(loo$estimates[, "Estimate"]), loo_se = as.list(loo$estimates[, "SE"]),
              loo_mcse = suppressWarnings(mcse_loo(loo)), max_k = max(pareto_k_values(loo)),
              waic = as.list(waic$estimates[, "Estimate"]), waic_se = as.list(waic$estimates[, "SE"]))
  if (length(dim(epred)) == 2) {
    out$epred <- summaries(by_chain(epred[, rows], chains, as.character(rows)))
    out$predict <- summaries(by_chain(drawn[, rows], chains, as.character(rows)))
  } else {
    out$levels <- I(dimnames(epred)[[3]])
    out$epred <- lapply(seq_along(out$levels), function(k) summaries(by_chain(epred[, rows, k], chains, as.character(rows))))
  }
  out
}
