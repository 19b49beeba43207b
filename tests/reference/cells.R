# Models of many equal rows: R's tables UCBAdmissions, Titanic and warpbreaks as rows, each several
# times. R 4.2.2 with MASS and jsonlite; run from this folder; writes cells.json.
library(jsonlite)
library(MASS)
rows_of <- function(table, times) {
  d <- as.data.frame(table)
  d[rep(seq_len(nrow(d)), d$Freq * times), names(d) != "Freq"]
}
ucb <- rows_of(UCBAdmissions, 5)
titanic <- rows_of(Titanic, 10)
breaks <- warpbreaks[rep(1:54, 400), ]
tight <- list(epsilon = 1e-14, maxit = 50)
one <- function(id, fit, terms) {
  profile <- suppressMessages(confint(fit, terms))
  list(id = id, formula = deparse(formula(fit)), coef = coef(fit),
       se = coef(summary(fit))[, 2], deviance = deviance(fit), null = fit$null.deviance,
       aic = AIC(fit), dispersion = summary(fit)$dispersion, df = fit$df.residual,
       confint = unname(profile), terms = terms,
       drop1 = unname(as.matrix(drop1(fit)[, c("Df", "Deviance")])),
       anova = unname(as.matrix(anova(fit)[, 1:4])),
       theta = fit$theta, se_theta = fit$SE.theta)
}
out <- list(
  one("ucb", glm(Admit == "Admitted" ~ Gender + Dept, binomial, ucb, control = tight), c("GenderFemale", "DeptC")),
  one("ucb-probit", glm(Admit == "Admitted" ~ Gender * Dept, binomial("probit"), ucb, control = tight), c("GenderFemale", "GenderFemale:DeptB")),
  one("titanic", glm(Survived == "Yes" ~ Class + Sex + Age, binomial, titanic, control = tight), c("Class2nd", "AgeAdult")),
  one("poisson", glm(breaks ~ wool * tension, poisson, breaks, control = tight), c("woolB", "tensionM")),
  one("Gamma", glm(breaks ~ wool + tension, Gamma("log"), breaks, control = tight), c("woolB", "tensionM")),
  one("gaussian", glm(breaks ~ wool + tension, gaussian, breaks, control = tight), c("woolB", "tensionM")),
  one("negbin", glm.nb(breaks ~ wool + tension, breaks, control = glm.control(1e-14, 50)), c("woolB", "tensionM")))
tables <- lapply(list(ucb = UCBAdmissions, titanic = Titanic), as.data.frame)
write(toJSON(list(tables = tables, fits = out), digits = NA, auto_unbox = TRUE, null = "null", na = "null"), "cells.json")
