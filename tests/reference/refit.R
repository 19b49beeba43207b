# The coefficients of glm() for many responses of one design. Needs jsonlite; runs from this folder.
# The responses are written with them.
library(jsonlite)
set.seed(20)
n <- 40
x <- round(rnorm(n), 2)
g <- factor(rep(c("a", "b"), length.out = n))
w <- rep(1:3, length.out = n)
responses <- list(
  binomial = matrix(rbinom(4 * n, 1, plogis(x)), n),
  poisson = matrix(rpois(4 * n, exp(1 + x / 2)), n),
  Gamma = matrix(round(rgamma(4 * n, 2, 1), 3) + 0.001, n),
  gaussian = matrix(round(rnorm(4 * n), 3), n)
)
links <- c(binomial = "cloglog", poisson = "log", Gamma = "log", gaussian = "identity")
fits <- lapply(names(responses), function(name) {
  family <- get(name)(link = links[[name]])
  each <- apply(responses[[name]], 2, function(y) {
    fit <- suppressWarnings(glm(y ~ x + g, family, weights = w, epsilon = 1e-8))
    list(coef = unname(coef(fit)), se = unname(coef(summary(fit))[, 2]),
         deviance = deviance(fit), iter = fit$iter)
  })
  list(family = name, link = links[[name]], y = responses[[name]], fits = each)
})
write_json(list(x = x, g = g, w = w, cases = fits), "refit.json", digits = NA, auto_unbox = TRUE)
