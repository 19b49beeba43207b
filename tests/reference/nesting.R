# Likelihood ratio tests of models of different kinds: lmtest's lrtest of R 4.2.2 with MASS and pscl
# 1.5.5, for tests/inference/test_nesting.py. From the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/nesting.R
# Writes tests/reference/nesting.json.
suppressMessages({library(MASS); library(pscl); library(lmtest); library(nnet); library(jsonlite)})
bio <- read.csv("tests/reference/data/biochemists.csv", stringsAsFactors = TRUE)
tight <- glm.control(epsilon = 1e-14, maxit = 200)
form <- art ~ fem + ment
end <- zeroinfl.control(reltol = 1e-16, maxit = 20000)
hend <- hurdle.control(reltol = 1e-16, maxit = 20000)
fits <- list(
  poisson = glm(form, poisson, bio, control = tight),
  geometric = glm(form, negative.binomial(1), bio, control = tight),
  negbin = glm.nb(form, bio, control = tight),
  zip = zeroinfl(art ~ fem + ment | 1, bio, control = end),
  zinb = zeroinfl(art ~ fem + ment | 1, bio, dist = "negbin", control = end),
  zig = zeroinfl(art ~ fem + ment | 1, bio, dist = "geometric", control = end),
  hurdle_poisson = hurdle(form, bio, zero.dist = "poisson", control = hend),
  hurdle_mixed = hurdle(form, bio, dist = "negbin", zero.dist = "poisson", control = hend),
  hurdle_cloglog = hurdle(form, bio, link = "cloglog", control = hend)
)
pairs <- list(c("poisson", "negbin"), c("geometric", "negbin"), c("poisson", "zip"), c("poisson", "zinb"),
  c("zip", "zinb"), c("zig", "zinb"), c("negbin", "zinb"), c("geometric", "zig"), c("poisson", "hurdle_poisson"),
  c("poisson", "hurdle_cloglog"), c("poisson", "hurdle_mixed"), c("hurdle_poisson", "hurdle_mixed"))
of_pair <- function(pair) {
  table <- suppressWarnings(lrtest(fits[[pair[1]]], fits[[pair[2]]]))
  list(models = pair, loglik = unname(table$LogLik), df = unname(table$`#Df`), chisq = table$Chisq[2], p = table$`Pr(>Chisq)`[2])
}
write(toJSON(lapply(pairs, of_pair), auto_unbox = TRUE, digits = 15, pretty = TRUE), "tests/reference/nesting.json")
