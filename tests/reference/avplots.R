# The points of car's added-variable plots of linear models, and of R's lowess through partial
# residuals. Packages jsonlite, car. Run from this folder; writes avplots.json.
suppressMessages({library(jsonlite); library(car)}); pdf(NULL)
source("glm/typed_data.R")

cases <- list(
  list(id = "cars", data = "mtcars", formula = "mpg ~ wt + hp + factor(cyl)"),
  list(id = "weights", data = "mtcars", formula = "mpg ~ wt + hp", weights = "gear"),
  list(id = "offset", data = "mtcars", formula = "mpg ~ wt + hp + offset(drat)"),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Temp * Solar.R"),
  list(id = "no-intercept", data = "mtcars", formula = "mpg ~ 0 + wt + qsec")
)
of_case <- function(case) {
  d <- read(case$data)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  f <- do.call(lm, list(as.formula(case$formula), d, weights = quote(.weights)))
  names <- setdiff(names(coef(f)), "(Intercept)")
  c(case, list(points = sapply(names, function(n) unname(avPlot(f, n)), simplify = FALSE)))
}
write(toJSON(lapply(cases, of_case), digits = NA, auto_unbox = TRUE), "avplots.json")
