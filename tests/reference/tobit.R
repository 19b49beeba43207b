# survreg(dist = "gaussian") of survival, whose left-censored normal response is a tobit model, at its
# fixed point (rel.tolerance = 1e-13). Run from this folder; writes tobit.json.
suppressMessages({library(jsonlite); library(survival)})
warpbreaks$y <- pmax(warpbreaks$breaks, 20)
warpbreaks$w <- rep(1:3, 18)
fit <- function(formula, w = rep(1, 54)) eval(bquote(survreg(.(formula), warpbreaks, .(w), dist = "gaussian",
  control = survreg.control(rel.tolerance = 1e-13, maxiter = 100))))
numbers <- function(f) list(
  coefficients = as.list(coef(f)), log_sigma = log(f$scale), vcov = unname(vcov(f)),
  loglik = f$loglik[2], null_loglik = f$loglik[1], lp = unname(predict(f, type = "lp")))
censored <- Surv(warpbreaks$y, warpbreaks$y > 20, type = "left")
write_json(list(
  factor = numbers(fit(censored ~ wool * tension)),
  weights = numbers(fit(censored ~ tension, warpbreaks$w)),
  offset = numbers(fit(censored ~ wool + offset(w)))
), "tobit.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
