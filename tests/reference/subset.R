# Rows whose subset= is NA: rows of NA after na.exclude, counted as missing.
# Run from this folder; writes subset.json.
suppressMessages({library(jsonlite); library(MASS); library(pscl)})
set.seed(4)
n <- 60
d <- data.frame(y = rpois(n, 3) * rbinom(n, 1, 0.8), x = round(rnorm(n), 2), z = round(rnorm(n), 2), w = rep(1:3, 20),
                g = rep(c("a", "b", "c", "b"), 15), s = rep(c(TRUE, TRUE, NA, FALSE, TRUE), 12))
d$g[3] <- "only where s is NA"
d$x[c(4, 8, 16)] <- NA
d$o <- cut(d$z + rlogis(n), c(-99, -1, 1, 99), labels = c("lo", "mid", "hi"), ordered_result = TRUE)
one <- function(f) list(coef = unname(coef(f)), residuals = unname(residuals(f)), fitted = unname(fitted(f)),
  predict = unname(predict(f)), omitted = length(f$na.action), nobs = nobs(f), df = f$df.residual, bic = BIC(f),
  line = grep("missing", capture.output(print(summary(f))), value = TRUE))
e <- na.exclude
fits <- list(
  column = glm(y ~ x + g, poisson, d, subset = s, na.action = e),
  condition = glm(y ~ g, poisson, d, subset = x > 0, na.action = e),
  either = glm(y ~ z, poisson, d, subset = x > 0 | z > 0, na.action = e),
  weighted = glm(y ~ z, poisson, d, subset = s, weights = w, offset = log(w), na.action = e),
  curve = glm(y ~ poly(z, 2), poisson, d, subset = s, na.action = e),
  normal = glm(z ~ g, gaussian, d, subset = s, na.action = e),
  omit = glm(y ~ z, poisson, d, subset = s),
  negbin = glm.nb(y ~ z, d, subset = s, na.action = e)
)
f <- fits$column
kinds <- list(response = unname(residuals(f, "response")), pearson = unname(residuals(f, "pearson")),
  cooks = unname(cooks.distance(f)), hat = unname(hatvalues(f)), rstandard = unname(rstandard(f)),
  terms = unname(predict(f, type = "terms")), working = unname(naresid(f$na.action, f$weights)))
ordinal <- polr(o ~ z, d, subset = s, na.action = e, Hess = TRUE, control = list(reltol = 1e-14))
zi <- zeroinfl(y ~ z | 1, d, subset = s, na.action = e, control = zeroinfl.control(reltol = 1e-14))
out <- list(data = d, fits = lapply(fits, one), kinds = kinds,
  drop1 = unname(as.matrix(drop1(f, test = "Chisq"))), add1 = unname(as.matrix(add1(f, ~ . + z, test = "Chisq"))),
  updated = unname(residuals(update(f, . ~ . + z))),
  polr = list(coef = unname(c(coef(ordinal), ordinal$zeta)), nobs = nrow(ordinal$fitted.values), omitted = length(ordinal$na.action)),
  zeroinfl = list(coef = unname(coef(zi)), n = zi$n, omitted = length(zi$na.action)))
write(toJSON(out, digits = 12, na = "null", auto_unbox = TRUE), "subset.json")
