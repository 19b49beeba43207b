# MASS's boxcox of linear models, and the exact maximum and interval of the same likelihood.
# Run from this folder: Rscript boxcox.R   (R 4.2.2 with MASS; writes boxcox.json)
suppressPackageStartupMessages({library(MASS); library(jsonlite)})

# the likelihood by its definition, for weights too, which MASS does not use on the response
loglik <- function(fit, lambda) {
  w <- if (is.null(fit$weights)) rep(1, nobs(fit)) else fit$weights
  y <- model.response(model.frame(fit))
  keep <- w > 0
  u <- log(y[keep]) - mean(log(y[keep]))
  X <- sqrt(w[keep]) * model.matrix(fit)[keep, , drop = FALSE]
  sapply(lambda, function(l) {
    z <- if (l == 0) u else expm1(l * u) / l
    -length(u) / 2 * log(sum(qr.resid(qr(X), sqrt(w[keep]) * z)^2))
  })
}

case <- function(id, fit, lambda = seq(-2, 2, 1 / 10), level = 0.95, mass = TRUE) {
  y <- if (mass) boxcox(fit, lambda = lambda, plotit = FALSE, eps = 1e-9)$y else loglik(fit, lambda)
  best <- optimize(function(l) loglik(fit, l), c(-5, 5), maximum = TRUE, tol = 1e-12)
  drop <- function(l) loglik(fit, l) - best$objective + qchisq(level, 1) / 2
  low <- uniroot(drop, c(best$maximum - 9, best$maximum), tol = 1e-13)$root
  high <- uniroot(drop, c(best$maximum, best$maximum + 9), tol = 1e-13)$root
  lr <- 2 * (best$objective - loglik(fit, c(0, 1)))
  list(id = id, lambda = lambda, loglik = y, best = best$maximum, top = best$objective,
       low = low, high = high, level = level, lr = lr)
}

qu <- transform(quine, Days = Days + 1)
tr <- trees
tr$w <- rep(c(1, 2, 0.5, 0), length.out = nrow(tr))
tr$g <- rep(c("a", "b"), length.out = nrow(tr))
gaps <- tr
gaps$Girth[c(2, 9)] <- NA

out <- list(
  data = list(trees = tr, quine = qu),
  cases = list(
    case("trees", lm(Volume ~ log(Height) + log(Girth), tr)),
    case("grid", lm(Volume ~ log(Height) + log(Girth), tr), seq(-0.25, 0.25, length.out = 11)),
    case("level", lm(Volume ~ Girth, tr), level = 0.9),
    case("aliased", lm(Days ~ Eth * Sex * Age * Lrn, qu),
         seq(-0.05, 0.45, length.out = 21)),
    case("no_intercept", lm(Volume ~ Girth - 1, tr)),
    case("intercept", lm(Volume ~ 1, tr)),
    case("factor", lm(Volume ~ g, tr)),
    case("subset", lm(Volume ~ Girth, tr, subset = Height > 70)),
    case("missing", lm(Volume ~ Girth, gaps)),
    case("weights", lm(Volume ~ Girth, tr, weights = w), mass = FALSE),
    case("far", lm(I(Volume^-0.25) ~ Girth, tr), seq(-1, 1, 0.5), mass = TRUE)
  )
)
write_json(out, "boxcox.json", digits = NA, auto_unbox = TRUE)
