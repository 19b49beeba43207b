# Means of reference grids: pages and numbers. Run from this folder (tests/reference); writes
# emmeans.json. R 4.2 with emmeans 1.8.4. The calls of rglm are in tests/inference/means.
suppressMessages({library(emmeans); library(MASS)})
source("glm/json.R")
source("glm/typed_data.R")
warpbreaks <- read("warpbreaks"); mtcars <- read("mtcars"); esoph <- read("esoph"); npk <- read("npk")
insurance <- read("insurance"); quine <- read("quine"); chickwts <- read("chickwts"); iris <- read("iris")
tooth <- read("tooth"); airquality <- read("airquality"); anorexia <- read("anorexia"); ships <- read("ships")
mtcars$cyls <- factor(mtcars$cyl); mtcars$manual <- mtcars$am == 1
holey <- subset(warpbreaks, !(wool == "A" & tension == "M"))
ships <- subset(ships, service > 0)
fits <- list(
  looms = lm(breaks ~ wool * tension, warpbreaks),
  both = lm(breaks ~ wool + tension, warpbreaks),
  counts = glm(breaks ~ wool * tension, poisson, warpbreaks),
  roots = glm(breaks ~ tension, poisson("sqrt"), warpbreaks),
  plain = glm(breaks ~ tension, poisson("identity"), warpbreaks),
  quasi = glm(breaks ~ wool + tension, quasipoisson, warpbreaks),
  gamma = glm(breaks ~ tension, Gamma, warpbreaks),
  gamma_log = glm(breaks ~ wool + tension, Gamma("log"), warpbreaks),
  normal_log = glm(breaks ~ tension, gaussian("log"), warpbreaks),
  normal = glm(breaks ~ tension, gaussian, warpbreaks),
  inverse = glm(breaks ~ tension, inverse.gaussian, warpbreaks),
  negbin = glm.nb(Days ~ Sex + Age, quine, control = glm.control(1e-14, 200)),
  holes = lm(breaks ~ wool * tension, holey),
  cars = lm(mpg ~ wt * cyls + hp + am, mtcars),
  words = lm(mpg ~ wt + manual + cyls, mtcars),
  slopes = lm(mpg ~ wt + hp, mtcars),
  esoph = glm(cbind(ncases, ncontrols) ~ agegp + alcgp, binomial, esoph),
  probit = glm(am ~ hp + vs, binomial("probit"), mtcars),
  cloglog = glm(am ~ hp + vs, binomial("cloglog"), mtcars),
  cauchit = glm(am ~ hp + vs, binomial("cauchit"), mtcars),
  logit = glm(am ~ hp + vs, binomial, mtcars),
  quasibinomial = glm(am ~ hp + vs, quasibinomial, mtcars),
  claims = glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance),
  ships = glm(incidents ~ type + factor(year) + factor(period) + offset(log(service)), poisson, ships),
  npk = lm(yield ~ block + N * P * K, npk),
  poly = lm(len ~ supp * poly(dose, 2), tooth),
  factors = lm(len ~ supp * factor(dose), tooth),
  logs = lm(mpg ~ log(hp) + cyls, mtcars),
  weighted = lm(mpg ~ cyls + hp, mtcars, weights = wt),
  missing = lm(Ozone ~ factor(Month) + Temp, airquality),
  one = lm(breaks ~ 1, warpbreaks),
  log = lm(log(breaks) ~ wool * tension, warpbreaks),
  sqrt = lm(sqrt(breaks) ~ tension, warpbreaks),
  log10 = lm(log10(breaks) ~ tension, warpbreaks),
  log2 = lm(log2(breaks) ~ tension, warpbreaks),
  log1p = lm(log1p(breaks) ~ tension, warpbreaks),
  log_plus = lm(log(breaks + 1) ~ tension, warpbreaks),
  sqrt_plus = lm(sqrt(breaks + 3) ~ tension, warpbreaks),
  twice_sqrt = lm(2 * sqrt(breaks) ~ tension, warpbreaks),
  anorexia = lm(Postwt ~ Prewt + Treat + offset(Prewt), anorexia))
calls <- list()
case <- function(id, fit, call) calls[[id]] <<- list(fit = fit, call = substitute(call))
means <- function(...) suppressMessages(emmeans(f, ...))
case("two", "looms", means(~ tension | wool))
case("wool", "looms", means("wool"))
case("wool-test", "looms", test(means("wool")))
case("wool-infer", "looms", summary(means("wool"), infer = TRUE))
case("overall", "looms", means(~ 1))
case("grid", "looms", ref_grid(f))
case("cells", "both", means(c("wool", "tension")))
case("at", "both", means(~ wool, at = list(tension = c("L", "H"))))
case("one", "one", means(~ 1))
case("level", "both", means("tension", level = .9))
case("null", "both", summary(means("tension"), infer = TRUE, null = 20, side = ">"))
case("left", "both", summary(means("tension"), infer = TRUE, side = "<"))
case("bonferroni", "looms", confint(means("tension"), adjust = "bonferroni"))
case("tukey", "looms", confint(means("tension"), adjust = "tukey", level = .9))
case("sidak-by", "looms", confint(means(~ tension | wool), adjust = "sidak"))
case("sidak-test", "looms", test(means(~ tension), adjust = "sidak", null = 24))
case("cross", "looms", test(means(~ tension | wool), cross.adjust = "bonferroni", null = 25))
case("cross-sidak", "looms", test(means(~ tension | wool), adjust = "sidak", cross.adjust = "sidak", null = 25))
case("by-none", "looms", summary(means(~ tension | wool), by = NULL, adjust = "sidak"))
case("by-other", "looms", summary(means(~ tension | wool), by = "tension"))
case("holm", "looms", summary(means(~ tension), adjust = "holm", infer = TRUE, null = 24))
case("scheffe", "looms", summary(means(~ tension), adjust = "scheffe", infer = TRUE, null = 24))
case("fdr", "looms", summary(means(~ tension), adjust = "fdr", infer = TRUE, null = 24))
case("df", "both", means("tension", df = 10))
case("df-inf", "both", means("tension", df = Inf))
case("log-counts", "counts", means("tension"))
case("rates", "counts", means("tension", type = "response"))
case("rates-infer", "counts", summary(means("tension", type = "response"), infer = TRUE))
case("rates-by", "counts", means(~ tension | wool, type = "response"))
case("rates-right", "counts", test(means("tension"), null = log(30), side = ">"))
case("rates-left", "counts", test(means("tension"), null = log(30), side = "<", type = "response"))
case("equivalence", "counts", summary(means("tension"), infer = TRUE, delta = .1, null = 3))
case("nonsuperior", "counts", summary(means("tension"), infer = TRUE, delta = .1, null = 3, side = "<"))
case("noninferior", "counts", summary(means("tension"), infer = TRUE, delta = .1, null = 3, side = ">", type = "response"))
case("rates-sidak", "counts", summary(means("tension", type = "response"), infer = TRUE, adjust = "sidak"))
case("rates-df", "counts", means("tension", df = 10))
case("grid-counts", "counts", ref_grid(f))
case("grid-rates", "counts", summary(ref_grid(f), type = "response"))
case("roots", "roots", summary(means("tension"), infer = TRUE))
case("squares", "roots", summary(means("tension", type = "response"), infer = TRUE, null = 5))
case("squares-0", "roots", summary(means("tension", type = "response"), infer = TRUE))
case("identity", "plain", means("tension", type = "response"))
case("quasi", "quasi", means("tension", type = "response", df = 50))
case("quasi-link", "quasi", means("tension", df = 50))
case("gamma", "gamma", means("tension"))
case("gamma-response", "gamma", summary(means("tension", type = "response"), infer = TRUE))
case("gamma-log", "gamma_log", means("tension", type = "response"))
case("normal-log", "normal_log", means("tension", type = "response"))
case("normal", "normal", means("tension", type = "response"))
case("inverse", "inverse", means("tension", df = 51))
case("inverse-response", "inverse", means("tension", type = "response", df = 51))
case("negbin", "negbin", means("Age", type = "response"))
case("holes-by", "holes", means(~ tension | wool))
case("holes", "holes", summary(means(~ tension), infer = TRUE))
case("holes-at", "holes", means(~ tension + wool, at = list(tension = "M")))
case("covariate-by", "cars", means(~ wt | cyls))
case("covariate-at", "cars", means(~ cyls | wt, at = list(wt = c(2, 3.1234567))))
case("covariate-two", "cars", means(~ cyls * wt, at = list(wt = c(2, 3.1234567), hp = 100)))
case("grid-cars", "cars", ref_grid(f))
case("two-values", "cars", means("am"))
case("median", "cars", means("cyls", cov.reduce = median))
case("predicted", "cars", means("cyls", cov.reduce = wt ~ cyls))
case("proportional", "cars", means("cyls", weights = "proportional"))
case("outer", "words", means("cyls", weights = "outer"))
case("cells-weights", "words", means("cyls", weights = "cells"))
case("flat", "words", means("cyls", weights = "flat"))
case("weights", "words", means("cyls", weights = c(1, 3)))
case("words", "words", means(~ manual))
case("words-by", "words", means(~ manual | cyls))
case("by-words", "words", means(~ cyls | manual))
case("grid-slopes", "slopes", ref_grid(f))
case("slopes", "slopes", means(~ wt, at = list(wt = 2:4)))
case("prob", "esoph", means("agegp", type = "response"))
case("prob-logit", "esoph", means("agegp"))
case("prob-null", "esoph", summary(means("agegp", type = "response"), infer = TRUE, null = qlogis(.2)))
case("prob-vs", "logit", means("vs", type = "response"))
case("probit", "probit", summary(means("vs", type = "response"), infer = TRUE))
case("cloglog", "cloglog", summary(means("vs", type = "response"), infer = TRUE))
case("cauchit", "cauchit", means("vs", type = "response"))
case("quasibinomial", "quasibinomial", means("vs", type = "response", df = 29))
case("claims", "claims", means("District", type = "response"))
case("claims-offset", "claims", means("District", type = "response", offset = 0))
case("ships", "ships", means("type", type = "response"))
case("ships-year", "ships", means(~ year | period, offset = log(1000)))
case("npk", "npk", means(~ N * P | K))
case("block", "npk", means("block"))
case("poly", "poly", means(~ supp | dose, at = list(dose = c(.5, 1.5))))
case("poly-mean", "poly", means("supp"))
case("factors", "factors", means(~ dose | supp))
case("grid-factors", "factors", ref_grid(f))
case("logs", "logs", means("cyls"))
case("weighted", "weighted", means("cyls"))
case("missing", "missing", means("Month"))
case("log", "log", means("tension"))
case("log-response", "log", summary(means("tension", type = "response"), infer = TRUE))
case("log-bias", "log", means("tension", type = "response", bias.adj = TRUE))
case("log-sigma", "log", means("tension", type = "response", bias.adj = TRUE, sigma = .3))
case("sqrt", "sqrt", summary(means("tension"), infer = TRUE))
case("sqrt-response", "sqrt", summary(means("tension", type = "response"), infer = TRUE))
case("log10", "log10", means("tension"))
case("log10-response", "log10", summary(means("tension", type = "response"), infer = TRUE))
case("log2-response", "log2", summary(means("tension", type = "response"), infer = TRUE))
case("log1p-response", "log1p", summary(means("tension", type = "response"), infer = TRUE))
case("log-plus", "log_plus", means("tension"))
case("log-plus-response", "log_plus", summary(means("tension", type = "response"), infer = TRUE))
case("sqrt-plus-response", "sqrt_plus", summary(means("tension", type = "response"), infer = TRUE))
case("twice-sqrt-response", "twice_sqrt", summary(means("tension", type = "response"), infer = TRUE))
case("twice-sqrt", "twice_sqrt", means("tension"))
case("logit-bias", "logit", means("vs", type = "response", bias.adj = TRUE, sigma = .7))
case("anorexia", "anorexia", means("Treat"))
case("regrid", "counts", regrid(means("tension")))
case("regrid-first", "counts", means("tension", regrid = "response"))
case("regrid-log", "looms", regrid(means("tension"), transform = "log"))
case("regrid-log-response", "looms", summary(regrid(means("tension"), transform = "log"), type = "response", infer = TRUE))
case("regrid-pass", "counts", regrid(means("tension"), transform = "pass"))
case("regrid-probs", "logit", regrid(means("vs")))
case("regrid-log-prob", "logit", summary(regrid(means("vs"), transform = "log"), infer = TRUE))
case("regrid-lm-log", "log", regrid(means("tension")))

result <- lapply(names(calls), function(id) {
  f <<- fits[[calls[[id]]$fit]]
  emm <- suppressMessages(eval(calls[[id]]$call))
  page <- suppressMessages(capture.output(print(emm)))
  table <- as.data.frame(if (inherits(emm, "summary_emm")) emm else summary(emm))
  columns <- lapply(table, function(x) I(if (is.factor(x)) as.character(x) else x))
  list(id = id, r = paste(deparse(calls[[id]]$call), collapse = " "), page = I(sub(" +$", "", page)), table = columns)
})
writeLines(json(result), "emmeans.json")
