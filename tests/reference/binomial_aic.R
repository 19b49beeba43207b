# AIC of binomial fits with prior weights that are no counts, of columns of counts and of
# proportions. Run from this folder; writes binomial_aic.json.
library(jsonlite)
x <- c(.1, .5, .9, .3, .7, .2, .6, .8)
of <- function(id, s, n, w) list(id = id, s = s, n = n, w = rep_len(w, length(s)), x = x[seq_along(s)])
one <- c(1, 0, 0, 1, 1, 0, 1, 0)
cases <- list(
  of("mixed-half", c(1, 2, 0, 3, 1), c(3, 3, 1, 5, 1), .5),
  of("mixed-fractions", c(1, 2, 0, 3, 1, 0, 1, 1), c(3, 3, 1, 5, 1, 1, 1, 1), c(.3, 1, 2, .5, .7, 1.6, .2, 3)),
  of("mixed-whole", c(1, 2, 0, 3, 1, 0, 1, 1), c(3, 3, 1, 5, 1, 1, 1, 1), c(2, 1, 3, 1, 2, 1, 4, 1)),
  of("mixed-zeros", c(1, 2, 0, 3, 1, 0, 1, 1), c(3, 3, 1, 5, 1, 1, 1, 1), c(0, 1, .5, 1, 0, .5, 1, 1)),
  of("several-of-weight-zero", one, c(rep(1, 7), 2), c(1, .5, 1, .5, .7, 2, 1, 0)),
  of("none", c(1, 2, 0, 3, 1, 0, 1, 0), c(3, 3, 1, 5, 1, 1, 1, 0), .5),
  of("single-half", one, rep(1, 8), .5),
  of("single-fractions", one, rep(1, 8), c(.5, 2, 1, 3, .7, 1.6, .2, 1)),
  of("single-whole", one, rep(1, 8), 2),
  of("single-none", c(one[-8], 0), c(rep(1, 7), 0), c(.5, 2, 1, 3, .7, 1.6, .2, 1)),
  of("counts-fractions", c(1.2, 2, 0, 3, 1.6, 0, 1, 1), c(3.5, 3, 1, 5, 2.4, 1, 1, 1), c(.3, 1, 2, .5, .7, 1.6, .2, 3)))
props <- list(
  of("proportion-trials", c(.5, .25, .2, .75, .1, .9, .5, .4), NULL, c(10, 8, 5, 4, 10, 10, 2, 5)),
  of("proportion-fractions", c(.5, .3, .2, .7, .1, .9, .5, .4), NULL, c(10, 10, 5.2, 5, 4.5, 3.2, .4, 0)),
  of("zero-one", one, NULL, c(2, 2, .5, .5, 1, 1, 3, .5)),
  of("zero-one-half", one, NULL, .5))

one_of <- function(case, counts) {
  d <- with(case, data.frame(s = s, x = x, w = w))
  if (counts) d$f <- case$n - case$s
  form <- if (counts) cbind(s, f) ~ x else s ~ x
  fits <- lapply(list(form, update(form, . ~ 1)), function(g) glm(g, binomial(), d, weights = w, epsilon = 1e-12))
  c(case, list(aic = sapply(fits, AIC), bic = BIC(fits[[1]]), loglik = as.numeric(logLik(fits[[1]])),
               drop1 = drop1(fits[[1]])$AIC))
}
out <- suppressWarnings(c(lapply(cases, one_of, TRUE), lapply(props, one_of, FALSE)))
write(toJSON(out, digits = NA, auto_unbox = TRUE, null = "null"), "binomial_aic.json")
