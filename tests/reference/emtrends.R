# Trends (emtrends), the numbers of interaction plots (emmip) and comparison arrows of emmeans.
# A difference quotient of emmeans has an error of the order of its step h: numbers are the mean of those
# at h and -h, whose error is of the order h^2. Of polr it has no right trends of probabilities, and none of
# models with an offset. Run from this folder; writes emtrends.json. R 4.2.2,
# emmeans 1.8.4, MASS, nnet, pscl, sandwich.
suppressMessages({
  library(emmeans); library(jsonlite); library(splines); library(MASS); library(nnet); library(pscl)
})
source("glm/typed_data.R")
emm_options(msg.interaction = FALSE)
tight <- list(epsilon = 1e-14, maxit = 50)
cars <- read("mtcars"); iris <- read("iris"); co2 <- read("CO2"); births <- read("births")
quine <- read("quine"); nmes <- read("nmes"); bio <- read("biochemists"); looms <- read("warpbreaks")
epil <- read("epil"); insurance <- read("insurance")
insurance$Age <- factor(insurance$Age, ordered = FALSE)
looms$grade <- factor(looms$tension, ordered = TRUE)
fits <- list(
  lm = lm(mpg ~ hp * factor(cyl), cars),
  two = lm(mpg ~ hp * factor(cyl) + factor(am), cars),
  three = lm(mpg ~ hp * factor(vs) * factor(am) + wt, cars),
  poly = lm(mpg ~ poly(wt, 2) * factor(am) + hp, cars),
  cubic = lm(uptake ~ poly(conc, 3) * Type + Treatment, co2),
  raw = lm(uptake ~ conc * Type + I(conc^2), co2),
  log = lm(uptake ~ log(conc) * Type * Treatment, co2),
  ns = lm(uptake ~ ns(conc, 3) * Type + Treatment, co2),
  bs = lm(Sepal.Length ~ bs(Petal.Length, df = 5) + Species * Sepal.Width, iris),
  scale = lm(Sepal.Length ~ scale(Petal.Length) * Species, iris),
  logged = lm(log(uptake) ~ log(conc) * Type, co2),
  weighted = lm(mpg ~ hp * factor(cyl), cars, weights = wt),
  logit = glm(low ~ lwt * smoke + race, binomial, births, control = tight),
  probit = glm(low ~ lwt * race, binomial("probit"), births, control = tight),
  poisson = glm(Claims ~ log(Holders) * Age, poisson, insurance,
                control = tight),
  quasi = glm(visits ~ school * health + log(1 + chronic), quasipoisson, nmes, control = tight),
  gamma = glm(y + 1 ~ base * trt + age, Gamma("log"), epil, control = tight),
  nb = glm.nb(art ~ ment * fem + mar, bio, control = glm.control(epsilon = 1e-14, maxit = 100)),
  polr = polr(grade ~ breaks * wool, looms, Hess = TRUE, control = list(reltol = 1e-15, maxit = 500)),
  multinom = multinom(health ~ school * gender, nmes, trace = FALSE, reltol = 1e-16, abstol = 1e-12, maxit = 1000),
  zeroinfl = zeroinfl(art ~ ment * fem | ment + mar, bio, reltol = 1e-15),
  hurdle = hurdle(art ~ ment * fem | ment + mar, bio, dist = "negbin", reltol = 1e-15)
)
table_of <- function(grid) {
  t <- as.data.frame(summary(grid, infer = TRUE))
  estimate <- names(t)[which(names(t) == "SE") - 1]
  labels <- lapply(t[seq_len(which(names(t) == "SE") - 2)], function(x) I(as.character(x)))
  list(labels = labels, estimate = estimate, value = I(t[[estimate]]), SE = I(t$SE), df = I(t$df))
}
mean_of <- function(up, down) {
  a <- table_of(up); b <- table_of(down)
  a$value <- I((a$value + b$value) / 2); a$SE <- I((a$SE + b$SE) / 2)
  a
}
# a case: fit, specs as text, var, and options that both sides have; h relative to the default
trends <- list()
trend <- function(fit, specs, var, ..., h = 0.02, page = FALSE, exact = FALSE) {
  f <- fits[[fit]]
  given <- list(...)
  x <- eval(f$call$data)[[all.vars(str2lang(var))]]
  step <- 1e-3 * h * diff(range(x))
  one <- function(d) {
    e <- do.call(emtrends, c(list(f, if (grepl("~", specs)) as.formula(specs) else specs, var = var, delta.var = d), given))
    if (inherits(e, "emm_list")) e else list(e)
  }
  up <- one(step); down <- one(-step)
  out <- list(fit = fit, specs = specs, var = var, options = lapply(given, I), trends = mean_of(up[[1]], down[[1]]))
  if (length(up) > 1) out$contrasts <- mean_of(up[[2]], down[[2]])
  if (page) out$page <- capture.output(print(one(if (exact) 1e-3 * diff(range(x)) else step)[[1]]))
  if (page && length(up) > 1) out$contrast_page <- capture.output(print(one(step)[[2]]))
  trends[[length(trends) + 1]] <<- out
}
trend("lm", "cyl", "hp", page = TRUE)
trend("lm", "pairwise ~ cyl", "hp", page = TRUE)
trend("lm", "~ 1", "hp", page = TRUE)
trend("lm", "cyl", "log(hp)", at = list(hp = c(100)))
trend("lm", "~ cyl | hp", "sqrt(hp)", at = list(hp = c(100, 150)), page = TRUE)
trend("two", "cyl", "hp", weights = "proportional", page = TRUE)
trend("two", "revpairwise ~ cyl | am", "hp", page = TRUE)
trend("three", "~ vs * am", "hp")
trend("three", "pairwise ~ vs | am", "hp", adjust = "none", page = TRUE)
trend("three", "am", "wt", page = TRUE)
trend("three", "consec ~ vs * am", "hp")
trend("poly", "~ am | wt", "wt", at = list(wt = c(2, 3, 4)))
trend("poly", "am", "wt")
trend("cubic", "~ Type", "conc", at = list(conc = 300), level = 0.9)
trend("raw", "pairwise ~ Type | conc", "conc", at = list(conc = c(100, 500)))
trend("log", "~ Type * Treatment", "conc")
trend("log", "pairwise ~ Type | Treatment", "log(conc)", page = TRUE)
trend("ns", "pairwise ~ Type", "conc", at = list(conc = 300))
trend("ns", "~ Type | conc", "conc", at = list(conc = c(100, 420, 800)))
trend("bs", "1", "Petal.Length", at = list(Petal.Length = 4))
trend("bs", "pairwise ~ Species", "Sepal.Width")
trend("scale", "pairwise ~ Species", "Petal.Length", page = TRUE)
trend("logged", "pairwise ~ Type", "conc")
trend("logged", "Type", "conc", regrid = "response")
trend("weighted", "pairwise ~ cyl", "hp")
trend("logit", "pairwise ~ smoke", "lwt", page = TRUE)
trend("logit", "smoke", "lwt", regrid = "response")
trend("logit", "pairwise ~ smoke | lwt", "lwt", regrid = "response", at = list(lwt = c(110, 150)))
trend("probit", "pairwise ~ race", "lwt")
trend("probit", "race", "lwt", regrid = "response")
trend("poisson", "pairwise ~ Age", "Holders")
trend("poisson", "Age", "log(Holders)")
trend("poisson", "Age", "Holders", regrid = "response")
trend("quasi", "pairwise ~ health", "school", page = TRUE)
trend("quasi", "health", "chronic")
trend("gamma", "pairwise ~ trt", "base")
trend("gamma", "trt", "base", regrid = "response")
trend("nb", "pairwise ~ fem", "ment")
trend("nb", "fem", "ment", regrid = "response")
trend("polr", "pairwise ~ wool", "breaks")
trend("polr", "~ wool | cut", "breaks", mode = "cum.prob")
trend("polr", "~ wool | cut", "breaks", mode = "exc.prob")
trend("polr", "~ wool | cut", "breaks", mode = "linear.predictor")
trend("multinom", "~ gender | health", "school")
trend("multinom", "~ health | gender", "school", mode = "prob")
trend("multinom", "pairwise ~ gender | health", "school", mode = "latent")
trend("zeroinfl", "fem", "ment")
trend("zeroinfl", "pairwise ~ fem", "ment", mode = "count", lin.pred = TRUE)
trend("zeroinfl", "mar", "ment", mode = "zero", lin.pred = TRUE)
trend("zeroinfl", "mar", "ment", mode = "prob0")
trend("hurdle", "fem", "ment")
trend("hurdle", "pairwise ~ fem", "ment", mode = "count")
sandwich_of <- sandwich::vcovHC(fits$lm, "HC3")
robust <- emtrends(fits$lm, pairwise ~ cyl, "hp", vcov. = sandwich_of)
robust <- list(trends = table_of(robust[[1]]), contrasts = table_of(robust[[2]]))

# degrees above 1: exact here, as divided differences of a polynomial of degree 2 and 3 are at the middle
degrees <- list()
degree <- function(fit, specs, var, max, ...) {
  e <- emtrends(fits[[fit]], as.formula(specs), var = var, max.degree = max, ...)
  if (inherits(e, "emm_list")) e <- e[[1]]
  degrees[[length(degrees) + 1]] <<- list(fit = fit, specs = specs, var = var, max = max, options = lapply(list(...), I),
                                          trends = table_of(e), page = capture.output(print(e)))
}
degree("poly", "~ am", "wt", 2)
degree("poly", "~ degree | am", "wt", 2)
degree("cubic", "~ degree | conc", "conc", 3, at = list(conc = c(200, 500)))
degree("raw", "~ Type", "conc", 2, at = list(conc = c(300)))

# ---- the numbers of interaction plots
more <- list(
  loom = lm(breaks ~ wool * tension, looms),
  counts = glm(breaks ~ wool * tension, poisson, looms, control = tight),
  quine = glm(Days ~ Eth * Sex * Lrn + Age, quasipoisson, quine, control = tight)
)
fits <- c(fits, more)
plots <- list()
picture <- function(fit, formula, ...) {
  t <- emmip(fits[[fit]], as.formula(formula), plotit = FALSE, ...)
  labs <- attr(t, "labs")
  keep <- setdiff(names(t), c("xvar", "yvar", "tvar", "SE", "df", "LCL", "UCL"))
  plots[[length(plots) + 1]] <<- list(
    fit = fit, formula = formula, options = lapply(list(...), I), levels = lapply(as.data.frame(t)[keep], function(x) I(as.character(x))),
    x = I(as.character(t$xvar)), trace = I(as.character(t$tvar)), y = I(t$yvar), SE = I(t$SE), df = I(t$df),
    lower = if (is.null(t$LCL)) NULL else I(t$LCL), upper = if (is.null(t$UCL)) NULL else I(t$UCL),
    labels = as.list(labs))
}
picture("loom", "wool ~ tension", CIs = TRUE)
picture("loom", "~ tension | wool")
picture("loom", "~ wool * tension", CIs = TRUE)
picture("counts", "wool ~ tension", CIs = TRUE, type = "response")
picture("counts", "tension ~ wool", CIs = TRUE)
picture("quine", "Sex ~ Age | Eth", CIs = TRUE, type = "response")
picture("quine", "Eth * Sex ~ Lrn")
picture("quine", "Eth ~ Age | Sex * Lrn")
picture("lm", "cyl ~ hp", cov.keep = 2, at = list(hp = c(52, 335)), CIs = TRUE)
picture("lm", "cyl ~ hp", at = list(hp = c(80, 100, 200)), CIs = TRUE)
picture("multinom", "health ~ gender", CIs = TRUE)

# ---- comparison arrows: which overlap, and where R has them
arrows <- list()
arrow <- function(fit, specs, ...) {
  e <- emmeans(fits[[fit]], as.formula(specs))
  t <- plot(e, comparisons = TRUE, plotit = FALSE, ...)
  p <- as.data.frame(summary(pairs(e), adjust = "tukey"))
  arrows[[length(arrows) + 1]] <<- list(fit = fit, specs = specs, options = list(...), lower = I(t$lcmpl), upper = I(t$rcmpl),
                                        p = I(p$p.value))
}
arrow("loom", "~ tension"); arrow("loom", "~ wool * tension"); arrow("loom", "~ tension | wool")
arrow("counts", "~ wool * tension"); arrow("counts", "~ wool * tension", type = "response")
arrow("quine", "~ Age"); arrow("quine", "~ Eth * Sex"); arrow("lm", "~ cyl"); arrow("quasi", "~ health")
write_json(list(trends = trends, robust = robust, degrees = degrees, plots = plots, arrows = arrows), "emtrends.json",
           digits = NA, auto_unbox = TRUE, na = "string")
