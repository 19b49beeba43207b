# Leverages of 1 and near to it: R's hatvalues, rstandard, rstudent, Cook's distance, dffits,
# covratio, dfbeta, dfbetas, and sandwich's HC0 to HC4. Run from this folder; writes leverage.json.
suppressMessages({library(jsonlite); library(sandwich)})

year <- 2001:2020
small <- data.frame(y = c(0, 4, 3, 5, 2, 4, 1), f = strsplit("ABBBCCC", "")[[1]],
                    w = c(2, 1, 1, 3, 1, 2, 1), z = c(1, 1, 0, 0, 1, 1, 1))
trend <- data.frame(
  y = c(3, 5, 2, 6, 7, 4, 9, 8, 6, 11, 10, 12, 9, 14, 13, 15, 12, 16, 18, 17),
  f = c(rep(c("A", "B", "D"), 6), "C", "C"),
  year = year, w = rep(c(1, 2, .5, 3), 5), z = c(rep(1, 18), 1, 0))
lines <- data.frame(y = trend$y, f = c(rep(c("A", "B"), 9), "C", "C"), year = year)
far <- function(x) data.frame(y = trend$y, year = year, x = c((1:19) %% 7, x))
counts <- data.frame(s = c(3, 4, 6, 2, 5, 7, 1), n = 9, f = small$f)
DATA <- list(small = small, trend = trend, lines = lines, far3 = far(1e3), far4 = far(1e4), far6 = far(1e6),
             counts = counts)

cases <- list(
  list(id = "gaussian", data = "small", formula = "y ~ f", family = "gaussian"),
  list(id = "positive", data = "small", formula = "I(y + 1) ~ f", family = "poisson"),
  list(id = "zero", data = "small", formula = "y ~ f", family = "poisson"),
  list(id = "gamma", data = "small", formula = "I(y + 1) ~ f", family = "Gamma"),
  list(id = "binomial", data = "counts", formula = "cbind(s, n - s) ~ f", family = "binomial"),
  list(id = "weighted", data = "small", formula = "y ~ f", family = "gaussian", weights = "w"),
  list(id = "trend", data = "trend", formula = "y ~ f * year", family = "gaussian"),
  list(id = "trend-poisson", data = "trend", formula = "y ~ f * year", family = "poisson"),
  list(id = "trend-weighted", data = "trend", formula = "y ~ f * year", family = "gaussian", weights = "w"),
  list(id = "trend-zero", data = "trend", formula = "y ~ f + year", family = "gaussian", weights = "z"),
  list(id = "trend-square", data = "trend", formula = "y ~ f * year + I(year^2)", family = "gaussian"),
  list(id = "saturated", data = "lines", formula = "y ~ factor(year)", family = "poisson"),
  list(id = "far3", data = "far3", formula = "y ~ x + year", family = "gaussian"),
  list(id = "far4", data = "far4", formula = "y ~ x + year", family = "gaussian"),
  list(id = "far4-poisson", data = "far4", formula = "y ~ I(x / 1e4) + year", family = "poisson"),
  list(id = "far6", data = "far6", formula = "y ~ x", family = "gaussian"))

one <- function(case) {
  d <- DATA[[case$data]]
  d$.w <- if (is.null(case$weights)) 1 else d[[case$weights]]
  f <- glm(as.formula(case$formula), get(case$family)(), d, weights = .w, epsilon = 1e-12, maxit = 100)
  used <- rep_len(d$.w > 0, nrow(d))
  by_row <- list(hatvalues = hatvalues(f), rstandard = rstandard(f), rstudent = rstudent(f),
                 cooks_distance = cooks.distance(f), dffits = dffits(f), covratio = covratio(f))
  types <- c("HC0", "HC1", "HC2", "HC3", "HC4")
  g <- if (all(used)) f else glm(as.formula(case$formula), get(case$family)(), d[used, ], weights = .w)
  c(case, list(rows = which(used) - 1L, values = lapply(by_row, unname),
               dfbeta = unname(dfbeta(f)), dfbetas = unname(dfbetas(f)),
               robust = sapply(types, function(t) unname(diag(vcovHC(g, type = t))), simplify = FALSE)))
}
out <- suppressWarnings(lapply(cases, one))
write(toJSON(list(data = DATA, cases = out), digits = NA, na = "null", auto_unbox = TRUE,
             dataframe = "columns"), "leverage.json")
