# The same draws, asked by both: 4 chains x 250 of stan_glm(mpg ~ wt + hp); posterior's diagnostics of each
# column, leave-one-out of the density of each row with and without r_eff, hypotheses by counting.
same_draws <- function() {
  case <- Filter(function(case) case$id == "gaussian", rstanarm_cases)[[1]]
  case$iter <- 500
  fit <- suppressWarnings(fit_rstanarm(case))
  draws <- rstanarm_draws(fit)
  density <- log_lik(fit)
  r_eff <- relative_eff(exp(density), chain_id = rep(1:4, each = 250))
  answers <- function(x) list(estimates = as.list(x$estimates[, "Estimate"]), se = as.list(x$estimates[, "SE"]),
                              pointwise = I(x$pointwise[, "elpd_loo"]), k = I(pareto_k_values(x)), mcse = mcse_loo(x))
  waic <- suppressWarnings(waic(density))
  list(names = I(dimnames(draws)[[3]]),
       draws = lapply(dimnames(draws)[[3]], function(name) lapply(1:4, function(chain) I(unname(draws[, chain, name])))),
       summaries = c(summaries(draws), list(ess_tail = I(apply(draws, 3, ess_tail)), ess_mean = I(apply(draws, 3, ess_mean)),
                     ess_sd = I(apply(draws, 3, ess_sd)), median = I(apply(draws, 3, median)), mad = I(apply(draws, 3, mad)))),
       loo = suppressWarnings(answers(loo(density))), loo_r_eff = suppressWarnings(answers(loo(density, r_eff = r_eff))),
       r_eff = I(r_eff), waic = list(estimates = as.list(waic$estimates[, "Estimate"]), se = as.list(waic$estimates[, "SE"])),
       r2 = summaries(by_chain(cbind(rstanarm::bayes_R2(fit)), 4, "R2")))
}
