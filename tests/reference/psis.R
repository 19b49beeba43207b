# Pareto-smoothed weights of loo 2.5.1, for many kinds of log ratios.
# Packages jsonlite, loo. Run from this folder; writes psis.json.
suppressMessages({library(jsonlite); library(loo)})
set.seed(20)
ratios <- list(
  normal = rnorm(400), light = 0.3 * rexp(400), heavy = 1.2 * rexp(400), short = rnorm(30),
  bounded = -runif(400)^2, t = rnorm(1000)^2 / 2 - 2 * log1p(rt(1000, 4)^2 / 4),
  shifted = 700 + rnorm(200), far = -1e4 + 5 * rnorm(500), tiny = rnorm(10))
of <- function(name, r_eff) {
  x <- ratios[[name]]; p <- suppressWarnings(psis(x, r_eff = r_eff))
  list(name = name, r_eff = r_eff, ratios = x, tail = attr(p, "tail_len"),
       k = if (is.finite(p$diagnostics$pareto_k)) p$diagnostics$pareto_k else NULL,
       ess = p$diagnostics$n_eff, log_weights = c(weights(p)))
}
out <- c(lapply(names(ratios), of, r_eff = 1), list(of("normal", 0.3), of("heavy", 1.7)))
write_json(out, "psis.json", digits = NA, auto_unbox = TRUE, null = "null")
