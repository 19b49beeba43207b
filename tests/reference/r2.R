# R-squared of lm, and the measures that stand for it elsewhere.
# Run from this folder; writes r2.json. R 4.2 with MASS, pscl, nnet, VGAM.
# The measures are written out from their definitions; `pR2` is what pscl says, where its null model
# is the same. The null model is fitted to the same rows with the same weights and offsets.
suppressMessages({library(jsonlite); library(MASS); library(pscl); library(nnet)})
source("glm/typed_data.R")
for (name in c("births", "warpbreaks", "quine", "housing", "wine", "biochemists", "esoph", "insurance", "mtcars", "toy", "airquality", "swiss"))
  assign(name, read(name))
tight <- list(epsilon = 1e-14, maxit = 100)

by_likelihood <- function(l, l0, k, n) list(McFadden = 1 - l / l0, McFaddenAdj = 1 - (l - k) / l0,
  CoxSnell = 1 - exp(2 * (l0 - l) / n), Nagelkerke = (1 - exp(2 * (l0 - l) / n)) / (1 - exp(2 * l0 / n)))
efron <- function(y, mu, w) list(Efron = 1 - sum(w * (y - mu)^2) / sum(w * (y - sum(w * y) / sum(w))^2))
tjur <- function(y, p, w) list(Tjur = sum((w * p)[y == 1]) / sum(w[y == 1]) - sum((w * p)[y == 0]) / sum(w[y == 0]))
say <- function(id, fun, data, formula, values, family = NULL, weights = NULL, pscl = NULL, more = NULL)
  c(list(id = id, fun = fun, data = data, formula = formula, family = family, weights = weights, values = values, pR2 = pscl), more)
ask_pscl <- function(fit) {
  capture.output(v <- pscl::pR2(fit))
  as.list(v[c("McFadden", "r2ML", "r2CU")])
}
cases <- list()
add <- function(case) cases[[length(cases) + 1]] <<- case

# glm: n observations, rows with a weight
d <- NULL
one_glm <- function(id, data, formula, null, family, ours = family, weights = NULL, pscl = TRUE) {
  d <<- get(data)
  f <- parse(text = family)[[1]]
  w <- if (is.null(weights)) rep(1, nrow(d)) else d[[weights]]
  d$w. <<- w
  call <- bquote(suppressWarnings(glm(.(as.formula(formula)), data = d, family = .(f), control = tight)))
  if (!is.null(weights)) call[[2]]$weights <- as.name("w.")
  fit <- eval(call)
  d0 <<- d[rownames(model.frame(fit)), ]
  zero <- eval(bquote(suppressWarnings(glm(.(as.formula(null)), data = d0, family = .(f), weights = w., control = tight))))
  used <- fit$prior.weights > 0
  k <- attr(logLik(fit), "df")
  values <- c(by_likelihood(as.numeric(logLik(fit)), as.numeric(logLik(zero)), k, sum(used)),
              efron(fit$y, fit$fitted.values, fit$prior.weights),
              if (fit$family$family == "binomial") tjur(fit$y, fit$fitted.values, fit$prior.weights))
  add(say(id, "glm", data, formula, values, ours, weights, if (pscl) ask_pscl(fit)))
}
one_glm("births", "births", "low ~ age + lwt + race + smoke", "low ~ 1", "binomial()")
one_glm("probit", "births", "low ~ lwt + smoke", "low ~ 1", "binomial(\"probit\")")
one_glm("no-intercept", "births", "low ~ race + smoke - 1", "low ~ 1", "binomial()")
one_glm("poisson", "warpbreaks", "breaks ~ wool * tension", "breaks ~ 1", "poisson()")
one_glm("poisson-no-intercept", "warpbreaks", "breaks ~ tension - 1", "breaks ~ 1", "poisson()")
one_glm("offset", "insurance", "Claims ~ District + Age + offset(log(Holders))", "Claims ~ offset(log(Holders))", "poisson()", pscl = FALSE)
one_glm("offset-no-intercept", "insurance", "Claims ~ District + offset(log(Holders)) - 1", "Claims ~ offset(log(Holders))", "poisson()", pscl = FALSE)
one_glm("gaussian", "swiss", "Fertility ~ Agriculture + Education", "Fertility ~ 1", "gaussian()")
one_glm("gamma", "births", "bwt ~ age + race + smoke", "bwt ~ 1", "Gamma(\"log\")")
one_glm("gamma-no-intercept", "births", "bwt ~ race - 1", "bwt ~ 1", "Gamma(\"log\")")
one_glm("inverse-gaussian", "births", "bwt ~ lwt + smoke", "bwt ~ 1", "inverse.gaussian(\"log\")", "inverse_gaussian(\"log\")")
one_glm("missing", "airquality", "Ozone ~ Solar.R + Wind", "Ozone ~ 1", "poisson()", pscl = FALSE)
one_glm("weights", "toy", "count ~ x + g", "count ~ 1", "poisson()", weights = "w", pscl = FALSE)

# successes out of trials: a row is an observation, but for Tjur's measure a trial
fit <- glm(cbind(ncases, ncontrols) ~ agegp + alcgp, data = esoph, family = binomial, control = tight)
zero <- glm(cbind(ncases, ncontrols) ~ 1, data = esoph, family = binomial, control = tight)
w <- esoph$ncases + esoph$ncontrols
y <- esoph$ncases / w
p <- fitted(fit)
add(say("counts", "glm", "esoph", "cbind(ncases, ncontrols) ~ agegp + alcgp",
  c(by_likelihood(as.numeric(logLik(fit)), as.numeric(logLik(zero)), length(coef(fit)), nrow(esoph)), efron(y, p, w),
    tjur(rep(c(1, 0), each = length(p)), c(p, p), c(esoph$ncases, esoph$ncontrols))), "binomial()"))

# models by maximum likelihood: n is nobs()
g <- glm.nb(Days ~ Eth + Sex + Age, data = quine, control = glm.control(epsilon = 1e-14, maxit = 100))
g0 <- glm.nb(Days ~ 1, data = quine, control = glm.control(epsilon = 1e-14, maxit = 100))
add(say("glm.nb", "glm_nb", "quine", "Days ~ Eth + Sex + Age",
  c(by_likelihood(as.numeric(logLik(g)), as.numeric(logLik(g0)), attr(logLik(g), "df"), nrow(quine)), efron(g$y, fitted(g), 1 + 0 * g$y)),
  pscl = ask_pscl(g)))
big <- list(reltol = 1e-15, maxit = 5000)
p <- polr(Sat ~ Infl + Type + Cont, data = housing, weights = Freq, control = big)
p0 <- polr(Sat ~ 1, data = housing, weights = Freq, control = big)
add(say("polr", "polr", "housing", "Sat ~ Infl + Type + Cont",
  by_likelihood(as.numeric(logLik(p)), as.numeric(logLik(p0)), attr(logLik(p), "df"), sum(housing$Freq)), weights = "Freq"))
p <- polr(rating ~ temp + contact, data = wine, control = big, Hess = TRUE)
p0 <- polr(rating ~ 1, data = wine, control = big)
add(say("wine", "polr", "wine", "rating ~ temp + contact",
  by_likelihood(as.numeric(logLik(p)), as.numeric(logLik(p0)), attr(logLik(p), "df"), nrow(wine)), pscl = ask_pscl(p)))
for (formula in c("Sat ~ Infl + Type", "Sat ~ Infl - 1")) {
  m <- multinom(as.formula(formula), data = housing, weights = Freq, trace = FALSE, reltol = 1e-15, maxit = 2000)
  m0 <- multinom(Sat ~ 1, data = housing, weights = Freq, trace = FALSE, reltol = 1e-15, maxit = 2000)
  add(say(paste("multinom", formula), "multinom", "housing", formula,
    by_likelihood(as.numeric(logLik(m)), as.numeric(logLik(m0)), attr(logLik(m), "df"), sum(housing$Freq)), weights = "Freq"))
}
z <- zeroinfl(art ~ fem + ment | ment, data = biochemists, dist = "negbin", control = zeroinfl.control(reltol = 1e-15))
z0 <- zeroinfl(art ~ 1, data = biochemists, dist = "negbin", control = zeroinfl.control(reltol = 1e-15))
add(say("zeroinfl", "zeroinfl", "biochemists", "art ~ fem + ment | ment",
  c(by_likelihood(as.numeric(logLik(z)), as.numeric(logLik(z0)), attr(logLik(z), "df"), nrow(biochemists)),
    efron(z$y, fitted(z), 1 + 0 * z$y)), more = list(dist = "negbin")))
h <- hurdle(art ~ fem + ment - 1 | ment - 1, data = biochemists, control = hurdle.control(reltol = 1e-15))
h0 <- hurdle(art ~ 1, data = biochemists, control = hurdle.control(reltol = 1e-15))
add(say("hurdle", "hurdle", "biochemists", "art ~ fem + ment - 1 | ment - 1",
  c(by_likelihood(as.numeric(logLik(h)), as.numeric(logLik(h0)), attr(logLik(h), "df"), nrow(biochemists)),
    efron(h$y, fitted(h), 1 + 0 * h$y))))

one_lm <- function(id, data, formula, weights = NULL) {
  d <<- get(data)
  d$w. <<- if (is.null(weights)) 1 else d[[weights]]
  s <- suppressWarnings(summary(eval(bquote(lm(.(as.formula(formula)), data = d, weights = w.)))))
  add(say(id, "lm", data, formula, list(r_squared = s$r.squared, adj_r_squared = s$adj.r.squared), weights = weights))
}
one_lm("lm", "swiss", "Fertility ~ Agriculture + Education")
one_lm("lm-weights", "toy", "count ~ x + g", "w")
one_lm("lm-no-intercept", "mtcars", "mpg ~ wt + hp - 1")
one_lm("lm-one", "mtcars", "mpg ~ 1")
one_lm("lm-aliased", "mtcars", "mpg ~ wt + I(2 * wt)")
one_lm("lm-offset", "mtcars", "mpg ~ wt + offset(qsec)")
write_json(cases, "r2.json", digits = NA, auto_unbox = TRUE, null = "null", na = "string")
