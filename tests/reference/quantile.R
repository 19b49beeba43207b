# Quantile residuals: statmod's qresid for continuous responses, the ends of the interval that it
# draws from for discrete ones, and distribution functions on a grid that reaches far into both
# tails. Run from this folder; writes quantile.json.
suppressMessages({library(jsonlite); library(statmod)})
source("glm/typed_data.R")
normal <- function(p, q) ifelse(p < q, qnorm(p), -qnorm(q))
ends <- function(p, k, ...) normal(p(k, ...), p(k, ..., lower.tail = FALSE))

cases <- list(
  list(id = "gaussian", data = "mtcars", formula = "mpg ~ wt + hp", family = "gaussian()", weights = "cyl"),
  list(id = "na", data = "airquality", formula = "log(Ozone) ~ Wind + Temp", family = "gaussian()"),
  list(id = "gamma", data = "clotting", formula = "lot1 ~ log(u)", family = "Gamma()"),
  list(id = "gamma-weights", data = "quakes", formula = "stations ~ mag + depth", family = "Gamma(\"log\")",
       weights = "1 + (lat > -20)"),
  list(id = "inverse", data = "trees", formula = "Volume ~ log(Girth) + Height",
       family = "inverse.gaussian(\"log\")", ours = "inverse_gaussian(\"log\")"),
  list(id = "poisson", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()"),
  list(id = "offset", data = "insurance", formula = "Claims ~ District + Group + Age",
       offset = "log(Holders)", family = "poisson()"),
  list(id = "aliased", data = "toy", formula = "count ~ x + twice + g", family = "poisson()"),
  list(id = "cbind", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp + alcgp",
       family = "binomial()"),
  list(id = "trials", data = "menarche", formula = "Menarche/Total ~ Age", weights = "Total",
       family = "binomial(\"probit\")"),
  list(id = "binary", data = "births", formula = "low ~ lwt + race + smoke", family = "binomial()"),
  list(id = "negbin", data = "quine", formula = "Days ~ Sex + Age",
       family = "MASS::negative.binomial(1.5)", ours = "negative_binomial(1.5)")
)
discrete <- list(
  poisson = function(f, k) ends(ppois, k(f$y), fitted(f)),
  binomial = function(f, k) { n <- f$prior.weights; ends(pbinom, k(round(n * f$y)), n, fitted(f)) },
  "Negative Binomial(1.5)" = function(f, k) ends(pnbinom, k(f$y), size = 1.5, mu = fitted(f))
)
one <- function(case) {
  d <- read(case$data)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  d$.offset <- if (is.null(case$offset)) rep(0, nrow(d)) else with(d, eval(parse(text = case$offset)))
  f <- glm(as.formula(case$formula), eval(parse(text = case$family)), d, weights = .weights,
           offset = .offset, epsilon = 1e-12, maxit = 100)
  at <- head(seq_along(f$y), 40)
  of <- discrete[[f$family$family]]
  found <- if (is.null(of)) list(residuals = unname(qresid(f))[at])
    else list(low = unname(of(f, function(k) k - 1))[at], high = unname(of(f, identity))[at])
  c(case, list(rows = as.integer(names(f$y)[at])), found)
}

# log of the smaller tail, negative; of the upper one with its sign changed
tail <- function(lower, upper) ifelse(lower < upper, lower, -upper)
both <- function(p, ...) tail(p(..., log.p = TRUE), p(..., log.p = TRUE, lower.tail = FALSE))
# pbinom's logarithms in the tails are wrong in R 4.2 beyond the fourth digit: sums of dbinom instead
lse <- function(v) if (length(v) == 0) -Inf else max(v) + log(sum(exp(v - max(v))))
binom <- function(y, n, mu) tail(lse(dbinom(seq_len(y + 1) - 1, n, mu, log = TRUE)),
                                 lse(dbinom(y + seq_len(n - y), n, mu, log = TRUE)))
# a Poisson number of gamma values
tweedie <- function(y, mu, phi, p) {
  rate <- mu^(2 - p) / phi / (2 - p); shape <- (2 - p) / (p - 1); x <- y / (phi * (p - 1) * mu^(p - 1))
  n <- 1:40000
  tail(lse(c(-rate, dpois(n, rate, log = TRUE) + pgamma(x, n * shape, log.p = TRUE))),
       lse(dpois(n, rate, log = TRUE) + pgamma(x, n * shape, log.p = TRUE, lower.tail = FALSE)))
}
grid <- expand.grid(y = c(1e-8, 1e-3, .9, 1.5, 20, 5000), mu = c(.2, 1, 30), phi = c(.01, 1, 5))
counts <- expand.grid(y = c(0, 1, 5, 30, 400, 1e5), mu = c(1e-4, 1, 30, 9e4))
sizes <- expand.grid(y = c(0, 1, 5, 30, 399), n = c(1, 40, 400, 1e4), mu = c(1e-6, .3, .55, .9, .9999))
sizes <- sizes[sizes$y < sizes$n, ]
nb <- expand.grid(y = c(0, 1, 5, 30, 400, 1e5), mu = c(1e-4, 1, 30, 500), theta = c(.05, 3, 1e5))
tw <- expand.grid(y = c(0, 1e-3, 1, 1.5, 20, 100), mu = c(.2, 1, 30), phi = c(.02, 1, 5), p = c(1.05, 1.5, 1.95))
out <- list(
  cases = lapply(cases, one),
  grids = list(
    gamma = cbind(grid, log = with(grid, both(pgamma, y / mu / phi, 1 / phi))),
    inverse_gaussian = cbind(grid, log = with(grid, both(pinvgauss, y, mu, dispersion = phi))),
    poisson = cbind(counts, log = with(counts, both(ppois, y, mu))),
    negative_binomial = cbind(nb, log = with(nb, both(pnbinom, y, size = theta, mu = mu))),
    binomial = cbind(sizes, log = with(sizes, mapply(binom, y, n, mu))),
    tweedie = cbind(tw, log = with(tw, mapply(tweedie, y, mu, phi, p)))
  )
)
write(toJSON(out, digits = NA, na = "string", dataframe = "columns", auto_unbox = TRUE), "quantile.json")
