# Poisson fits with the square root link whose maximum is at a fitted rate of 0: there a whole step
# raises the deviance, and its halves gain nothing. Run from this folder; writes edge.json.
library(jsonlite)
data <- list(
  list(y = c(0, 0, 1, 2, 1, 1, 3, 5), z = c(1, 0, 2, 2, 0, 0, 0, 0)),
  list(y = c(0, 0, 0, 2, 0, 1, 2, 2), z = c(2, 2, 0, 0, 1, 1, 2, 1)),
  list(y = c(0, 3, 3, 0, 3, 2, 3, 1), z = c(0, 0, 0, 2, 0, 0, 0, 1)),
  list(y = c(0, 0, 0, 0, 2, 1, 2, 1), z = c(1, 1, 2, 2, 2, 0, 1, 1)))
cases <- lapply(data, function(d) {
  fit <- suppressWarnings(glm(y ~ x + z, poisson("sqrt"), cbind(x = 0:7, as.data.frame(d)), maxit = 100))
  c(d, list(converged = fit$converged, deviance = deviance(fit)))
})
write_json(cases, "edge.json", digits = NA, auto_unbox = TRUE)
