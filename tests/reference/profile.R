# Likelihood profiles and confidence intervals of R's glm (MASS).
# Run from this folder; writes profile.json.
library(jsonlite)
library(MASS)
budworm <- data.frame(ldose = rep(0:5, 2), sex = factor(rep(c("M", "F"), c(6, 6))),
                      dead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16))
air <- airquality
tight <- list(epsilon = 1e-12, maxit = 50)
fits <- list(
  budworm = glm(cbind(dead, 20 - dead) ~ sex + ldose, binomial, budworm, control = tight),
  cloglog = glm(cbind(dead, 20 - dead) ~ sex * ldose, binomial("cloglog"), budworm, control = tight),
  insurance = glm(Claims ~ District + Group, poisson, Insurance, offset = log(Holders), control = tight),
  quine = glm(Days ~ Age + Lrn, quasipoisson, quine, control = tight),
  quine_nb = glm(Days ~ Sex + Lrn, negative.binomial(2, "log"), quine, control = tight),
  air = glm(Ozone ~ Wind + Temp, Gamma("log"), air, control = tight),
  swiss = glm(Fertility ~ Agriculture + Education, gaussian, swiss, control = tight),
  mtcars = glm(am ~ wt, binomial, mtcars, control = tight),
  births = glm(low ~ age + lwt + factor(race), binomial, birthwt, weights = 1 + (smoke == 1), control = tight),
  aliased = glm(breaks ~ wool + I(2 * (wool == "B")) + tension, poisson, warpbreaks, control = tight)
)
one <- function(f) {
  traces <- lapply(profile(f, del = 0.5), function(t) if (is.null(t)) NULL else
    list(z = t[[1]], name = names(t)[1], values = unname(t$par.vals)))
  list(traces = traces, confint = suppressMessages(confint(f)), names = names(coef(f)))
}
write(toJSON(lapply(fits, one), digits = 10, na = "null"), "profile.json")
