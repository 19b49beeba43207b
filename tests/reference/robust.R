# Robust and clustered covariances of glm fits: sandwich's estfun, vcovHC and vcovCL, and lmtest's
# coeftest and coefci with them. Run from this folder; writes robust.json.
suppressMessages({library(jsonlite); library(sandwich); library(lmtest)})
source("glm/typed_data.R")

# weights of 0: R is given the rows that have a weight, since vcovHC and vcovCL of sandwich 3.0-2
# recycle vectors of different lengths when some are 0
cases <- list(
  list(id = "poisson", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()",
       cluster = c("floor(breaks/8)", "tension")),
  list(id = "quine", data = "quine", formula = "Days ~ Sex + Age + Eth", family = "poisson()",
       cluster = c("Lrn", "Age")),
  list(id = "cbind", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp + alcgp",
       family = "binomial()", cluster = c("tobgp", "alcgp")),
  list(id = "trials", data = "menarche", formula = "Menarche/Total ~ Age", weights = "Total",
       family = "binomial(\"probit\")", cluster = c("round(Age)")),
  list(id = "offset", data = "insurance", formula = "Claims ~ District + Group + Age",
       offset = "log(Holders)", family = "poisson()", cluster = c("Group", "Age")),
  list(id = "offset-term", data = "anorexia", formula = "Postwt ~ Prewt + Treat + offset(Prewt)",
       family = "gaussian()", cluster = c("floor(Prewt/4)")),
  list(id = "gamma", data = "quakes", formula = "stations ~ mag + depth", family = "Gamma(\"log\")",
       cluster = c("floor(lat/3)")),
  list(id = "inverse", data = "trees", formula = "Volume ~ log(Girth) + Height",
       family = "Gamma()", cluster = c("floor(Height/4)")),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Temp + Solar.R",
       family = "quasipoisson()", cluster = c("Month")),
  list(id = "subset", data = "airquality", formula = "Ozone ~ Wind + Temp", subset = "Temp > 70",
       family = "poisson(\"sqrt\")", cluster = c("Month", "Day")),
  list(id = "binary", data = "births", formula = "low ~ lwt + race + smoke", family = "binomial()",
       cluster = c("ftv")),
  list(id = "aliased", data = "toy", formula = "count ~ x + twice + g", family = "poisson()",
       cluster = c("k", "h")),
  list(id = "weights", data = "quine", formula = "Days ~ Sex + Age", weights = "1 + (Eth == 'A')/2",
       family = "quasipoisson()", cluster = c("Lrn")),
  list(id = "zero", data = "toy", formula = "count ~ x + h", weights = "w", family = "poisson()",
       cluster = c("g"), r_subset = "w > 0"),
  list(id = "zero-gaussian", data = "toy", formula = "count ~ x", weights = "w",
       family = "gaussian()", cluster = c("g"), r_subset = "w > 0")
)

fit_of <- function(case) {
  d <- read(case$data)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  d$.offset <- if (is.null(case$offset)) rep(0, nrow(d)) else with(d, eval(parse(text = case$offset)))
  for (i in seq_along(case$cluster)) d[[paste0(".c", i)]] <- with(d, eval(parse(text = case$cluster[i])))
  chosen <- c(case$subset, case$r_subset)
  if (length(chosen)) d <- d[with(d, eval(parse(text = chosen))), ]
  f <- glm(as.formula(case$formula), eval(parse(text = case$family)), d, weights = .weights,
           offset = .offset, epsilon = 1e-12, maxit = 100)
  clusters <- d[paste0(".c", seq_along(case$cluster))]
  if (!is.null(f$na.action)) clusters <- clusters[-f$na.action, , drop = FALSE]
  list(f = f, clusters = clusters)
}
# HC3, and HC2 in another way, end in an error where a cluster fixes a coefficient alone
clustered <- function(f, cluster) sapply(c("HC0", "HC1", "HC2", "HC3"), function(t)
  tryCatch(lower(vcovCL(f, cluster, type = t)), error = function(e) "error"), simplify = FALSE)
lower <- function(v) unname(v[lower.tri(v, diag = TRUE)])
rows <- function(m) unname(as.list(as.data.frame(t(unclass(m)[, ]))))
of_case <- function(case) {
  made <- fit_of(case); f <- made$f; one <- made$clusters[[1]]
  df <- if (f$family$family %in% c("poisson", "binomial")) Inf else df.residual(f)
  v <- vcovHC(f, type = "HC3")
  out <- list(
    names = rownames(v),
    hc = sapply(c("HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5"), function(t) lower(vcovHC(f, type = t)), simplify = FALSE),
    cl = clustered(f, one),
    default = lower(vcovCL(f, one)),
    coeftest = rows(coeftest(f, v, df = df)),
    coefci = rows(coefci(f, vcov. = v, level = 0.9)),
    estfun = unname(colSums(abs(estfun(f)))), estfun_first = unname(estfun(f)[1, ])
  )
  if (length(made$clusters) > 1)
    out$multi <- clustered(f, made$clusters)
  if (!anyNA(coef(f))) {
    x <- model.matrix(f)[1:3, ]
    eta <- f$linear.predictors[1:3]
    out$se <- unname(sqrt(diag(x %*% v %*% t(x))))
    out$se_response <- unname(out$se * abs(f$family$mu.eta(eta)))
  }
  c(case, out)
}
out <- lapply(cases, of_case)
write(toJSON(out, digits = NA, na = "null", auto_unbox = TRUE), "robust.json")
