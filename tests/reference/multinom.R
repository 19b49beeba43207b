# multinom of nnet 7.3-18: fits, predictions, intervals and pages.
# Run from this folder; writes multinom.json: {"cases": [...], "errors": [...]}.
# multinom stops loosely: here it runs with abstol = reltol = 1e-15 and starts again from its own
# weights until the deviance stays. `exact` is the same fit by VGAM::vglm (Newton, epsilon 1e-14).
# Its standard errors are the ones to trust: vcov of a multinom is a generalised inverse, which takes
# the small eigenvalues of a badly scaled Hessian for zeros (`se_off`: largest relative difference).
# A fit of two levels has a vector of coefficients, one of more a matrix (level by term).
# An anova of multinoms prints its heading only where MASS is attached, as here.
suppressMessages({library(nnet); library(MASS)})
source("glm/model_records.R")
for (name in c("housing", "housing_wide", "beps", "births", "ozone", "iris", "wine")) assign(name, read_typed(name, types[[name]]))

either <- function(x) if (is.matrix(x)) table_of(x) else named(x)
cases <- list(
  case("births", "births", "low ~ age + lwt + race + smoke + I(ptl > 0) + ui", more = c("anova", "drop1", "step"), anova = c("low ~ 1", "low ~ lwt + race")),
  case("births-one", "births", "low ~ 1"),
  case("births-one-coef", "births", "low ~ lwt - 1"),
  case("housing", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq", more = c("anova", "drop1", "step", "add1"),
       anova = c("Sat ~ 1", "Sat ~ Infl + Type"), upper = "~ .^2"),
  case("housing-interaction", "housing", "Sat ~ Infl * Type * Cont", weights = "Freq", more = c("drop1", "step")),
  case("housing-one", "housing", "Sat ~ 1", weights = "Freq"),
  case("housing-one-coef", "housing", "Sat ~ Cont", weights = "Freq"),
  case("housing-subset", "housing", "Sat ~ Infl + Type", weights = "Freq", subset = "Type != \"Tower\""),
  case("housing-contrasts", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq", contrasts = list(Infl = "contr.helmert", Type = "contr.sum")),
  case("housing-no-weights", "housing", "Sat ~ log(Freq) + Cont"),
  case("housing-wide", "housing_wide", "cbind(Low, Medium, High) ~ Infl + Type + Cont", more = c("anova", "drop1"), anova = c("cbind(Low, Medium, High) ~ Infl")),
  case("housing-wide-two", "housing_wide", "cbind(Low, High) ~ Infl + Type"),
  case("housing-wide-one", "housing_wide", "cbind(Low, Medium, High) ~ 1"),
  case("beps", "beps", "vote ~ age + gender + economic_cond_national + Blair + Hague + Kennedy + Europe * political_knowledge", more = c("drop1", "step")),
  case("beps-ref", "beps", "vote ~ age + gender + Europe", formula_r = "relevel(vote, ref = \"Labour\") ~ age + gender + Europe", ref = "Labour"),
  case("beps-ordered-predictor", "beps", "vote ~ knowledge + poly(age, 2)"),
  case("beps-no-intercept", "beps", "vote ~ gender + Europe - 1"),
  case("beps-subset", "beps", "vote ~ age + gender", subset = "age > 60"),
  case("beps-level-gone", "beps", "vote ~ Blair + Hague", subset = "vote != \"Labour\""),
  case("wine-weights", "wine", "rating ~ temp + contact", weights = "response", subset = "rating != \"1\" & rating != \"5\""),
  case("ozone", "ozone", "level ~ Solar + Wind + Temp"),
  case("ozone-exclude", "ozone", "level ~ Solar + Wind + Temp", na_action = "na_exclude"),
  case("ozone-response", "ozone", "level ~ Wind + Temp", more = c("drop1", "step")),
  case("births-aliased", "births", "cut(bwt, c(0, 2500, 3500, 6000)) ~ smoke + I(age / 10) + I(age / 5)")
)
as_call <- function(f, c) {
  call <- list(as.name(f), formula = as.formula(if (is.null(c$formula_r)) c$formula else c$formula_r), data = as.name(c$data))
  for (name in c("weights", "subset")) if (!is.null(c[[name]])) call[[name]] <- str2lang(c[[name]])
  if (!is.null(c$na_action)) call$na.action <- quote(na.exclude)
  if (!is.null(c$contrasts)) call$contrasts <- as.call(c(list(as.name("list")), c$contrasts))
  call
}
tightest <- function(call, hess = TRUE) {
  call <- c(call, Hess = hess, maxit = 10000, abstol = 1e-15, reltol = 1e-15)
  page(f <- eval(as.call(call)))
  for (i in 1:8) {
    page(g <- eval(as.call(c(call, Wts = list(f$wts)))))
    if (g$deviance >= f$deviance) break
    f <- g
  }
  f$call <- as.call(call)
  f
}
exact <- function(c) {
  call <- as_call("vglm", c)
  call[[1]] <- quote(VGAM::vglm)
  call <- c(call, family = quote(VGAM::multinomial(refLevel = 1)), epsilon = 1e-14, maxit = 100)
  m <- try(suppressWarnings(eval(as.call(call))), silent = TRUE)
  if (inherits(m, "try-error")) return(NULL)
  coef <- VGAM::coef
  v <- VGAM::vcov(m)  # coefficients run over the levels within a term
  list(names = L(names(coef(m))), coefficients = L(unname(coef(m))), se = L(unname(sqrt(diag(v)))),
       matrix = unname(t(coef(m, matrix = TRUE))))
}
new_rows <- function(c, f) {  # three rows of the data, numbers moved
  d <- get(c$data)
  used <- intersect(all.vars(as.formula(c$formula)[[3]]), names(d))
  keep <- complete.cases(d[all.vars(as.formula(c$formula))]) & if (is.null(c$subset)) TRUE else eval(str2lang(c$subset), d)
  d <- d[which(keep), used, drop = FALSE]
  if (!length(used)) return(data.frame(row.names = 1:3))
  d <- d[c(1, nrow(d) %/% 2, nrow(d)), , drop = FALSE]
  for (v in used) if (is.numeric(d[[v]])) d[[v]] <- d[[v]] + c(0, 0.5, 1)
  rownames(d) <- NULL
  d
}
first <- function(x) if (is.matrix(x)) unname(x)[seq_len(min(20, nrow(x))), , drop = FALSE] else I(unname(x)[seq_len(min(20, length(x)))])
by_level <- function(ci) if (length(dim(ci)) == 3) {
  list(levels = L(dimnames(ci)[[3]]), rows = L(rownames(ci)), columns = L(colnames(ci)), values = lapply(seq_len(dim(ci)[3]), function(k) unname(ci[, , k])))
} else table_of(ci)
or_error <- function(expr) tryCatch(expr, error = function(e) list(error = conditionMessage(e)))
results <- function(c, f, shown) {
  ll <- logLik(f)
  p <- fitted(f); r <- residuals(f)
  new <- new_rows(c, f)
  probs <- predict(f, new, type = "probs")
  list(
    coefficients = either(coef(f)), se = or_error(either(summary(f)$standard.errors)), vcov = if (length(coef(f)) < 25) or_error(table_of(vcov(f))),
    levels = L(f$lev), coefnames = L(f$coefnames), vcoefnames = L(f$vcoefnames), rank = f$rank,
    deviance = f$deviance, edf = f$edf, AIC_slot = f$AIC, AIC = AIC(f), BIC = or_error(BIC(f)), extractAIC = L(extractAIC(f)),
    logLik = as.numeric(ll), logLik_df = attr(ll, "df"), nobs_logLik = attr(ll, "nobs"), nobs = or_error(nobs(f)), convergence = f$convergence,
    fitted = list(columns = L(colnames(p)), rows = NROW(p), values = first(p), sum_of_squares = sum(p^2, na.rm = TRUE)),
    residuals = list(columns = L(colnames(r)), rows = NROW(r), values = first(r), sum_of_squares = sum(r^2, na.rm = TRUE)),
    class = L(as.character(predict(f))[seq_len(min(20, NROW(p)))]),
    predict = list(new = lapply(new, function(v) L(if (is.factor(v)) as.character(v) else v)), new_offset = list(),
                   class = L(as.character(predict(f, new))), probs = if (is.matrix(probs)) unname(probs) else L(unname(probs)), columns = L(colnames(probs))),
    confint = or_error(by_level(confint(f))),
    tidy = if (length(coef(f)) < 25) or_error({t <- broom::tidy(f, conf.int = TRUE); lapply(as.list(t), L)}), glance = or_error(lapply(as.list(broom::glance(f)), L)),
    page = page(print(shown)), summary_page = or_error(page(print(summary(shown)))), summary_page_wald = or_error(page(print(summary(shown, Wald.ratios = TRUE)))),
    summary_page_3 = if (c$id %in% c("births", "housing")) page(print(summary(shown), digits = 3)), summary_page_correlation = if (c$id %in% c("births", "housing-one-coef", "housing-wide-one")) page(print(summary(shown, correlation = TRUE)))
  )
}
verbs <- function(c, f) {
  out <- list()
  trace <- FALSE  # drop1 and add1 of a multinom look for a `trace` where they are called
  quiet <- function(expr) {  # without the optimiser's lines
    said <- capture.output(value <- expr)
    list(value = value, said = paste(said[!grepl("^(# weights|initial  value|iter +[0-9]+ value|final  value|converged)", said)], collapse = "\n"))
  }
  if ("drop1" %in% c$more) {
    d <- quiet(drop1(f))
    out$drop1 <- list(said = d$said, page = page(print(d$value)), table = frame_of(as.data.frame(d$value)))
  }
  if ("add1" %in% c$more) {
    d <- quiet(add1(f, as.formula(c$upper)))
    out$add1 <- list(scope = c$upper, said = d$said, page = page(print(d$value)), table = frame_of(as.data.frame(d$value)))
  }
  if ("step" %in% c$more) {
    d <- quiet(step(f))
    s <- d$value
    out$step <- list(page = d$said, formula = paste(deparse(formula(s), 500), collapse = ""), coefficients = either(coef(s)), anova_page = page(print(s$anova)))
  }
  if ("anova" %in% c$more) {
    smaller <- lapply(c$anova, function(s) tightest(as_call("multinom", modifyList(c, list(formula = s)))))
    a <- do.call(anova, unname(c(smaller, list(f))))
    out$anova_table <- c(list(formulas = L(c(c$anova, c$formula)), page = page(print(a))), frame_of(as.data.frame(a)))
    out$anova_none_page <- page(print(do.call(anova, c(unname(smaller), list(f), test = "none"))))
  }
  out
}
of_case <- function(c) {
  call <- as_call("multinom", c)
  told <- heard(page(eval(as.call(call))))  # at R's own control, for what it says
  f <- suppressWarnings(tightest(call))
  shown <- f
  shown$call <- as.call(call)
  found <- suppressMessages(suppressWarnings(c(results(c, f, shown), verbs(c, f))))
  x <- exact(c)
  off <- if (!is.null(x) && length(x$coefficients) == length(coef(f))) c(
    max(abs(as.vector(coef(f)) - x$coefficients)), max(abs(as.vector(summary(f)$standard.errors) / x$se - 1)))
  message(c$id, ": coefficients, se less vglm's ", paste(format(off, digits = 2), collapse = " "))
  c$subset_r <- c$subset
  keep <- setdiff(names(c), c("more", "anova", "upper"))
  c(c[keep], list(r = paste(deparse(as.call(call), 500), collapse = ""), warnings = L(told$said), trace = told$value), found, list(exact = x, se_off = off[2]))
}
tried_calls <- list(
  list(id = "numbers", r = "multinom(age ~ lwt, data = transform(births, age = pmin(age, 20)), subset = age > 17, trace = FALSE)$lev"),
  list(id = "string", r = "coef(multinom(weight ~ lwt, data = births, trace = FALSE))"),
  list(id = "string-levels", r = "multinom(weight ~ lwt, data = births, trace = FALSE)$lev"),
  list(id = "logical-levels", r = "multinom(low ~ lwt, data = births, trace = FALSE)$lev"),
  list(id = "logical-class", r = "str(predict(multinom(low ~ lwt, data = births, trace = FALSE)))"),
  list(id = "one-level", r = "multinom(vote ~ age, data = beps, subset = vote == \"Labour\", trace = FALSE)"),
  list(id = "empty-level", r = "coef(multinom(vote ~ age, data = beps, subset = vote != \"Labour\", trace = FALSE))"),
  list(id = "offset-column", r = "multinom(vote ~ offset(age), data = beps, trace = FALSE)"),
  list(id = "offset-matrix", r = "multinom(cbind(Low, Medium, High) ~ Infl + offset(log(cbind(Low, Medium, High))), data = housing_wide, trace = FALSE, reltol = 1e-15, abstol = 1e-15, maxit = 1000)"),
  list(id = "offset-matrix-deviance", r = "format(multinom(Sat ~ Infl + offset(cbind(0 * Freq, 0.02 * Freq, 0.05 * Freq)), data = housing, trace = FALSE, reltol = 1e-15, abstol = 1e-15, maxit = 1000)$deviance, digits = 15)"),
  list(id = "separated", r = "multinom(Species ~ Petal.Length + Sepal.Width, data = iris, trace = FALSE)"),
  list(id = "separated-maxit", r = "multinom(Species ~ Petal.Length + Sepal.Width, data = iris, trace = FALSE, maxit = 10000)$deviance"),
  list(id = "negative-counts", r = "multinom(cbind(Low - 30, Medium, High) ~ Infl, data = housing_wide, trace = FALSE)"),
  list(id = "negative-weights", r = "multinom(Sat ~ Infl, data = housing, weights = Freq - 30, trace = FALSE)$deviance"),
  list(id = "zero-row", r = "dim(fitted(multinom(cbind(Low, Medium, High) ~ Infl, data = transform(housing_wide, Low = ifelse(Type == \"Tower\", 0, Low), Medium = ifelse(Type == \"Tower\", 0, Medium), High = ifelse(Type == \"Tower\", 0, High)), trace = FALSE)))"),
  list(id = "matrix-weights", r = "multinom(cbind(Low, Medium, High) ~ Infl, data = housing_wide, weights = c(rep(1, 12), rep(3, 12)), trace = FALSE)"),
  list(id = "fractional-counts", r = "multinom(cbind(Low / 2, Medium / 2, High / 2) ~ Infl, data = housing_wide, trace = FALSE)"),
  list(id = "unknown-level", r = "predict(multinom(Sat ~ Infl, data = housing, trace = FALSE), data.frame(Infl = \"Huge\"))"),
  list(id = "one-row-probs", r = "predict(multinom(Sat ~ Infl, data = housing, weights = Freq, trace = FALSE), data.frame(Infl = \"High\"), type = \"probs\")"),
  list(id = "predict-na", r = "predict(multinom(level ~ Temp, data = ozone, trace = FALSE), data.frame(Temp = c(60, NA)), type = \"probs\")"),
  list(id = "predict-na-class", r = "predict(multinom(level ~ Temp, data = ozone, trace = FALSE), data.frame(Temp = c(60, NA)))"),
  list(id = "predict-link", r = "predict(multinom(level ~ Temp, data = ozone, trace = FALSE), type = \"link\")"),
  list(id = "anova-one", r = "anova(multinom(level ~ Temp, data = ozone, trace = FALSE))"),
  list(id = "residuals-type", r = "head(residuals(multinom(level ~ Temp, data = ozone, trace = FALSE), type = \"pearson\"), 2)"),
  list(id = "simulate", r = "simulate(multinom(level ~ Temp, data = ozone, trace = FALSE), 1, seed = 1)"),
  list(id = "df.residual", r = "df.residual(multinom(level ~ Temp, data = ozone, trace = FALSE))"),
  list(id = "weights", r = "head(weights(multinom(Sat ~ Infl, data = housing, weights = Freq, trace = FALSE)))"),
  list(id = "profile", r = "profile(multinom(level ~ Temp, data = ozone, trace = FALSE))"),
  list(id = "confint-level-parm", r = "confint(multinom(Sat ~ Infl, data = housing, weights = Freq, trace = FALSE), parm = 2, level = 0.9)"),
  list(id = "drop1-na", r = "local({trace <- FALSE; drop1(multinom(level ~ Solar + Temp, data = ozone, trace = FALSE))})"),
  list(id = "drop1-chisq", r = "local({trace <- FALSE; drop1(multinom(level ~ Wind + Temp, data = ozone, trace = FALSE), test = \"Chisq\")})"),
  list(id = "drop1-needs-trace", r = "drop1(multinom(level ~ Wind + Temp, data = ozone))")
)
write_records(lapply(cases, of_case), tried_calls, "multinom")
