# What loo 2.5.1 says of given log-likelihoods (a logistic regression and its intercept alone, two chains of
# autocorrelated draws, the last row an outlier), and rstantools of given draws of means.
# Run from this folder (tests/reference); writes brm/verbs/comparison.json.
suppressMessages({library(loo); library(rstantools); library(bridgesampling)})
source("glm/json.R")
set.seed(1)
chains <- 2; draws <- 150
x <- c(-1.2, -0.6, -0.1, 0.3, 0.5, 0.9, 1.6, 2.2, -0.9, -0.4, 0.0, -3.5)
y <- c(0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 1)
chain <- function(mean, sd) as.numeric(arima.sim(list(ar = 0.4), draws)) / sqrt(1 / (1 - 0.16)) * sd + mean
one <- signif(cbind(c(chain(0, 0.7), chain(0, 0.7)), c(chain(1, 0.6), chain(1, 0.6))), 10)
two <- signif(cbind(c(chain(0, 0.6), chain(0, 0.6))), 10)
chain_id <- rep(1:chains, each = draws)
eta <- list(one %*% rbind(1, x), two %*% rbind(rep(1, 12)))
log_lik <- lapply(eta, function(e) t(apply(e, 1, function(row) dbinom(y, 1, plogis(row), log = TRUE))))
said <- suppressWarnings(lapply(log_lik, function(ll) {
  r_eff <- relative_eff(exp(ll), chain_id = chain_id)
  l <- loo(ll, r_eff = r_eff); w <- waic(ll)
  list(estimates = unname(l$estimates), pointwise = unname(l$pointwise), k = l$diagnostics$pareto_k,
       n_eff = l$diagnostics$n_eff, r_eff = r_eff, waic = unname(w$estimates))
}))
loos <- suppressWarnings(lapply(log_lik, function(ll) loo(ll, r_eff = relative_eff(exp(ll), chain_id = chain_id))))
elpd <- sapply(loos, function(l) l$pointwise[, "elpd_loo"])
compared <- loo_compare(loos)
mu <- plogis(eta[[1]])
out <- list(
  x = x, y = y, one = unname(apply(one, 1, as.list)), two = as.numeric(two), said = said,
  elpd_diff = unname(compared[2, 1:2]),
  stacking = as.numeric(stacking_weights(elpd)), pseudobma = as.numeric(pseudobma_weights(elpd, BB = FALSE)),
  bayes_r2 = as.numeric(bayes_R2(mu, y = y)))
rows <- function(m) if (is.matrix(m)) lapply(seq_len(nrow(m)), function(i) unname(m[i, ])) else m
out$one <- rows(one)
out$said <- lapply(out$said, function(s) lapply(s, rows))
writeLines(json(out), "brm/verbs/comparison.json")
