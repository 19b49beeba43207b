# The rstanarm side of bayes.py: Rscript bayes.R DATA.csv FORMULA OUT.json
# Small data: 4 chains of 1000 + 1000, one after the other on one core, as 4,000 draws are what
# brm makes; large data: one chain of 150 + 150.
given <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(rstanarm); library(posterior); library(jsonlite)})
data <- read.csv(given[1])
formula <- as.formula(given[2])
is_small <- nrow(data) < 1000
fit_of <- function(d, seed, chains, iter) {
  stan_glm(formula, binomial(), d, prior = normal(0, 2.5), prior_intercept = normal(0, 2.5),
    chains = chains, iter = iter, cores = 1, seed = seed, refresh = 0)
}
suppressWarnings(invisible(fit_of(head(data, 500), 1, 1, 200)))
rounds <- if (is_small) 5 else 1
seconds <- numeric(rounds)
for (i in seq_len(rounds)) {
  begun <- Sys.time()
  fit <- suppressWarnings(if (is_small) fit_of(data, i, 4, 2000) else fit_of(data, i, 1, 300))
  seconds[i] <- as.numeric(Sys.time() - begun, units = "secs")
}
draws <- as_draws_array(as.array(fit))
found <- summarise_draws(draws, "mean", "sd", "ess_bulk")
writeLines(toJSON(list(seconds = unbox(median(seconds)), ess = unbox(min(found$ess_bulk)),
  mean = found$mean, sd = found$sd), digits = NA), given[3])
