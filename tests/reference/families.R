# Links and families of R, MASS and statmod as tables of values.
# Run from the repository's root: Rscript tests/reference/families.R
# Numbers are written as text with 17 digits, so that Inf and NaN survive.
suppressMessages({library(MASS); library(statmod); library(jsonlite)})

text <- function(x) I(sprintf("%.17g", as.numeric(x)))
quietly <- function(x) suppressWarnings(x)

etas <- list(
  unit = c(-1e6, -800, -100, -40, -37, -36, -30.0001, -30, -29.9, -12, -8.2, -8.126, -8.12, -5,
           -1, -0.3, -1e-9, 0, 1e-9, 0.3, 1, 2.5, 3.5, 3.6, 3.7, 5, 6, 8, 8.13, 9, 29.9, 30,
           30.0001, 36, 100, 700, 710, 800, 1e6),
  real = c(-1e6, -36.1, -36, -30, -3, -0.1, -1e-9, 0.1, 1, 2.5, 10, 37, 100, 700, 709.7),
  positive = c(1e-20, 1e-6, 0.01, 0.5, 1, 1.5, 3, 42, 1e6))
mus <- list(
  unit = c(1e-15, 1e-8, 1e-4, 0.01, 0.1, 0.25, 0.4, 0.5, 0.5000001, 0.7, 0.9, 0.99, 1 - 1e-6),
  positive = c(1e-15, 1e-6, 0.01, 0.5, 1, 1.5, 3, 42, 1e6, 1e12))

link_table <- function(link, eta, mu) list(
  name = unbox(link$name), eta = text(eta), mu = text(mu), linkfun = text(link$linkfun(mu)),
  linkinv = text(link$linkinv(eta)), mu_eta = text(link$mu.eta(eta)),
  valid = sapply(c(-1, 0, 1, Inf), function(e) quietly(link$valideta(e))))
named <- function(name, kind, mukind = kind)
  link_table(make.link(name), etas[[kind]], mus[[mukind]])
powered <- function(lambda) c(
  list(lambda = text(lambda)), link_table(power(lambda), etas$positive, mus$positive))
statmod_link <- function(lambda) {
  f <- tweedie(var.power = 1.5, link.power = lambda)
  f$name <- f$link
  c(list(lambda = text(lambda)), link_table(f, etas$positive, mus$positive))
}

links <- c(
  lapply(c("logit", "probit", "cauchit", "cloglog"), named, kind = "unit"),
  list(named("log", "real", "positive"), named("identity", "real", "positive"),
       named("inverse", "positive"), named("sqrt", "positive"), named("1/mu^2", "positive")))
powers <- lapply(c(1/3, 0.5, 0.333, 1, 1.5, 2, 0, -1, -2), powered)
statmod_links <- lapply(c(0, 1, -0.5, 1/3, -1/3, 0.123456, -2, 2), statmod_link)

# Every pair of y and mu; weights 1, 2, 0.5 in turn.
grid_of <- list(
  real = list(y = c(-3, -0.5, 0, 0.2, 1, 7, 1e4), mu = c(-2, -0.1, 0.3, 1, 9, 1e3)),
  counts = list(y = c(0, 1, 2, 3, 10, 50, 1000, 1e6),
                mu = c(1e-8, 0.01, 0.7, 1, 2.2, 3, 9.9, 51, 1001, 1e6)),
  unit = list(y = c(0, 0.001, 0.2, 0.5, 0.9, 1), mu = c(1e-12, 1e-4, 0.1, 0.3, 0.5, 0.8, 0.999)),
  positive = list(y = c(1e-6, 0.1, 1, 2.5, 40, 1e5), mu = c(1e-5, 0.2, 0.9, 3, 41, 9e4)))
zeros <- function(g) list(y = c(0, g$y), mu = g$mu)

cross <- function(g) {
  at <- expand.grid(y = g$y, mu = g$mu)
  at$wt <- rep_len(c(1, 2, 0.5), nrow(at))
  at
}
start_of <- function(f, y, weights) {
  env <- list2env(list(y = y, weights = weights, nobs = NROW(y), family = f, mustart = NULL,
                       start = NULL, etastart = NULL))
  warned <- character()
  withCallingHandlers(for (e in as.list(as.expression(f$initialize))) eval(e, env),
    warning = function(w) { warned <<- c(warned, conditionMessage(w))
                            invokeRestart("muffleWarning") })
  list(given = if (is.matrix(y)) apply(y, 1, text, simplify = FALSE) else text(y),
       given_weights = text(weights), y = text(env$y), weights = text(env$weights),
       trials = text(rep_len(env$n, NROW(y))), mustart = text(env$mustart),
       warned = I(warned))
}
# Blocks of rows for the AIC: the pairs of y and mu, by the given trials.
aic_of <- function(f, y, mu, wt, n) {
  dev <- sum(f$dev.resids(y, mu, wt))
  list(y = text(y), mu = text(mu), wt = text(wt), trials = text(n), dev = text(dev),
       aic = text(quietly(f$aic(y, n, mu, wt, dev))))
}
family_table <- function(call, f, grid, starts, aics, ...) {
  at <- cross(grid)
  page <- paste0(paste(capture.output(print(f)), collapse = "\n"), "\n")
  list(call = unbox(call), name = unbox(f$family), link = unbox(f$link), page = unbox(page),
       y = text(at$y), mu = text(at$mu), wt = text(at$wt), variance = text(f$variance(at$mu)),
       dev_resids = text(f$dev.resids(at$y, at$mu, at$wt)),
       starts = lapply(starts, function(s) start_of(f, s[[1]], s[[2]])),
       aics = lapply(aics, function(a) do.call(aic_of, c(list(f), a))))
}
set.seed(7)
ones <- rep(1, 8)
w <- c(1, 2, 0.5, 3, 1, 4, 2, 1)
counts <- c(0, 1, 2, 5, 9, 0, 100, 31)
means <- c(0.3, 1.2, 1.9, 6, 8, 0.01, 110, 20)
gammas <- c(0.1, 1, 2, 5, 9, 0.01, 100, 31)
unit <- c(0.1, 0.6, 0.3, 0.9, 0.5, 0.01, 0.99, 0.7)
binary <- c(0, 1, 0, 1, 1, 0, 1, 0)
sizes <- c(5, 1, 10, 300, 1e5, 2, 7, 0)
won <- c(2, 1, 0, 280, 49900, 0, 7, 0)
share <- ifelse(sizes > 0, won / sizes, 0)
binomial_starts <- list(
  list(binary, ones), list(c(0, 1, 0.5, 0.25), c(3, 0, 2, 4)), list(c(0, 1, 0.5), c(1, 2, 1)),
  list(c(5, 0.5), c(0, 2)), list(cbind(c(3, 0, 1, 0), c(1, 0, 0, 4)), c(1, 1, 2, 0.5)),
  list(cbind(c(1.2, 2), c(0, 1)), c(1, 1)))
binomial_aics <- list(
  list(binary, unit, ones, ones), list(binary, unit, w, ones), list(share, unit, sizes, ones),
  list(share, unit, sizes, sizes), list(share, unit, sizes * w, sizes),
  list(binary, unit, c(1, 0, 1, 1, 0, 1, 1, 1), c(1, 0, 1, 1, 0, 1, 1, 1)))
start_counts <- list(list(c(0, 1, 3, 20), c(1, 2, 0, 1)))
count_aics <- list(list(counts, means, ones, ones), list(counts, means, w, ones))
gamma_aics <- list(list(gammas, means, ones, ones), list(gammas, means, w, ones),
                   list(gammas, means, replace(w, 3, 0), ones))
start_positive <- list(list(c(0.5, 1, 3, 20), c(1, 2, 0, 1)))
start_real <- list(list(c(-0.5, 0, 3, 20), c(1, 2, 0, 1)))
start_unit <- list(list(c(0, 0.3, 1), c(1, 2, 0)))
none <- list(list(unit, unit, ones, ones))
with(grid_of, {
families <<- list(
  family_table("gaussian()", gaussian(), real, start_real, gamma_aics),
  family_table("binomial()", binomial(), unit, binomial_starts, binomial_aics),
  family_table("poisson()", poisson(), counts, start_counts, count_aics),
  family_table("Gamma()", Gamma(), positive, start_positive, gamma_aics),
  family_table("inverse_gaussian()", inverse.gaussian(), positive, start_positive, gamma_aics),
  family_table("quasi()", quasi(), real, start_real, none),
  family_table("quasi('logit', 'mu(1-mu)')", quasi("logit", "mu(1-mu)"), unit, start_unit, none),
  family_table("quasi('log', 'mu')", quasi("log", "mu"), counts, start_counts, none),
  family_table("quasi('inverse', 'mu^2')", quasi("inverse", "mu^2"), zeros(positive),
               start_counts, none),
  family_table("quasi('1/mu^2', 'mu^3')", quasi("1/mu^2", "mu^3"), positive, start_positive, none),
  family_table("quasibinomial('cauchit')", quasibinomial("cauchit"), unit, binomial_starts, none),
  family_table("quasipoisson('sqrt')", quasipoisson("sqrt"), counts, start_counts, none),
  family_table("negative_binomial(2)", negative.binomial(2), counts, start_counts, count_aics),
  family_table("negative_binomial(0.1234567)", negative.binomial(0.1234567), counts,
               start_counts, count_aics),
  family_table("negative_binomial(1e5)", negative.binomial(1e5), counts, start_counts,
               count_aics),
  family_table("tweedie()", tweedie(), real, list(list(c(-1, 0, 2), c(1, 1, 1))), none),
  family_table("tweedie(1, 0)", tweedie(1, 0), counts, start_counts, none),
  family_table("tweedie(1.5)", tweedie(1.5), zeros(positive), start_counts, none),
  family_table("tweedie(1.2, 0)", tweedie(1.2, 0), zeros(positive), start_counts, none),
  family_table("tweedie(2)", tweedie(2), positive, start_positive, none),
  family_table("tweedie(3, 0)", tweedie(3, 0), positive, start_positive, none),
  family_table("tweedie(2.5, 1/3)", tweedie(2.5, 1/3), positive, start_positive, none),
  family_table("tweedie(-1, 0)", tweedie(-1, 0), positive, start_positive, none))
})
thetas <- c(2, 1.23456789, 0.001, 123456, 123456.789, 1e5, 1e6, 12345.67891)
write_json(list(links = links, powers = powers, statmod_links = statmod_links,
                families = families, thetas = text(thetas),
                theta_names = sapply(thetas, function(t) negative.binomial(t)$family)),
           "tests/reference/families.json", pretty = FALSE)
