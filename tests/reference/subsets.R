# All models with some of the terms of a fit, each fitted by R alone, in R's order of the terms.
# Packages jsonlite, MASS. Run from this folder; writes subsets.json.
suppressMessages({library(jsonlite); library(MASS)})
source("glm/typed_data.R")

cases <- list(
  list(id = "cars", data = "mtcars", formula = "mpg ~ wt + hp + factor(cyl) + qsec"),
  list(id = "interactions", data = "mtcars", formula = "mpg ~ wt * hp + factor(cyl) * wt + am"),
  list(id = "weights", data = "mtcars", formula = "mpg ~ wt + hp + qsec", weights = "gear - 3"),
  list(id = "offset", data = "mtcars", formula = "mpg ~ wt + hp + qsec + offset(drat)"),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Temp + Solar.R", complete = TRUE),
  list(id = "no-intercept", data = "warpbreaks", formula = "breaks ~ 0 + wool + tension"),
  list(id = "numeric-no-intercept", data = "mtcars", formula = "mpg ~ 0 + wt + hp + qsec"),
  list(id = "aliased", data = "mtcars", formula = "mpg ~ wt + I(2 * wt) + hp"),
  list(id = "poly", data = "mtcars", formula = "mpg ~ poly(hp, 2) + log(wt)"),
  list(id = "poisson", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson"),
  list(id = "binomial", data = "births", formula = "low ~ lwt + smoke + race", family = "binomial"),
  list(id = "gaussian", data = "mtcars", formula = "mpg ~ wt + hp", family = "gaussian"),
  list(id = "negbin", data = "quine", formula = "Days ~ Sex + Age + Eth", model = "glm.nb")
)
fit_of <- function(case, f, d) {
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  if (identical(case$model, "glm.nb")) glm.nb(f, d)
  else if (is.null(case$family)) lm(f, d, weights = .weights)
  else glm(f, case$family, d, epsilon = 1e-12)
}
of_case <- function(case) {
  d <- read(case$data)
  if (isTRUE(case$complete)) d <- d[complete.cases(d[all.vars(as.formula(case$formula))]), ]
  f <- as.formula(case$formula); t <- terms(f); labels <- attr(t, "term.labels")
  variables <- strsplit(labels, ":", fixed = TRUE)
  offset <- if (!is.null(attr(t, "offset"))) rownames(attr(t, "factors"))[attr(t, "offset")]
  full <- fit_of(case, f, d); s2 <- if (is.null(case$family) && is.null(case$model)) summary(full)$sigma^2
  out <- list()
  for (mask in 0:(2^length(labels) - 1)) {
    is_in <- bitwAnd(mask, 2^(seq_along(labels) - 1)) > 0
    ok <- all(sapply(which(is_in), function(i) all(is_in[sapply(variables, function(v) all(v %in% variables[[i]]))])))
    if (!ok) next
    right <- c(if (attr(t, "intercept")) "1" else "0", labels[is_in], offset)
    m <- fit_of(case, as.formula(paste(as.character(f)[2], "~", paste(right, collapse = " + "))), d)
    l <- logLik(m); k <- attr(l, "df"); n <- nobs(m)
    row <- list(terms = I(labels[is_in]), df = k, logLik = as.numeric(l), AIC = AIC(m), BIC = BIC(m),
                AICc = if (n - k - 1 > 0) AIC(m) + 2 * k * (k + 1) / (n - k - 1))
    if (!is.null(s2)) {
      row$Cp <- deviance(m) / s2 - n + 2 * m$rank
      row$adj_r_squared <- summary(m)$adj.r.squared
    }
    one <- intersect(labels, names(coef(m))); row$coef <- as.list(coef(m)[one])
    out[[length(out) + 1]] <- row
  }
  c(case, list(models = out))
}
write(toJSON(lapply(cases, of_case), digits = NA, na = "null", auto_unbox = TRUE, null = "null"), "subsets.json")
