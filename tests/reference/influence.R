# Leverage, standardized residuals and Cook's distance of R's glm.
# Run from this folder; writes influence.json.
library(jsonlite)
budworm <- data.frame(ldose = rep(0:5, 2), sex = factor(rep(c("M", "F"), c(6, 6))),
                      dead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16))
warp <- warpbreaks
warp$w <- rep(c(0, 1, 2), 18)
one <- data.frame(x = c(1, 2, 3, 4, 9), g = factor(c("a", "a", "a", "a", "b")), y = c(2, 1, 4, 3, 7))
clot <- data.frame(u = c(5, 10, 15, 20, 30, 40, 60, 80, 100), y = c(118, 58, 42, 35, 27, 25, 21, 19, 18))
fits <- list(
  budworm = glm(cbind(dead, 20 - dead) ~ sex * ldose, binomial, budworm, epsilon = 1e-12),
  warp = glm(breaks ~ wool * tension, poisson, warp, epsilon = 1e-12),
  quasi = glm(breaks ~ wool + tension, quasipoisson, warp, epsilon = 1e-12),
  weights = glm(breaks ~ wool + tension, poisson, warp, weights = w, epsilon = 1e-12),
  alone = glm(y ~ x + g, gaussian, one),
  clotting = glm(y ~ log(u), Gamma, clot, epsilon = 1e-12)
)
out <- lapply(fits, function(f) list(
  hatvalues = unname(hatvalues(f)),
  deviance = unname(rstandard(f)),
  pearson = unname(rstandard(f, type = "pearson")),
  cooks_distance = unname(cooks.distance(f))
))
write(toJSON(out, digits = NA, na = "null", pretty = TRUE), "influence.json")
