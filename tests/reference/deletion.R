# Deletion diagnostics of R's glm: rstudent, dffits, dfbeta, dfbetas, covratio, influence and the
# page of influence.measures. Run from this folder; writes deletion.json.
library(jsonlite)
options(width = 80)
source("glm/typed_data.R")
ROWS <- 20  # of each data set that go into the JSON

cases <- list(
  list(id = "gaussian", data = "mtcars", formula = "mpg ~ wt + hp", family = "gaussian()", page = TRUE),
  list(id = "longley", data = "longley", formula = "Employed ~ GNP + Year + Unemployed",
       family = "gaussian()", page = TRUE),
  list(id = "poisson", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()"),
  list(id = "quasi", data = "quine", formula = "Days ~ Sex + Age + Eth", family = "quasipoisson()"),
  list(id = "negbin", data = "quine", formula = "Days ~ Sex + Age",
       family = "MASS::negative.binomial(1.5)", ours = "negative_binomial(1.5)"),
  list(id = "cbind", data = "budworm", formula = "cbind(numdead, 20 - numdead) ~ sex * ldose",
       family = "binomial()"),
  list(id = "ordered", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp + alcgp",
       family = "binomial(\"cloglog\")"),
  list(id = "trials", data = "menarche", formula = "Menarche/Total ~ Age", weights = "Total",
       family = "binomial(\"probit\")", page = TRUE),
  list(id = "binary", data = "births", formula = "low ~ lwt + race + smoke", family = "binomial()"),
  list(id = "offset", data = "insurance", formula = "Claims ~ District + Group + Age",
       offset = "log(Holders)", family = "poisson()"),
  list(id = "offset-term", data = "anorexia", formula = "Postwt ~ Prewt + Treat + offset(Prewt)",
       family = "gaussian()"),
  list(id = "gamma", data = "clotting", formula = "lot1 ~ log(u)", family = "Gamma()", page = TRUE),
  list(id = "inverse", data = "trees", formula = "Volume ~ log(Girth) + Height",
       family = "inverse.gaussian(\"log\")", ours = "inverse_gaussian(\"log\")"),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Temp + poly(Day, 2)",
       family = "Gamma(\"log\")"),
  list(id = "subset", data = "airquality", formula = "Ozone ~ Wind + Temp", subset = "Temp > 80",
       family = "poisson(\"sqrt\")"),
  list(id = "aliased", data = "toy", formula = "count ~ x + twice + g", family = "poisson()", page = TRUE),
  list(id = "weights", data = "quine", formula = "Days ~ Sex + Age", weights = "1 + (Eth == 'A')/2",
       family = "quasipoisson()"),
  list(id = "zero", data = "toy", formula = "count ~ x + h", weights = "w", family = "poisson()"),
  list(id = "zero-gaussian", data = "toy", formula = "count ~ x", weights = "w", family = "gaussian()",
       page = TRUE),
  list(id = "full", data = "mtcars", formula = "mpg ~ wt + I(wt > 5.42)", family = "gaussian()",
       page = TRUE)
)

one <- function(case) {
  d <- read(case$data)
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  d$.offset <- if (is.null(case$offset)) rep(0, nrow(d)) else with(d, eval(parse(text = case$offset)))
  if (!is.null(case$subset)) d <- d[which(with(d, eval(parse(text = case$subset)))), ]
  f <- glm(as.formula(case$formula), eval(parse(text = case$family)), d, weights = .weights,
           offset = .offset, epsilon = 1e-12, maxit = 100)
  i <- influence(f)
  rows <- head(names(i$hat), ROWS)
  values <- list(hat = i$hat, sigma = i$sigma, dev_res = i$dev.res, pear_res = i$pear.res,
                 rstudent = rstudent(f), dffits = dffits(f), covratio = covratio(f))
  out <- c(case[setdiff(names(case), "page")], list(rows = as.integer(rows), names = colnames(dfbeta(f)),
    values = lapply(values, function(v) unname(v[rows])),
    sums = lapply(values, function(v) sum(v, na.rm = TRUE)),
    dfbeta = unname(dfbeta(f)[rows, , drop = FALSE]), dfbetas = unname(dfbetas(f)[rows, , drop = FALSE])))
  m <- influence.measures(f)
  out$flagged <- as.integer(rownames(m$infmat)[apply(m$is.inf, 1, any, na.rm = TRUE)])
  out$columns <- colnames(m$infmat)
  if (isTRUE(case$page)) out$page <- capture.output(print(m))[-(1:2)]
  out
}

labels <- c("(Intercept)", "log(u)", "poly(x, 2)1", "poly(x, 2)2", "agegp^4", "sexM:ldose",
            "factor(cyl)6", "factor(cyl)8", "I(x^2)", "HouseTypeB", "as.factor(month)12", "ABCDEFGH",
            "aabbccdd", "Sepal.Length", "temperature_mean", "temperature_max", "ns(x, df = 4)1",
            "bs(x, knots = c(1, 2))10", "TypeTower:InflMedium", "offset_x", "wt > 3TRUE", "log10(mass)",
            "a b", "aa bb cc dd ee", "xbinomial(\"cloglog\")yYzZaA", "groupalpha", "groupalphb", "groupbeta", "species one",
            "species two")
write(toJSON(list(abbreviated = list(labels = labels, alone = sapply(labels, abbreviate, USE.NAMES = FALSE),
                                     together = unname(abbreviate(labels))),
                  cases = suppressWarnings(lapply(cases, one))),
             digits = NA, na = "null", auto_unbox = TRUE), "deletion.json")
