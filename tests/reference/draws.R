# R-hat, effective sample sizes, Monte Carlo errors, PSIS-LOO and WAIC of the same draws.
# Needs posterior, loo and jsonlite. Run from this folder.
suppressMessages({library(posterior); library(loo); library(jsonlite)})
set.seed(19)
chains <- 4; draws <- 60; n <- 8
y <- c(0.3, -1.2, 2.5, 0.1, -0.4, 6, 1.1, 0.7)
walk <- function(rho) as.vector(stats::filter(rnorm(draws, sd = sqrt(1 - rho^2)), rho, "recursive"))
one <- function(rho, shift) sapply(1:chains, function(i) walk(rho) + shift * i)  # (draws, chains)
values <- list(white = signif(one(0, 0), 8), slow = signif(one(0.8, 0), 8),
               apart = signif(one(0.3, 0.7), 8), heavy = signif(one(0.2, 0)^3, 8),
               whole = round(one(0.5, 0)))
statistics <- function(x) list(
  rhat = rhat(x), ess_bulk = ess_bulk(x), ess_tail = ess_tail(x), ess_mean = ess_mean(x),
  mcse_mean = mcse_mean(x), mcse_sd = mcse_sd(x), mcse_quantile = unname(mcse_quantile(x, 0.1)))
single <- function(x) statistics(x[, 1, drop = FALSE])
mu <- 0.6 + 0.35 * values$white; sigma <- exp(0.2 * values$slow)
log_lik <- array(NA, c(draws, chains, n))
for (i in 1:n) log_lik[, , i] <- dnorm(y[i], mu, sigma, log = TRUE)
log_lik <- signif(log_lik, 10)
efficiency <- relative_eff(exp(log_lik))
quiet <- function(x) suppressWarnings(x)
with_chains <- quiet(loo(log_lik, r_eff = efficiency))
without <- quiet(loo(log_lik, r_eff = rep(1, n)))
points <- function(x) list(elpd = x$pointwise[, "elpd_loo"], p_loo = x$pointwise[, "p_loo"],
                           k = x$diagnostics$pareto_k)
found <- quiet(waic(log_lik))
write_json(list(values = values, all_chains = lapply(values, statistics),
                one_chain = lapply(values, single), odd = statistics(values$white[1:59, ]),
                log_lik = matrix(log_lik, draws * chains, n), r_eff = efficiency,
                loo = points(with_chains), loo_independent = points(without),
                waic = list(elpd = found$pointwise[, "elpd_waic"], p = found$pointwise[, "p_waic"])),
           "draws.json", digits = NA, auto_unbox = TRUE, na = "null")
