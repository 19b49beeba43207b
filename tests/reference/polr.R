# polr of MASS 7.3-58: fits, predictions, profile intervals and pages.
# Run from this folder; writes polr.json: {"cases": [...], "errors": [...]}.
# polr stops loosely: here BFGS runs to reltol 1e-15 and starts again from its own answer until the
# deviance stays. Standard errors are MASS's all the same, from a numerical Hessian (right to about
# 1e-4); `exact` is the same fit by ordinal::clm, Newton's method and an analytic Hessian.
# `subset_r`, where present, is R's spelling of `subset`; `new_rows` counts from 0.
suppressMessages({library(MASS); library(ordinal)})
source("glm/model_records.R")
for (name in c("housing", "wine", "beps", "births", "ozone")) assign(name, read_typed(name, types[[name]]))

tight <- list(reltol = 1e-15, maxit = 5000)
cases <- c(
  lapply(c("logistic", "probit", "loglog", "cloglog", "cauchit"), function(m)
    case(paste0("housing-", m), "housing", "Sat ~ Infl + Type + Cont", method = m, weights = "Freq",
         more = c("confint", if (m %in% c("logistic", "cloglog")) c("anova", "drop1", "step", "add1")),
         anova = c("Sat ~ Infl", "Sat ~ Infl + Type"), upper = "~ .^2")),
  list(
    case("housing-one", "housing", "Sat ~ 1", weights = "Freq"),
    case("housing-one-coef", "housing", "Sat ~ Cont", weights = "Freq", more = "confint"),
    case("housing-subset", "housing", "Sat ~ Infl + Type", weights = "Freq", subset = "Type != \"Tower\""),
    case("housing-interaction", "housing", "Sat ~ Infl * Type + Cont", weights = "Freq", more = c("drop1", "step", "anova"),
         anova = c("Sat ~ Type + Cont")),
    case("housing-contrasts", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq", contrasts = list(Infl = "contr.helmert", Type = "contr.sum")),
    case("wine", "wine", "rating ~ temp + contact", more = c("confint", "anova", "drop1", "step"), anova = c("rating ~ 1", "rating ~ temp")),
    case("wine-probit", "wine", "rating ~ temp + contact", method = "probit", more = "drop1"),
    case("wine-interaction", "wine", "rating ~ temp * contact", more = c("drop1", "step", "confint")),
    case("wine-one", "wine", "rating ~ 1"),
    case("wine-weights", "wine", "rating ~ temp + contact", weights = "response"),
    case("wine-contrasts", "wine", "rating ~ temp + contact", contrasts = list(temp = "contr.sum", contact = "contr.helmert")),
    case("wine-no-intercept", "wine", "rating ~ temp - 1"),
    case("wine-judge", "wine", "rating ~ temp + contact + judge", more = c("drop1", "step")),
    case("wine-level-missing", "wine", "rating ~ temp + contact", subset = "rating != \"3\""),
    case("beps", "beps", "knowledge ~ age + gender + Europe + vote", more = c("drop1", "confint")),
    case("beps-subset", "beps", "knowledge ~ age + gender", subset = "age > 40", method = "cauchit"),
    case("births", "births", "cut(bwt, c(0, 2500, 3000, 3500, 6000)) ~ age + lwt", more = c("drop1", "step", "confint")),
    case("births-offset", "births", "cut(bwt, c(0, 2500, 3000, 3500, 6000)) ~ smoke + race + offset(lwt / 100)", more = c("drop1")),
    case("births-aliased", "births", "cut(bwt, c(0, 2500, 3000, 3500, 6000)) ~ age + I(2 * age) + lwt"),
    case("ozone", "ozone", "level ~ Solar + Wind + Temp", more = c("drop1", "step", "confint")),
    case("ozone-response", "ozone", "level ~ Wind + Temp", more = c("drop1", "step")),
    case("ozone-exclude", "ozone", "level ~ Solar + Wind + Temp", na_action = "na_exclude"),
    case("ozone-poly", "ozone", "level ~ poly(Temp, 2) + factor(Month > 7)", method = "loglog")
  )
)
as_call <- function(f, c) {
  call <- list(as.name(f), formula = as.formula(c$formula), data = as.name(c$data))
  for (name in c("weights", "subset")) if (!is.null(c[[name]])) call[[name]] <- str2lang(c[[name]])
  if (!is.null(c$na_action)) call$na.action <- quote(na.exclude)
  if (!is.null(c$method) && c$method != "logistic" && f == "polr") call$method <- c$method
  call
}
tightest <- function(call) {
  call <- c(call, Hess = TRUE, control = as.name("tight"))
  f <- try(eval(as.call(call)), silent = TRUE)
  if (inherits(f, "try-error")) {  # no starting values: those of the logistic fit
    start <- eval(as.call(call[names(call) != "method"]))
    f <- eval(as.call(c(call, start = list(c(start$coefficients, start$zeta)))))
  }
  for (i in 1:8) {
    g <- try(eval(as.call(c(call, start = list(c(f$coefficients, f$zeta))))), silent = TRUE)
    if (inherits(g, "try-error") || g$deviance >= f$deviance) break
    f <- g
  }
  f$call <- as.call(call)
  f
}
links <- c(logistic = "logit", probit = "probit", loglog = "loglog", cloglog = "cloglog", cauchit = "cauchit")
exact <- function(c, f) {
  call <- c(as_call("clm", c), control = quote(clm.control(gradTol = 1e-11, maxIter = 200)), link = links[[f$method]])
  m <- try(suppressWarnings(eval(as.call(call))), silent = TRUE)
  if (inherits(m, "try-error")) return(NULL)
  v <- try(vcov(m), silent = TRUE)
  list(link = links[[f$method]], coefficients = named(m$beta), zeta = named(m$alpha), logLik = as.numeric(m$logLik),
       vcov = if (is.matrix(v)) table_of(v), gradient = max(abs(m$gradient)))
}
new_rows <- function(c, f) {  # three rows of the data, numbers moved
  d <- get(c$data)
  used <- intersect(all.vars(as.formula(c$formula)[[3]]), names(d))
  d <- d[rownames(d) %in% rownames(f$model), used, drop = FALSE]
  if (!length(used)) return(data.frame(row.names = 1:3))
  d <- d[c(1, nrow(d) %/% 2, nrow(d)), , drop = FALSE]
  for (v in used) if (is.numeric(d[[v]])) d[[v]] <- d[[v]] + c(0, 0.5, 1)
  rownames(d) <- NULL
  d
}
first <- function(x) if (is.matrix(x)) unname(x)[seq_len(min(20, nrow(x))), , drop = FALSE] else L(unname(x)[seq_len(min(20, length(x)))])
results <- function(c, f, shown) {
  ll <- logLik(f)
  fitted_ <- fitted(f)
  new <- new_rows(c, f)
  probs <- tryCatch(predict(f, new, type = "probs"), error = function(e) conditionMessage(e))
  list(
    coefficients = named(coef(f)), zeta = named(f$zeta), logLik = as.numeric(ll), logLik_df = attr(ll, "df"),
    deviance = f$deviance, edf = f$edf, df_residual = f$df.residual, n = f$n, nobs = f$nobs, nobs_logLik = attr(ll, "nobs"),
    AIC = AIC(f), BIC = BIC(f), extractAIC = L(extractAIC(f)), levels = L(f$lev), convergence = f$convergence,
    vcov = table_of(vcov(f)), coef_table = table_of(summary(f)$coefficients), lp = first(f$lp),
    fitted = list(columns = L(colnames(fitted_)), rows = nrow(fitted_), values = first(fitted_), sum_of_squares = sum(fitted_^2, na.rm = TRUE)),
    class = tryCatch(first(as.character(predict(f))), error = function(e) NULL),
    predict = list(new = lapply(new, function(v) L(if (is.factor(v)) as.character(v) else v)), new_offset = list(),
                   class = if (is.matrix(probs)) L(as.character(predict(f, new))), probs = if (is.matrix(probs)) unname(probs),
                   columns = L(colnames(probs)), error = if (!is.matrix(probs)) probs),
    confint_default = if (length(coef(f))) table_of(confint.default(f)),
    page = page(print(shown)), summary_page = page(print(summary(shown))), summary_page_3 = page(print(summary(shown), digits = 3)),
    summary_page_correlation = page(print(summary(shown, correlation = TRUE)))
  )
}
verbs <- function(c, f) {
  if (c$id == "ozone") {  # rows come and go with Solar
    return(list(confint = table_of(confint(f)), drop1 = list(error = tryCatch(drop1(f), error = conditionMessage))))
  }
  out <- list()
  if ("confint" %in% c$more) {
    ci <- confint(f); out$confint <- if (is.matrix(ci)) table_of(ci) else named(ci)
    ci <- confint(f, level = 0.9); out$confint_90 <- if (is.matrix(ci)) table_of(ci) else named(ci)
  }
  if ("drop1" %in% c$more) {
    d <- drop1(f, test = "Chisq")
    out$drop1 <- list(page = page(print(d)), page_none = page(print(drop1(f))), table = frame_of(as.data.frame(d)))
  }
  if ("add1" %in% c$more) {
    d <- add1(f, as.formula(c$upper), test = "Chisq")
    out$add1 <- list(scope = c$upper, page = page(print(d)), table = frame_of(as.data.frame(d)))
  }
  if ("step" %in% c$more) {
    trace <- page(s <- step(f))
    out$step <- list(page = trace, formula = paste(deparse(formula(s), 500), collapse = ""), coefficients = named(coef(s)), anova_page = page(print(s$anova)))
  }
  if ("anova" %in% c$more) {
    smaller <- lapply(c$anova, function(s) tightest(as_call("polr", modifyList(c, list(formula = s)))))
    a <- do.call(anova, unname(c(smaller, list(f))))
    out$anova_table <- c(list(formulas = L(c(c$anova, c$formula)), page = page(print(a))), frame_of(as.data.frame(a)))
    out$anova_none_page <- page(print(do.call(anova, c(unname(smaller), list(f), test = "none"))))
  }
  out
}
rev_zeta <- function(t, k) {v <- diag(t$values); v <- v[!is.na(v)]; c(v[-seq_len(k)], v[seq_len(k)])}
of_case <- function(c) {
  kept <- get(c$data); on.exit(assign(c$data, kept, globalenv()))
  changed <- kept  # polr(contrasts = list(...)) is an error in MASS 7.3-58: the factors carry them here
  for (v in names(c$contrasts)) contrasts(changed[[v]]) <- c$contrasts[[v]]
  assign(c$data, changed, globalenv())
  call <- as_call("polr", c)
  told <- heard(try(eval(as.call(call)), silent = TRUE))  # at R's own control, for what it says
  f <- suppressMessages(suppressWarnings(tightest(call)))
  shown <- f
  shown$call <- as.call(call)
  found <- suppressMessages(suppressWarnings(c(results(c, f, shown), verbs(c, f))))
  clm_ <- exact(c, f)
  ours <- c(coef(f), f$zeta); theirs <- unlist(c(clm_$coefficients$values, clm_$zeta$values)); theirs <- theirs[!is.na(theirs)]
  off <- if (length(ours) == length(theirs)) c(max(abs(ours - theirs)), max(abs(diag(vcov(f)) / rev_zeta(clm_$vcov, length(f$zeta)) - 1)), as.numeric(logLik(f)) - clm_$logLik)
  message(c$id, ": coefficients, variances, logLik less clm's ", paste(format(off, digits = 2), collapse = " "))
  c$subset_r <- c$subset
  keep <- setdiff(names(c), c("more", "anova", "upper"))
  c(c[keep], list(r = paste(deparse(as.call(call), 500), collapse = ""), warnings = L(told$said), error_at_default_start = attr(told$value, "condition")$message), found, list(exact = clm_))
}
refused <- list(
  list(id = "two-levels", r = "polr(weight ~ age, data = transform(births, weight = factor(weight)))"),
  list(id = "not-a-factor", r = "polr(bwt ~ age, data = births)"),
  list(id = "contrasts", r = "polr(rating ~ temp, data = wine, contrasts = list(temp = \"contr.sum\"))"),
  list(id = "string", r = "polr(weight ~ age, data = births)"),
  list(id = "unused-level", r = "polr(rating ~ temp, data = wine, subset = rating != \"5\")$zeta"),
  list(id = "one-level-left", r = "polr(rating ~ temp, data = wine, subset = rating == \"5\")"),
  list(id = "separated", r = "round(coef(polr(cut(age, c(0, 20, 30, 50)) ~ I(age > 20), data = births)), 1)"),
  list(id = "negative-weights", r = "polr(rating ~ temp, data = wine, weights = response - 50)$deviance"),
  list(id = "zero-weights", r = "polr(rating ~ temp, data = wine, weights = as.numeric(judge != \"1\"))$nobs"),
  list(id = "new-level", r = "predict(polr(rating ~ temp, data = wine), data.frame(temp = \"hot\"))"),
  list(id = "predict-na", r = "predict(polr(level ~ Temp, data = ozone), data.frame(Temp = c(60, NA)), type = \"probs\")"),
  list(id = "one-row-probs", r = "predict(polr(level ~ Temp, data = ozone), data.frame(Temp = 60), type = \"probs\")"),
  list(id = "offset-in-predict", r = "{f <- polr(cut(bwt, c(0, 2500, 3000, 6000)) ~ smoke + offset(lwt / 100), data = births); range(predict(f, births, type = \"probs\") - fitted(f))}"),
  list(id = "residuals", r = "residuals(polr(rating ~ temp, data = wine))"),
  list(id = "predict-link", r = "predict(polr(rating ~ temp, data = wine), type = \"link\")"),
  list(id = "anova-one", r = "anova(polr(rating ~ temp, data = wine))"),
  list(id = "confint-one", r = "confint(polr(rating ~ 1, data = wine))"),
  list(id = "simulate", r = "str(simulate(polr(rating ~ temp, data = wine), 2, seed = 1))"),
  list(id = "exclude-fitted-rows", r = "dim(fitted(polr(level ~ Solar, data = ozone, na.action = na.exclude)))"),
  list(id = "exclude-predict-rows", r = "length(predict(polr(level ~ Solar, data = ozone, na.action = na.exclude)))")
)
write_records(lapply(cases, of_case), refused, "polr")
