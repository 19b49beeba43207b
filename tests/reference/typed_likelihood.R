# Type II and III tests of the terms of polr and multinom: car's Anova of R 4.2.2, for
# tests/inference/hypothesis_tests/test_typed_likelihood_anova.py. From the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/typed_likelihood.R
# Writes tests/reference/typed_likelihood.json.
suppressMessages({library(MASS); library(nnet); library(car); library(jsonlite)})
housing <- read.csv("tests/reference/data/housing.csv", stringsAsFactors = TRUE)
housing <- transform(housing, Sat = ordered(Sat, c("Low", "Medium", "High")), Infl = factor(Infl, c("Low", "Medium", "High")),
  Type = factor(Type, c("Tower", "Apartment", "Atrium", "Terrace")), Cont = factor(Cont, c("Low", "High")))
rows <- function(t, page) list(terms = rownames(t), chisq = t[["LR Chisq"]], df = t[["Df"]], p = t[["Pr(>Chisq)"]], page = page)
case <- function(fit, type) { t <- Anova(fit, type = type); rows(t, capture.output(print(t))) }
big <- 1e5
fits <- function() list(
  polr = polr(Sat ~ Infl * Cont + Type, housing, weights = Freq, Hess = TRUE, control = list(reltol = 1e-16, maxit = 5000)),
  multinom = multinom(Sat ~ Infl * Cont + Type, housing, weights = Freq, trace = FALSE, reltol = 1e-16, abstol = 0, maxit = big))
treatment <- fits()
out <- list(II = lapply(treatment, case, "II"), III = lapply(treatment, case, "III"))
options(contrasts = c("contr.sum", "contr.poly"))
out$III_sum <- lapply(fits(), case, "III")
write(toJSON(out, auto_unbox = TRUE, digits = 15, pretty = TRUE), "tests/reference/typed_likelihood.json")
