# Means of models with several predictions: categories, counts of two parts. Run from this folder
# (tests/reference); writes emmeans_modes.json. R 4.2 with emmeans 1.8.4, MASS, nnet, pscl.
suppressMessages({library(emmeans); library(MASS); library(nnet); library(pscl)})
source("glm/json.R")
source("glm/typed_data.R")
housing <- read("housing"); biochemists <- read("biochemists")
precise <- list(reltol = 1e-15, maxit = 1000)
fits <- list(
  polr = polr(Sat ~ Infl + Type, weights = Freq, data = housing, Hess = TRUE, control = precise),
  probit = polr(Sat ~ Infl + Type, weights = Freq, data = housing, Hess = TRUE, method = "probit", control = precise),
  multinom = multinom(Sat ~ Infl + Type, weights = Freq, data = housing, trace = FALSE, Hess = TRUE, reltol = 1e-15, maxit = 1000),
  zeroinfl = zeroinfl(art ~ fem + mar + ment | fem + ment, biochemists, reltol = 1e-15),
  hurdle = hurdle(art ~ fem + mar | fem + mar, biochemists, reltol = 1e-15))
calls <- list()
case <- function(id, fit, call) calls[[id]] <<- list(fit = fit, call = substitute(call))
means <- function(...) suppressMessages(emmeans(f, ...))
case("latent", "polr", means(~ Infl))
case("latent-type", "polr", summary(means(~ Type, mode = "latent"), infer = TRUE))
case("linear", "polr", means(~ Infl, mode = "linear.predictor"))
case("linear-cut", "polr", summary(means(~ cut | Infl, mode = "linear.predictor", type = "response"), infer = TRUE))
case("cum", "polr", means(~ cut | Infl, mode = "cum.prob"))
case("exc", "polr", means(~ cut, mode = "exc.prob"))
case("prob", "polr", means(~ Sat | Infl, mode = "prob"))
case("prob-type", "polr", means(~ Type | Sat, mode = "prob"))
case("class", "polr", means(~ Infl, mode = "mean.class"))
case("probit", "probit", means(~ Infl))
case("probit-prob", "probit", means(~ Sat | Infl, mode = "prob"))
case("probit-cut", "probit", means(~ cut | Infl, mode = "linear.predictor", type = "response"))
case("multinom", "multinom", means(~ Sat | Infl, df = Inf))
case("multinom-latent", "multinom", means(~ Sat | Infl, mode = "latent", df = Inf))
case("multinom-type", "multinom", means(~ Type | Sat, df = Inf))
case("zi", "zeroinfl", means(~ fem))
case("zi-count", "zeroinfl", means(~ fem, mode = "count"))
case("zi-zero", "zeroinfl", means(~ fem, mode = "zero"))
case("zi-link", "zeroinfl", means(~ fem, mode = "count", lin.pred = TRUE))
case("zi-link-response", "zeroinfl", summary(means(~ fem, mode = "count", lin.pred = TRUE, type = "response"), infer = TRUE))
case("zi-link-zero", "zeroinfl", means(~ fem, mode = "zero", lin.pred = TRUE, type = "response"))
case("hurdle", "hurdle", means(~ fem, df = Inf))
case("hurdle-count", "hurdle", means(~ fem | mar, mode = "count", df = Inf))
case("hurdle-link", "hurdle", means(~ fem, mode = "count", lin.pred = TRUE, df = Inf))
case("hurdle-zero", "hurdle", summary(means(~ fem, mode = "zero", lin.pred = TRUE, type = "response", df = Inf), infer = TRUE))
result <- lapply(names(calls), function(id) {
  f <<- fits[[calls[[id]]$fit]]
  emm <- suppressMessages(eval(calls[[id]]$call))
  page <- suppressMessages(capture.output(print(emm)))
  page <- page[page != "Degrees-of-freedom method: user-specified "]
  table <- as.data.frame(if (inherits(emm, "summary_emm")) emm else summary(emm))
  columns <- lapply(table, function(x) I(if (is.factor(x)) as.character(x) else x))
  list(id = id, r = paste(deparse(calls[[id]]$call), collapse = " "), page = I(sub(" +$", "", page)), table = columns)
})
writeLines(json(result), "emmeans_modes.json")
