# Numbers of extreme size: R's coefficients, standard errors, deviance and AIC where it fits; the
# cases that it does not fit, or fits with standard errors of 0 or Inf, have none. Run from this
# folder; writes extremes.json.
library(jsonlite)
x <- 1:8; y <- c(1, 3, 2, 5, 4, 7, 6, 9); b <- c(0, 0, 1, 0, 1, 1, 0, 1)
FAMILIES <- list(gaussian = gaussian(), poisson = poisson(), binomial = binomial(), Gamma = Gamma("log"),
                 inverse_gaussian = inverse.gaussian("log"))
one <- function(what, size, family) {
  response <- if (family == "binomial") b else y
  d <- data.frame(y = response * if (what == "y") size else 1, x = x * if (what == "x") size else 1,
                  w = if (what == "w") size else 1, o = if (what == "o") size else 0)
  fit <- tryCatch(glm(y ~ x, FAMILIES[[family]], d, weights = w, offset = o), error = function(e) NULL)
  out <- list(what = what, size = size, family = family)
  if (is.null(fit)) return(out)
  se <- sqrt(diag(vcov(fit)))
  if (!all(is.finite(se)) || any(se == 0)) return(out)
  c(out, list(coef = unname(coef(fit)), se = unname(se), deviance = deviance(fit), aic = AIC(fit)))
}
sizes <- list(x = c(1e150, 1e155, 1e200, 1e300, 1e-150, 1e-160, 1e-300), y = c(1e100, 1e150, 1e155, 1e300, 1e-100, 1e-160),
              w = c(1e100, 1e300, 1e-100, 1e-300), o = c(700, 1e5, -1e5))
out <- list()
for (what in names(sizes)) for (size in sizes[[what]]) for (family in names(FAMILIES))
  if (!(what == "y" && family %in% c("binomial", if (size < 1) "poisson")))
    out <- c(out, list(suppressWarnings(one(what, size, family))))
write(toJSON(out, digits = NA, auto_unbox = TRUE), "extremes.json")
