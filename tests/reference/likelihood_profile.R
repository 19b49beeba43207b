# Likelihood profiles of R's polr (MASS).
# Run from this folder; writes likelihood_profile.json.
suppressMessages({library(MASS); library(ordinal)})
library(jsonlite)
tight <- list(reltol = 1e-15, maxit = 5000)
fits <- list(
  housing = polr(Sat ~ Infl + Type + Cont, housing, Freq, Hess = TRUE, control = tight),
  probit = polr(Sat ~ Infl + Cont, housing, Freq, Hess = TRUE, method = "probit", control = tight),
  cloglog = polr(Sat ~ Infl + Cont, housing, Freq, Hess = TRUE, method = "cloglog", control = tight),
  wine = polr(rating ~ temp + contact, wine, Hess = TRUE, control = tight)
)
one <- function(f) {
  traces <- lapply(profile(f, del = 0.5, alpha = 0.05), function(t) list(z = t$z, values = unname(t$par.vals)))
  list(traces = traces, names = names(coef(f)))
}
write(toJSON(lapply(fits, one), digits = 10), "likelihood_profile.json")
