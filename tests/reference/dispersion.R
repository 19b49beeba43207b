# AER's dispersiontest, and chi-square goodness of fit, of Poisson and binomial fits.
# Run from this folder; writes dispersion.json.
suppressMessages({library(jsonlite); library(AER)})
options(width = 80)
source("glm/typed_data.R")

cases <- list(
  list(id = "warp", data = "warpbreaks", formula = "breaks ~ wool * tension"),
  list(id = "quine", data = "quine", formula = "Days ~ Sex + Age"),
  list(id = "offset", data = "insurance", formula = "Claims ~ District + Age", offset = "log(Holders)"),
  list(id = "offset-term", data = "insurance", formula = "Claims ~ Group + offset(log(Holders))"),
  list(id = "epil", data = "epil", formula = "y ~ trt + log(base) + V4"),
  list(id = "spray", data = "insects", formula = "count ~ spray - 1"),
  list(id = "sqrt", data = "insects", formula = "count ~ spray", family = "poisson(\"sqrt\")"),
  list(id = "dobson", data = "dobson", formula = "counts ~ outcome"),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Solar.R"),
  list(id = "subset", data = "airquality", formula = "Ozone ~ Wind", subset = "Temp > 75"),
  list(id = "aliased", data = "toy", formula = "count ~ x + twice"),
  list(id = "weights", data = "toy", formula = "count ~ x", weights = "w"),
  list(id = "cbind", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp", family = "binomial()"),
  list(id = "menarche", data = "menarche", formula = "Menarche/Total ~ Age", weights = "Total", family = "binomial()"),
  list(id = "binary", data = "births", formula = "low ~ lwt", family = "binomial()")
)
power <- function(mu) mu^1.5
asked <- list(list(NULL, "greater"), list(NULL, "less"), list(1, "two.sided"), list(2, "greater"),
              list(2, "less"), list(power, "two.sided"), list(3, "greater"))
of_case <- function(case) {
  d <- read(case$data)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  d$.offset <- if (is.null(case$offset)) rep(0, nrow(d)) else with(d, eval(parse(text = case$offset)))
  if (!is.null(case$subset)) d <- d[with(d, eval(parse(text = case$subset))), ]
  if (is.null(case$family)) case$family <- "poisson()"
  fit <- glm(as.formula(case$formula), eval(parse(text = case$family)), d, weights = .weights,
             offset = .offset, epsilon = 1e-12, maxit = 100)
  chi2 <- sum(residuals(fit, "pearson")^2)
  upper <- function(x) pchisq(x, fit$df.residual, lower.tail = FALSE)
  out <- list(pearson = c(chi2, upper(chi2)), deviance = c(deviance(fit), upper(deviance(fit))),
              df = fit$df.residual)
  if (fit$family$family == "poisson") {
    if (is.null(case$weights)) out$zeros <- c(sum(fit$y == 0), sum(dpois(0, fitted(fit))))
    out$tests <- lapply(asked, function(a) {
      h <- dispersiontest(fit, trafo = a[[1]], alternative = a[[2]])
      list(numbers = unname(c(h$statistic, h$p.value, h$estimate, h$null.value)), page = capture.output(h))
    })
  }
  c(case, out)
}
write(toJSON(lapply(cases, of_case), digits = NA, na = "null", auto_unbox = TRUE), "dispersion.json")
