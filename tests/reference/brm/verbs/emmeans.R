# What emmeans says of given draws (a Poisson model of warpbreaks, a logistic one of mtcars).
# Run from this folder (tests/reference); writes brm/verbs/emmeans.json.
suppressMessages({library(emmeans)})
source("glm/json.R")
set.seed(1)
draws_of <- function(fit, n) {
  one <- chol(vcov(fit)); b <- coef(fit)
  signif(t(b + t(one) %*% matrix(rnorm(n * length(b)), length(b))), 10)
}
table_of <- function(x) { s <- as.data.frame(summary(x)); unname(as.matrix(s[sapply(s, is.numeric) & grepl("emmean|response|rate|prob|ratio|estimate|HPD", names(s))])) }
counts <- glm(breaks ~ wool * tension, poisson, warpbreaks)
draws <- draws_of(counts, 60)
grid <- qdrg(~ wool * tension, data = warpbreaks, mcmc = draws, link = "log")
two <- signif(draws_of(glm(am ~ wt + vs, binomial, mtcars), 60), 10)
grid2 <- qdrg(~ wt + vs, data = mtcars, mcmc = two, link = "logit")
grid3 <- qdrg(~ wt + vs, data = mtcars, mcmc = two, link = "logit", at = list(wt = c(2, 3)))
out <- list(
  draws = unname(apply(draws, 1, as.list)),
  tension = table_of(suppressMessages(emmeans(grid, ~ tension))),
  both = table_of(emmeans(grid, ~ wool * tension)),
  response = table_of(suppressMessages(emmeans(grid, ~ tension, type = "response"))),
  pairs = table_of(pairs(emmeans(grid, ~ tension | wool))),
  ratios = table_of(pairs(suppressMessages(emmeans(grid, ~ wool)), type = "response")),
  two = unname(apply(two, 1, as.list)),
  wt = table_of(emmeans(grid3, ~ wt, type = "response", level = 0.9)),
  odds = table_of(pairs(emmeans(grid2, ~ vs), type = "response")))
writeLines(json(out), "brm/verbs/emmeans.json")
