# Variance inflation factors by car's vif, and aliased coefficients by R's alias.
# Run from this folder; writes collinearity.json. R 4.2 with car 3.1, MASS, pscl, nnet.
# car has no vif of zeroinfl and multinom that means something: there the definition of Fox and
# Monette is written out, det(R_j) det(R_-j) / det(R), for the slopes of a part, or of all levels.
suppressMessages({library(jsonlite); library(car); library(MASS); library(pscl); library(nnet)})
options(width = 80)
source("glm/typed_data.R")
for (name in c("mtcars", "births", "warpbreaks", "quine", "housing", "wine", "biochemists", "esoph", "insurance",
               "swiss", "npk", "toy"))
  assign(name, read(name))

quietly <- function(e) suppressMessages(suppressWarnings(e))

one <- function(id, fun, data, formula, ..., type = "terms", family = NULL, weights = NULL) {
  args <- list(as.formula(formula), data = as.name(data))
  if (!is.null(family)) args$family <- parse(text = family)[[1]]
  if (!is.null(weights)) args$weights <- as.name(weights)
  if (fun == "polr") args$Hess <- TRUE
  if (fun == "polr") args$control <- list(reltol = 1e-15, maxit = 5000)
  if (fun == "glm") args$control <- list(epsilon = 1e-14, maxit = 100)
  fit <- quietly(eval(as.call(c(as.name(fun), args))))
  v <- quietly(vif(fit, type = type))
  table <- if (is.matrix(v) || is.data.frame(v)) as.data.frame(v) else data.frame(GVIF = v)
  list(id = id, fun = fun, data = data, formula = formula, family = family, weights = weights, type = type,
       is_vector = is.null(dim(v)), rows = rownames(table), columns = colnames(table),
       values = unname(as.list(table)), page = if (!is.null(dim(v))) capture.output(print(v)))
}

vifs <- list(
  one("lm", "lm", "mtcars", "mpg ~ wt + hp + disp"),
  one("lm-factor", "lm", "mtcars", "mpg ~ wt + hp + factor(cyl)"),
  one("lm-poly", "lm", "mtcars", "mpg ~ poly(wt, 2) + hp"),
  one("lm-weights", "lm", "toy", "count ~ x + g + h", weights = "w"),
  one("lm-interaction", "lm", "mtcars", "mpg ~ wt * hp"),
  one("lm-no-intercept", "lm", "mtcars", "mpg ~ wt + hp - 1"),
  one("lm-factor-no-intercept", "lm", "warpbreaks", "breaks ~ wool + tension - 1"),
  one("predictor", "lm", "mtcars", "mpg ~ wt * qsec + hp * disp + wt:hp + am", type = "predictor"),
  one("predictor-three", "lm", "mtcars", "mpg ~ wt * qsec * hp + disp * am", type = "predictor"),
  one("predictor-factor", "lm", "warpbreaks", "breaks ~ wool * tension", type = "predictor"),
  one("predictor-no-interaction", "lm", "births", "bwt ~ age + lwt + race + smoke", type = "predictor"),
  one("glm", "glm", "births", "low ~ age + lwt + race + smoke + ui", family = "binomial"),
  one("glm-poisson", "glm", "warpbreaks", "breaks ~ wool * tension", family = "poisson"),
  one("glm-quasi", "glm", "quine", "Days ~ Eth + Sex + Age + Lrn", family = "quasipoisson"),
  one("glm-counts", "glm", "esoph", "cbind(ncases, ncontrols) ~ agegp + alcgp + tobgp", family = "binomial"),
  one("glm-offset", "glm", "insurance", "Claims ~ District + Group + Age + offset(log(Holders))", family = "poisson"),
  one("glm-gamma", "glm", "births", "bwt ~ age + race + smoke", family = "Gamma(\"log\")"),
  one("glm.nb", "glm.nb", "quine", "Days ~ Eth + Sex + Age"),
  one("polr", "polr", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq"),
  one("polr-wine", "polr", "wine", "rating ~ temp + contact")
)

gvif <- function(V, blocks) {
  R <- cov2cor(V)
  out <- t(sapply(blocks, function(b) {
    g <- det(R[b, b, drop = FALSE]) * det(R[-b, -b, drop = FALSE]) / det(R)
    c(g, length(b), g^(1 / (2 * length(b))))
  }))
  unname(split(out, col(out)))
}
z <- zeroinfl(art ~ fem + ment + kid5 | ment + phd, data = biochemists, control = zeroinfl.control(reltol = 1e-15))
V <- vcov(z)
at <- function(name) match(name, colnames(V))
count <- at(c("count_femWomen", "count_ment", "count_kid5"))
zero <- at(c("zero_ment", "zero_phd"))
stopifnot(!anyNA(c(count, zero)))
a <- gvif(V[count, count], 1:3); b <- gvif(V[zero, zero], 1:2)
m <- multinom(Sat ~ Infl + Type + Cont, data = housing, weights = Freq, trace = FALSE, reltol = 1e-15, maxit = 1000)
V <- vcov(m)
term <- sub("^[^:]*:", "", colnames(V))
V <- V[term != "(Intercept)", term != "(Intercept)"]
term <- term[term != "(Intercept)"]
blocks <- lapply(c("^Infl", "^Type", "^Cont"), grep, x = term)
byhand <- list(
  list(id = "zeroinfl", rows = c("count_fem", "count_ment", "count_kid5", "zero_ment", "zero_phd"),
       values = c(a[[1]], b[[1]])),
  list(id = "multinom", rows = c("Infl", "Type", "Cont"), values = gvif(V, blocks)[[1]], df = lengths(blocks))
)

said <- function(expr) {
  out <- NULL
  tryCatch(withCallingHandlers(eval(expr), warning = function(w) {out <<- c(out, conditionMessage(w)); invokeRestart("muffleWarning")},
           message = function(m) {out <<- c(out, conditionMessage(m)); invokeRestart("muffleMessage")}),
           error = function(e) out <<- c(out, conditionMessage(e)))
  out
}
messages <- list(
  one_term = said(quote(vif(lm(mpg ~ wt, mtcars)))),
  aliased = said(quote(vif(lm(mpg ~ wt + hp + I(2 * wt), mtcars)))),
  no_intercept = said(quote(vif(lm(mpg ~ wt + hp - 1, mtcars)))),
  interaction = said(quote(vif(lm(mpg ~ wt * hp, mtcars))))
)

alias_case <- function(id, fun, data, formula, family = NULL, weights = NULL, ...) {
  args <- list(as.formula(formula), data = as.name(data))
  if (!is.null(family)) args$family <- parse(text = family)[[1]]
  if (!is.null(weights)) args$weights <- as.name(weights)
  fit <- quietly(eval(as.call(c(as.name(fun), args))))
  a <- alias(fit, ...)
  p <- alias(fit, partial = TRUE)
  whole <- if (is.null(a$Complete)) NULL else matrix(as.numeric(a$Complete), nrow(a$Complete))
  list(id = id, fun = fun, data = data, formula = formula, family = family, weights = weights,
       page = capture.output(print(a)), partial_page = capture.output(print(p)),
       rows = rownames(a$Complete), columns = colnames(a$Complete), values = whole,
       partial = unname(p$Partial), partial_names = colnames(p$Partial))
}
aliases <- list(
  alias_case("none", "lm", "mtcars", "mpg ~ wt + hp"),
  alias_case("two", "lm", "mtcars", "mpg ~ wt + hp + I(2 * wt) + I(wt + hp)"),
  alias_case("fractions", "lm", "mtcars", "mpg ~ wt + hp + I(0.1 * wt + hp * 3) + I(wt/3 + hp)"),
  alias_case("long", "lm", "mtcars", "mpg ~ wt + hp + I(0.001 * wt + 123.4567 * hp)"),
  alias_case("zero", "lm", "mtcars", "mpg ~ I(0 * wt) + wt + hp"),
  alias_case("cells", "lm", "mtcars", "mpg ~ factor(cyl) * factor(gear) + wt"),
  alias_case("npk", "lm", "npk", "yield ~ block + N * P * K"),
  alias_case("weights", "lm", "toy", "count ~ x + g + twice", weights = "w"),
  alias_case("glm", "glm", "mtcars", "am ~ wt + hp + I(wt - hp)", family = "binomial"),
  alias_case("glm-poisson", "glm", "toy", "count ~ x + g + twice", family = "poisson")
)
numbers <- c(1e5, 123456, pi, sqrt(2), 1e-4, 1 / 7, 1e6 / 3, -0.5, 0.1 + 0.2, 1e-9, 2001 / 2003, -pi, 1e10 + 0.5, 0, -1 / 3, 5e-4,
             1 / 1999, 1 / 2001, 100000 / 3, exp(1), 2.9999999999999996, -1.0000000000000002)
texts <- vapply(numbers, function(v) attr(fractions(v), "fracs"), "")
write_json(list(fractions = list(numbers = numbers, texts = texts), vif = vifs, byhand = byhand, messages = messages, alias = aliases), "collinearity.json", digits = NA,
           auto_unbox = TRUE, na = "string", null = "null")
