# What brms 2.18.0, rstanarm and coda say of given draws of three parameters (two of them correlated, one
# skewed): estimates, intervals, hypotheses, kernel densities.
# Run from this folder (tests/reference); writes brm/verbs/parameters.json.
suppressMessages(library(brms))
source("glm/json.R")
set.seed(1)
n <- 400
wt <- rnorm(n, -5, 1)
draws <- data.frame(Intercept = 37 - 3 * (wt + 5) + rnorm(n, 0, 0.5), wt = wt, sigma = 2 + rgamma(n, 2, 3))
draws <- signif(draws, 12)
m <- as.matrix(draws)
table_of <- function(x) list(rows = rownames(x), columns = colnames(x), values = unname(lapply(seq_len(nrow(x)), function(i) I(unname(unlist(as.data.frame(x)[i, ]))))))
one_sided <- c("wt > -5.5", "Intercept + 3 * wt < 22", "exp(wt) > 0.004", "sigma - wt < 8", "wt^2 / 2 - sqrt(sigma) > 11",
               "wt < -2", "wt < 10")
tested <- function(...) {
  h <- hypothesis(draws, one_sided, ...)
  c(table_of(h$hypothesis[-(1)][1:6]), list(labels = h$hypothesis$Hypothesis, star = h$hypothesis$Star))
}
out <- list(
  draws = as.list(draws),
  summary = table_of(posterior_summary(m)),
  robust = table_of(posterior_summary(m, probs = c(0.05, 0.9), robust = TRUE)),
  interval = table_of(rstanarm::posterior_interval(m)),
  interval50 = table_of(rstanarm::posterior_interval(m, prob = 0.5)),
  hdi = table_of(coda::HPDinterval(coda::as.mcmc(m), prob = 0.9)),
  hdi50 = table_of(coda::HPDinterval(coda::as.mcmc(m), prob = 0.5)),
  vcov = table_of(cov(m)), correlation = table_of(cor(m)),
  one_sided = one_sided, tested = tested(), tested_robust = tested(robust = TRUE, alpha = 0.1),
  two_sided = list(labels = hypothesis(draws, "wt = -4")$hypothesis$Hypothesis,
                   lower = hypothesis(draws, "wt = -4")$hypothesis$CI.Lower,
                   upper = hypothesis(draws, "wt = -4")$hypothesis$CI.Upper),
  bandwidth = sapply(draws, bw.nrd0),
  points = c(-5, -4, -2.5),
  density = density_ratio(draws$wt, point = c(-5, -4, -2.5), n = 2^16))
writeLines(json(out), "brm/verbs/parameters.json")
