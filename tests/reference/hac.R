# Covariances of rows that are correlated in time: sandwich's vcovHAC, kernHAC and NeweyWest.
# Packages jsonlite, sandwich, lmtest, MASS, pscl. Run from this folder; writes hac.json.
suppressMessages({library(jsonlite); library(sandwich); library(lmtest); library(MASS); library(pscl)})
source("glm/typed_data.R")

KERNELS <- c("Truncated", "Bartlett", "Parzen", "Tukey-Hanning", "Quadratic Spectral")
cases <- list(
  list(id = "longley", model = "lm", data = "longley", formula = "Employed ~ GNP + Unemployed"),
  list(id = "air", model = "lm", data = "airquality", formula = "Ozone ~ Wind + Temp",
       order_by = "Temp"),
  list(id = "intercept", model = "lm", data = "airquality", formula = "Temp ~ 1"),
  list(id = "no-intercept", model = "lm", data = "airquality", formula = "Temp ~ 0 + Wind + Day"),
  list(id = "weights", model = "lm", data = "airquality", formula = "Temp ~ Wind + factor(Month)",
       weights = "Day"),
  list(id = "offset", model = "lm", data = "airquality", formula = "Temp ~ Wind + offset(Day/3)"),
  list(id = "poisson", model = "glm", data = "warpbreaks", formula = "breaks ~ wool + tension",
       family = "poisson"),
  list(id = "quasi", model = "glm", data = "airquality", formula = "Ozone ~ Wind + Temp + Solar.R",
       family = "quasipoisson", order_by = "-Day"),
  list(id = "binomial", model = "glm", data = "births", formula = "low ~ lwt + smoke",
       family = "binomial"),
  list(id = "negbin", model = "glm_nb", data = "quine", formula = "Days ~ Sex + Age"),
  list(id = "zeroinfl", model = "zeroinfl", data = "biochemists", formula = "art ~ fem + phd | ment"),
  list(id = "hurdle", model = "hurdle", data = "biochemists", formula = "art ~ fem + phd | ment")
)
fit_of <- function(case) {
  d <- read(case$data)
  f <- as.formula(case$formula)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  switch(case$model,
    lm = lm(f, d, weights = .weights),
    glm = glm(f, case$family, d, epsilon = 1e-14, maxit = 100),
    glm_nb = glm.nb(f, d, control = glm.control(epsilon = 1e-14, maxit = 200)),
    zeroinfl = zeroinfl(f, d, control = zeroinfl.control(reltol = 1e-15)),
    hurdle = hurdle(f, d, control = hurdle.control(reltol = 1e-15)))
}
lower <- function(v) unname(v[lower.tri(v, diag = TRUE)])
of_case <- function(case) {
  f <- fit_of(case)
  z <- if (!is.null(case$order_by)) {
    d <- read(case$data)
    if (!is.null(f$na.action)) d <- d[-f$na.action, ]
    with(d, eval(parse(text = case$order_by)))
  }
  of <- function(what, ...) lower(what(f, order.by = z, ...))
  by_kernel <- function(...) sapply(KERNELS, function(k) of(kernHAC, kernel = k, ...), simplify = FALSE)
  rule <- c("Bartlett", "Parzen", "Quadratic Spectral")
  c(case, list(
    names = rownames(vcov(f)),
    NeweyWest = of(NeweyWest), NeweyWest0 = of(NeweyWest, prewhite = FALSE),
    lag4 = of(NeweyWest, lag = 4, prewhite = FALSE, adjust = TRUE),
    lag2 = of(NeweyWest, lag = 2), lag0 = of(NeweyWest, lag = 0, prewhite = FALSE),
    HAC = of(vcovHAC), kernels = by_kernel(prewhite = 0), whitened = by_kernel(),
    bandwidth = by_kernel(bw = 3.7, prewhite = 2, adjust = FALSE),
    rule = sapply(rule, function(k) of(kernHAC, kernel = k, bw = bwNeweyWest), simplify = FALSE)))
}
out <- lapply(cases, of_case)

# pages and intervals that take such a covariance
f <- lm(Employed ~ GNP + Unemployed, read("longley"))
v <- NeweyWest(f, lag = 3, prewhite = FALSE)
verbs <- list(coeftest = unname(unclass(coeftest(f, v))[, ]),
              wald = waldtest(f, . ~ . - GNP, vcov = v)$F[2])
write(toJSON(list(cases = out, verbs = verbs), digits = NA, na = "null", auto_unbox = TRUE), "hac.json")
