# glm.nb of MASS 7.3-58: fits, predictions, profile intervals, tests and pages.
# Run from this folder; writes glm_nb.json: {"cases": [...], "errors": [...]}.
# glm.nb stops at theta.ml's eps of 1e-4: `polished` goes on in turns, a glm of the family
# negative.binomial(theta) with epsilon 1e-14, then theta.ml from its means with an eps below theta's
# last digit, until theta stays; those numbers are put back in the fit, from which pages are printed
# too (with the `iter` of the default control). Pages are of modern R: no "Deviance Residuals" block.
# Where theta runs to infinity (`runaway`) the numbers are R's at its default control.
suppressMessages(library(MASS))
source("glm/model_records.R")
sets <- c("quine", "ships", "insurance", "epil", "airquality", "insects", "poissonlike", "nmes", "biochemists", "recreation", "quakes")
sets <- sets[file.exists(file.path(DATA, paste0(sets, ".csv")))]
for (name in sets) assign(name, read_typed(name, types[[name]]))

page <- function(...) {
  out <- capture.output(...)
  from <- grep("^Deviance Residuals", out)
  if (length(from)) out <- out[-seq(from, from + which(out[-seq_len(from)] == "")[1])]
  paste(out, collapse = "\n")
}
tight <- glm.control(epsilon = 1e-14, maxit = 200)
cases <- list(
  case("quine", "quine", "Days ~ Sex + Age + Eth + Lrn", more = c("confint", "anova", "tests", "step", "add1"),
       anova = c("Days ~ 1", "Days ~ Eth + Age"), upper = "~ .^2"),
  case("quine-nested", "quine", "Days ~ Sex/(Age + Eth * Lrn)", more = c("anova", "tests", "stepAIC"), anova = "Days ~ Sex + Age + Eth + Lrn"),
  case("quine-step", "quine", "Days ~ (Eth + Sex + Age + Lrn)^2", more = c("step", "stepAIC")),
  case("quine-one", "quine", "Days ~ 1", more = c("confint", "tests")),
  case("quine-one-coef", "quine", "Days ~ I(as.integer(Age)) - 1", formula_only = TRUE),
  case("quine-no-intercept", "quine", "Days ~ Age - 1", more = "tests"),
  case("quine-aliased", "quine", "Days ~ Sex * Age * Lrn", more = "tests"),
  case("quine-sqrt", "quine", "Days ~ Sex + Age + Eth", link = "sqrt", more = c("confint", "tests")),
  case("quine-identity", "quine", "Days ~ Eth", link = "identity", more = c("confint", "tests")),
  case("insects-identity", "insects", "count ~ spray", link = "identity", more = "tests"),
  case("quine-init-theta", "quine", "Days ~ Sex + Age", init_theta = 2),
  case("quine-subset", "quine", "Days ~ Sex + Age + Eth", subset = "Age != \"F3\"", more = "tests"),
  case("quine-contrasts", "quine", "Days ~ Sex + Age + Eth", contrasts = list(Age = "contr.helmert", Eth = "contr.sum"), more = "tests"),
  case("ships", "ships", "incidents ~ type + factor(year) + factor(period) + offset(log(service))", subset = "service > 0", runaway = TRUE),
  case("ships-type", "ships", "incidents ~ type + offset(log(service))", subset = "service > 0", more = c("confint", "tests")),
  case("ships-offset", "ships", "incidents ~ type + factor(period)", formula_r = "incidents ~ type + factor(period) + offset(log(service))", offset = "log(service)", subset = "service > 0", more = c("tests", "step")),
  case("epil", "epil", "y ~ log(base) * trt + log(age) + V4", more = c("confint", "tests", "step")),
  case("epil-weights", "epil", "y ~ log(base) + trt", weights = "period", more = c("tests", "step")),
  case("epil-zero-weights", "epil", "y ~ log(base) + trt + age", weights = "period - 1", more = "tests"),
  case("epil-fractional-weights", "epil", "y ~ poly(age, 2) + trt", weights = "base / 30"),
  case("ozone", "airquality", "Ozone ~ Wind + Temp + Solar.R", more = "confint"),
  case("ozone-exclude", "airquality", "Ozone ~ Wind + Temp + Solar.R", na_action = "na_exclude"),
  case("quakes", "quakes", "stations ~ mag + log(depth)", more = "tests"),
  case("biochemists", "biochemists", "art ~ fem + mar + kid5 + phd + ment", more = c("tests", "anova"), anova = "art ~ ment"),
  case("nmes", "nmes", "visits ~ health + chronic + gender + school + insurance", more = c("tests", "confint")),
  case("recreation", "recreation", "trips ~ quality + ski + income + userfee + costC + costS + costH", more = "tests"),
  case("poissonlike", "poissonlike", "y ~ x + g", runaway = TRUE),
  case("poissonlike-one", "poissonlike", "y ~ x", runaway = TRUE),
  case("insurance", "insurance", "Claims ~ District + Group + Age + offset(log(Holders))", runaway = TRUE)
)
cases <- Filter(function(c) c$data %in% sets, cases)
as_call <- function(c) {
  call <- list(quote(glm.nb), formula = as.formula(if (is.null(c$formula_r)) c$formula else c$formula_r), data = as.name(c$data))
  for (name in c("weights", "subset")) if (!is.null(c[[name]])) call[[name]] <- str2lang(c[[name]])
  if (!is.null(c$na_action)) call$na.action <- quote(na.exclude)
  if (!is.null(c$contrasts)) call$contrasts <- as.call(c(list(as.name("list")), c$contrasts))
  if (!is.null(c$init_theta)) call$init.theta <- c$init_theta
  if (!is.null(c$link)) call$link <- as.name(c$link)
  call
}
polished <- function(call) {
  f <- suppressWarnings(eval(as.call(c(call, control = quote(tight)))))
  theta <- f$theta
  link <- f$family$link
  as_glm <- call[!names(call) %in% c("init.theta", "link")]
  as_glm[[1]] <- quote(glm)
  for (turn in 1:100) {
    g <- suppressWarnings(eval(as.call(c(as_glm, family = list(negative.binomial(theta, link)), control = quote(tight), start = list(ifelse(is.na(coef(f)), 0, coef(f)))))))
    w <- g$prior.weights
    new <- suppressWarnings(theta.ml(g$y, g$fitted.values, sum(w), w, limit = 200, eps = 1e-13 * theta))
    moved <- abs(new / theta - 1)
    theta <- as.vector(new)
    if (moved < 4e-16) break
  }
  parts <- setdiff(intersect(names(f), names(g)), c("call", "terms", "model", "iter", "control", "method", "aic"))
  f[parts] <- g[parts]
  class(f$family) <- "family"
  f$theta <- theta
  f$SE.theta <- as.vector(attr(new, "SE"))
  f$twologlik <- 2 * sum(w * dnbinom(g$y, size = theta, mu = g$fitted.values, log = TRUE))
  f$aic <- -f$twologlik + 2 * g$rank + 2
  f$call$init.theta <- signif(theta, 10)  # as glm.nb does
  f$moved <- moved
  f
}
new_rows <- function(c, f) {  # three rows of the data, numbers moved
  d <- get(c$data)
  used <- intersect(c(all.vars(as.formula(c$formula)[[3]]), if (!is.null(c$offset)) all.vars(str2lang(c$offset))), names(d))
  d <- d[rownames(d) %in% names(f$y), used, drop = FALSE]
  if (!length(used)) return(data.frame(row.names = 1:3))
  d <- d[c(1, nrow(d) %/% 2, nrow(d)), , drop = FALSE]
  plain <- setdiff(used, unlist(lapply(regmatches(c$formula, gregexpr("factor\\((\\w+)\\)", c$formula))[[1]], function(t) all.vars(str2lang(t)))))
  for (v in plain) if (is.numeric(d[[v]])) d[[v]] <- d[[v]] + c(0, 0.5, 1)
  rownames(d) <- NULL
  d
}
first <- function(x) L(unname(x)[seq_len(min(20, length(x)))])
column <- function(x) list(values = first(x), rows = length(x), sum_of_squares = sum(x^2, na.rm = TRUE))
results <- function(c, f, shown) {
  ll <- logLik(f)
  new <- new_rows(c, f)
  p <- predict(f, new, type = "response", se.fit = TRUE); l <- predict(f, new, se.fit = TRUE)
  s <- summary(f)
  list(
    coefficients = named(coef(f)), vcov = table_of(vcov(f)), coef_table = table_of(s$coefficients), theta = f$theta, SE_theta = f$SE.theta, twologlik = f$twologlik,
    deviance = f$deviance, null_deviance = f$null.deviance, aic = f$aic, AIC = AIC(f), BIC = BIC(f), logLik = as.numeric(ll), logLik_df = attr(ll, "df"), logLik_nobs = attr(ll, "nobs"),
    nobs = nobs(f), df_residual = f$df.residual, df_null = f$df.null, rank = f$rank, dispersion = s$dispersion, extractAIC = L(extractAIC(f)), th_warn = shown$th.warn, iter = shown$iter, converged = f$converged,
    fitted = column(fitted(f)), residuals = list(deviance = column(residuals(f)), pearson = column(residuals(f, "pearson")), response = sum(residuals(f, "response")^2, na.rm = TRUE), working = sum(residuals(f, "working")^2, na.rm = TRUE)),
    hatvalues = sum(hatvalues(f)^2),
    predict = list(new = lapply(new, function(v) L(if (is.factor(v)) as.character(v) else v)), new_offset = list(),
                   link = L(unname(l$fit)), link_se = L(unname(l$se.fit)), response = L(unname(p$fit)), response_se = L(unname(p$se.fit))),
    family_page = page(print(family(shown))), page = page(print(shown)), summary_page = page(print(summary(shown))), summary_page_3 = if (c$id %in% c("quine", "epil", "poissonlike")) page(print(summary(shown), digits = 3)),
    summary_page_correlation = if (c$id %in% c("quine", "quine-aliased", "ships-type")) page(print(summary(shown, correlation = TRUE)))
  )
}
asked <- function(verb, expr) {
  h <- tryCatch(heard(expr), error = function(e) list(error = conditionMessage(e)))
  if (!is.null(h$error)) return(list(error = h$error))
  list(page = page(print(h$value)), table = frame_of(as.data.frame(h$value)), warnings = L(h$said))
}
stepped <- function(f, verb) {
  trace <- capture.output(s <- suppressWarnings(verb(f)))
  list(page = paste(trace, collapse = "\n"), formula = paste(deparse(formula(s), 500), collapse = ""), theta = s$theta,
       coefficients = named(coef(s)), anova_page = page(print(s$anova)))
}
verbs <- function(c, f) {
  out <- list()
  if ("confint" %in% c$more) {
    as_table <- function(ci) if (is.matrix(ci)) table_of(ci) else named(ci)
    out$confint <- as_table(confint(f)); out$confint_90 <- as_table(confint(f, level = 0.9)); out$confint_default <- table_of(confint.default(f))
  }
  if ("tests" %in% c$more) {
    out$anova_terms <- asked("anova", anova(f)); out$anova_terms_F <- asked("anova", anova(f, test = "F"))
    out$drop1 <- asked("drop1", drop1(f)); out$drop1_chisq <- asked("drop1", drop1(f, test = "Chisq")); out$drop1_F <- asked("drop1", drop1(f, test = "F"))
  }
  if ("add1" %in% c$more) out$add1 <- c(list(scope = c$upper), asked("add1", add1(f, as.formula(c$upper), test = "Chisq")))
  if ("step" %in% c$more) out$step <- stepped(f, step)
  if ("stepAIC" %in% c$more) out$stepAIC <- stepped(f, stepAIC)
  if ("anova" %in% c$more) {
    smaller <- lapply(c$anova, function(s) polished(as_call(modifyList(c, list(formula = s)))))
    a <- do.call(anova, unname(c(smaller, list(f))))
    out$anova_table <- c(list(formulas = L(c(c$anova, c$formula)), page = page(print(a))), frame_of(as.data.frame(a)))
  }
  out
}
of_case <- function(c) {
  call <- as_call(c)
  told <- heard(eval(as.call(call)))  # at R's own control, for what it says
  f <- if (is.null(c$runaway)) polished(call) else told$value
  shown <- f
  shown$call$control <- NULL
  shown$iter <- told$value$iter
  shown$th.warn <- told$value$th.warn
  found <- suppressMessages(suppressWarnings(c(results(c, f, shown), verbs(c, f))))
  message(c$id, ": theta ", format(f$theta, digits = 10), ", last move ", format(f$moved), ", default theta off by ", format(told$value$theta / f$theta - 1, digits = 2),
          ", alias ", sum(is.na(coef(f))), " ", sum(is.na(coef(told$value))), " null deviance ", format(told$value$null.deviance - f$null.deviance))
  c$subset_r <- c$subset
  keep <- setdiff(names(c), c("more", "anova", "upper", "formula_only"))
  c(c[keep], list(r = paste(deparse(as.call(call), 500), collapse = ""), warnings = L(told$said), default_theta = told$value$theta), found)
}
tried_calls <- list(
  list(id = "negative", r = "glm.nb(I(Days - 5) ~ Sex, data = quine)"),
  list(id = "fractional", r = "coef(glm.nb(I(Days / 2) ~ Sex, data = quine))"),
  list(id = "zeros", r = "glm.nb(I(0 * Days) ~ Sex, data = quine)$theta"),
  list(id = "factor-response", r = "glm.nb(Sex ~ Age, data = quine)"),
  list(id = "negative-weights", r = "glm.nb(Days ~ Sex, data = quine, weights = Days - 10)"),
  list(id = "link", r = "glm.nb(Days ~ Sex, data = quine, link = logit)"),
  list(id = "link-string", r = "glm.nb(Days ~ Sex, data = quine, link = \"sqrt\")"),
  list(id = "init-theta-negative", r = "glm.nb(Days ~ Sex, data = quine, init.theta = -1)"),
  list(id = "init-theta-large", r = "glm.nb(Days ~ Sex, data = quine, init.theta = 1e6)$theta"),
  list(id = "identity-many", r = "glm.nb(Days ~ Sex + Age + Eth, data = quine, link = identity)"),
  list(id = "poissonlike-maxit", r = "{f <- glm.nb(y ~ x, data = poissonlike, maxit = 100); c(f$theta, f$SE.theta, f$twologlik)}"),
  list(id = "poissonlike-poisson", r = "format(c(logLik(glm(y ~ x, poisson, poissonlike)), deviance(glm(y ~ x, poisson, poissonlike))), digits = 15)"),
  list(id = "insurance-poisson", r = "format(c(logLik(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance))), digits = 15)"),
  list(id = "anova-order", r = "anova(glm.nb(Days ~ Sex + Age, data = quine), glm.nb(Days ~ Sex, data = quine))"),
  list(id = "anova-test", r = "anova(glm.nb(Days ~ Sex + Age, data = quine), glm.nb(Days ~ Sex, data = quine), test = \"F\")"),
  list(id = "simulate", r = "simulate(glm.nb(Days ~ Sex, data = quine), 1, seed = 1)[1:5, ]"),
  list(id = "residuals-default", r = "residuals(glm.nb(Days ~ Sex, data = quine))[1:3]"),
  list(id = "rows-change", r = "drop1(glm.nb(Ozone ~ Wind + Solar.R, data = airquality))"),
  list(id = "step-rows-change", r = "step(glm.nb(Ozone ~ Wind + Solar.R, data = airquality), trace = 0)"),
  list(id = "against-poisson", r = "anova(glm(Days ~ Sex, poisson, quine), glm.nb(Days ~ Sex, data = quine))"),
  list(id = "offset-argument", r = "glm.nb(incidents ~ type, data = ships, subset = service > 0, offset = log(service))"),
  list(id = "tight-ships", r = "glm.nb(incidents ~ type + factor(year) + factor(period) + offset(log(service)), data = ships, subset = service > 0, control = glm.control(1e-14, 200))"),
  list(id = "update", r = "update(glm.nb(Days ~ Sex, data = quine), . ~ . + Age)$call")
)
write_records(lapply(cases, of_case), tried_calls, "glm_nb")
