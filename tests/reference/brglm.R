# Mean bias-reduced fits of brglm2 0.9: glm(method = "brglmFit", type = "AS_mean").
# Run from this folder; writes brglm.json. `simulated` are data sets that are made here.
suppressMessages({library(jsonlite); library(brglm2)})
options(width = 80, warn = 1)
types <- fromJSON("data/types.json", simplifyVector = TRUE)
read <- function(name) {
  d <- read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE)
  for (column in names(d)) if (is.list(kind <- types[[name]][[column]]))
    d[[column]] <- factor(d[[column]], levels = kind$levels, ordered = kind$ordered)
  d
}
set.seed(1)
simulated <- list(
  # as the endometrial data of Heinze & Schemper (2002): nv is 1 for cases only
  separated = data.frame(
    nv = rep(c(0, 0, 0, 0, 1), 12), pi = round(rexp(60, 1 / 17)), eh = round(runif(60, 0.3, 3), 2)),
  complete = data.frame(x = 1:12, z = c(0, 1), y = rep(0:1, each = 6)),
  zeros = data.frame(g = factor(rep(c("a", "b", "c", "d"), each = 5)), t = round(runif(20, 1, 9), 2),
                     n = c(2, 0, 1, 3, 1, 0, 0, 0, 0, 0, 4, 2, 6, 3, 5, 0, 1, 0, 0, 0)),
  tiny = data.frame(x = c(0.1, 0.4, 0.9, 1.3, 1.8, 2.2), y = c(3.1, 0.7, 2.5, 6.2, 1.9, 9.4), m = c(1, 3, 2, 0, 5, 4))
)
simulated$separated$hg <- as.numeric(simulated$separated$nv == 1 |
  runif(60) < plogis(3 - 2 * simulated$separated$eh + 0.02 * simulated$separated$pi))
case <- function(id, data, formula, family, ...) list(id = id, data = data, formula = formula, family = family, ...)
cases <- list(
  case("gear", "mtcars", "am ~ factor(gear)", 'binomial("logit")'),
  case("gear-probit", "mtcars", "am ~ factor(gear)", 'binomial("probit")'),
  case("gear-cloglog", "mtcars", "am ~ factor(gear)", 'binomial("cloglog")'),
  case("wt-cauchit", "mtcars", "am ~ wt", 'binomial("cauchit")'),
  case("all", "mtcars", "am ~ wt + hp + qsec", 'binomial("logit")'),
  case("no-intercept", "mtcars", "am ~ factor(gear) - 1", 'binomial("logit")'),
  case("intercept-only", "mtcars", "am ~ 1", 'binomial("cloglog")'),
  case("separated", "separated", "hg ~ nv + pi + eh", 'binomial("logit")'),
  case("separated-probit", "separated", "hg ~ nv + pi + eh", 'binomial("probit")'),
  case("separated-cloglog", "separated", "hg ~ nv + pi + eh", 'binomial("cloglog")'),
  case("complete", "complete", "y ~ x + z", 'binomial("logit")'),
  case("complete-weights", "complete", "y ~ x", 'binomial("probit")', weights = "z * 3 + 1"),
  case("log-binomial", "bacteria", "y ~ week", 'binomial("log")'),
  case("budworm", "budworm", "cbind(numdead, 20 - numdead) ~ sex * ldose", 'binomial("logit")'),
  case("menarche", "menarche", "cbind(Menarche, Total - Menarche) ~ Age", 'binomial("probit")'),
  case("esoph", "esoph", "cbind(ncases, ncontrols) ~ agegp + tobgp", 'binomial("logit")'),
  case("bacteria", "bacteria", "y ~ trt * I(week > 2) + ap", 'binomial("logit")'),
  case("infert", "infert", "case ~ spontaneous + induced + age + education", 'binomial("probit")'),
  case("zeros", "zeros", "n ~ g", 'poisson("log")'),
  case("zeros-offset", "zeros", "n ~ g + offset(log(t))", 'poisson("log")'),
  case("zeros-offset-only", "zeros", "n ~ g - 1", 'poisson("log")', offset = "log(t)"),
  case("insurance", "insurance", "Claims ~ District + Group + Age", 'poisson("log")', offset = "log(Holders)"),
  case("ships", "ships", "incidents ~ type + factor(year) + factor(period)", 'poisson("log")',
       offset = "log(service)", subset = "service > 0"),
  case("insects", "insects", "count ~ spray", 'poisson("sqrt")'),
  case("quine-aliased", "quine", "Days ~ Eth + Sex + Age * Lrn", 'poisson("log")'),
  case("weights-zero", "warpbreaks", "breaks ~ wool + tension", 'poisson("log")', weights = "ifelse(tension == 'L' & wool == 'A', 0, 1.5)"),
  case("anorexia", "anorexia", "Postwt ~ Prewt + Treat + offset(Prewt)", "gaussian()"),
  case("gaussian-log", "trees", "Volume ~ Girth", 'gaussian("log")'),
  case("gaussian-weights", "npk", "yield ~ block + N * P * K", "gaussian()", weights = "ifelse(yield > 66, 0, 2)"),
  case("clotting", "clotting", "lot1 ~ log(u)", 'Gamma("inverse")'),
  case("ozone", "airquality", "Ozone ~ Wind + Temp + Solar.R", 'Gamma("log")'),
  case("gamma-weights", "warpbreaks", "breaks ~ wool + tension", 'Gamma("inverse")', weights = "ifelse(wool == 'A', 0.5, 3)"),
  case("gamma-aliased", "trees", "Volume ~ Girth + I(2 * Girth) + Height", 'Gamma("log")'),
  case("gamma-tiny", "tiny", "y ~ x", 'Gamma("log")', weights = "m"),
  case("inverse-gaussian", "trees", "Volume ~ Girth", 'inverse.gaussian("log")', weights = "Height"),
  case("inverse-gaussian-inverse", "warpbreaks", "breaks ~ tension", 'inverse.gaussian("inverse")')
)
sets <- simulated
for (c in cases) if (is.null(sets[[c$data]])) sets[[c$data]] <- read(c$data)
fit <- function(c) {
  call <- list(as.name("glm"), formula = as.formula(c$formula), family = str2lang(c$family), data = sets[[c$data]],
               method = "brglmFit", type = "AS_mean", epsilon = 1e-12, maxit = 1000)
  for (name in c("weights", "offset", "subset")) if (!is.null(c[[name]])) call[[name]] <- str2lang(c[[name]])
  if (c$id == "log-binomial") call$start <- c(-0.1, -0.02)
  eval(as.call(call))
}
found <- lapply(cases, function(c) {
  f <- fit(c)
  stopifnot(f$converged || f$iter < 1000)
  page <- if (c$id %in% c("gear", "ozone", "inverse-gaussian")) capture.output(print(summary(f)))
  from <- grep("^Coefficients", page)  # modern R shows no deviance residuals
  c(c, list(names = names(coef(f)), coef = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))),
            dispersion = f$dispersion, deviance = f$deviance, null_deviance = f$null.deviance, aic = f$aic,
            df_residual = f$df.residual, converged = f$converged,
            confint = unname(c(confint(f))),
            page = if (length(page)) page[from:length(page)]))
})
simulated <- lapply(simulated, function(d) lapply(d, function(v) if (is.factor(v)) as.character(v) else v))
write(toJSON(list(simulated = simulated, cases = found), digits = NA, na = "null", auto_unbox = TRUE, pretty = FALSE), "brglm.json")
