# What is kept of one fit. A row value keeps its first rows, its sum and its sum of squares.
ROWS <- 8
# twelve digits are written: the tests ask for eight
short_text <- function(x) {
  out <- sprintf("%.12g", x)
  out[is.na(x)] <- ""
  out
}
write_short <- function(cases, name) {
  number_text <<- short_text
  write_cases(cases, file.path(HERE, paste0(name, ".json")))
}

lm_call <- function(case) {
  na <- if (!is.null(case$na_action)) gsub("_", ".", case$na_action)
  parts <- c(formula = case$formula, data = "d", weights = case$weights, subset = case$subset,
             na.action = na, offset = case$offset, contrasts = case$contrasts)
  paste0("lm(", paste(names(parts), "=", parts, collapse = ", "), ")")
}
# d, the data, and fit, the fit: where verbs that fit again find them
fit_lm <- function(case, d) {
  env <- new.env(parent = globalenv())
  env$d <- d
  made <- quietly(eval(parse(text = lm_call(case))[[1]], env))
  if (is.null(made$value)) stop(case$id, ": lm failed: ", lm_call(case))
  env$fit <- made$value
  list(fit = made$value, env = env, said = made$said)
}
# sandwich counts the rows of weight 0 in one factor and not in another: its values of such a fit are
# those of the fit without them
without_zero_weights <- function(case, d) {
  if (is.null(case$weights)) return(d)
  w <- eval(parse(text = case$weights)[[1]], d)
  d[is.na(w) | w > 0, , drop = FALSE]
}
# the value in that place, or list(error = what R said)
tried <- function(expr, env = parent.frame()) {
  out <- suppressMessages(quietly(tryCatch(eval(expr, env), error = function(e) list(error = conditionMessage(e)))))
  out$value
}
failed <- function(x) is.list(x) && !is.data.frame(x) && identical(names(x), "error")
kept <- function(x, how, ...) if (is.null(x) || failed(x)) x else how(x, ...)
what_said <- function(expr, env) quietly(eval(expr, env))$said

columns_of <- function(m, rows = ROWS) if (length(m)) lapply(as.data.frame(as.matrix(m), optional = TRUE), function(x) {
  out <- rows_of(x)
  out$head <- I(head(as.numeric(x), rows))
  out
})
numbers_of <- function(m) {
  m <- as.matrix(as.data.frame(m, optional = TRUE))
  storage.mode(m) <- "double"
  matrix_of(m)
}
matrix_of <- function(m) list(rows = I(as.character(rownames(m))), columns = I(as.character(colnames(m))), values = unname(m))
plain <- function(x) I(unname(as.numeric(x)))
# the arguments as rglm takes them
python_arguments <- function(case, d) {
  python <- case[intersect(names(case), c("id", "data", "formula", "weights", "subset", "na_action", "offset", "contrasts", "drop", "add", "hypotheses"))]
  for (name in case$arrays) python[[name]] <- eval(parse(text = case[[name]])[[1]], d)
  if (!is.null(case$contrasts)) python$contrasts <- eval(parse(text = case$contrasts)[[1]])
  for (name in c("drop", "hypotheses")) if (!is.null(case[[name]])) python[[name]] <- I(case[[name]])
  if (!is.null(python$hypotheses)) python$hypotheses <- lapply(python$hypotheses, I)
  c(python, r = lm_call(case))
}

record_estimates <- function(fit, said) {
  s <- quietly(summary(fit))
  summary_warns <- s$said
  s <- s$value
  f <- s$fstatistic
  ll <- logLik(fit)
  list(warnings = I(said), summary_warnings = I(summary_warns),
       coefficients = named(coef(fit)), rank = fit$rank, df_residual = fit$df.residual,
       nobs = nobs(fit), xlevels = lapply(fit$xlevels, I), terms = I(labels(terms(fit))),
       coef_table = matrix_of(coef(s)), vcov = unname(vcov(fit)), sigma = s$sigma,
       summary_df = I(s$df), r_squared = s$r.squared, adj_r_squared = s$adj.r.squared,
       fstatistic = if (length(f)) list(value = f[[1]], numdf = f[[2]], dendf = f[[3]],
                                        p = pf(f[[1]], f[[2]], f[[3]], lower.tail = FALSE)),
       deviance = deviance(fit), loglik = as.numeric(ll), loglik_df = attr(ll, "df"),
       loglik_reml = as.numeric(tried(quote(logLik(fit, REML = TRUE)))), aic = AIC(fit), aic5 = AIC(fit, k = 5), bic = BIC(fit),
       extract_aic = I(extractAIC(fit)), extract_bic = I(extractAIC(fit, k = log(nobs(fit)))),
       extract_scale = I(tried(quote(extractAIC(fit, scale = 2)))),
       confint = lapply(c("0.9" = 0.9, "0.95" = 0.95, "0.99" = 0.99), function(level)
         matrix_of(confint(fit, level = level))[c("columns", "values")]))
}
record_rows <- function(fit) {
  kinds <- c("response", "pearson")  # "working" is the one, "deviance" the other
  matrix <- model.matrix(fit)
  padded <- length(fitted(fit)) > length(fit$fitted.values)  # else the attributes are the verbs' values
  list(residuals = lapply(setNames(kinds, kinds), function(k) rows_of(residuals(fit, k))),
       partial = columns_of(quiet(residuals(fit, "partial"))),
       fitted = rows_of(fitted(fit)), fitted_values = if (padded) rows_of(fit$fitted.values),
       residuals_fitted = if (padded) rows_of(fit$residuals), effects = plain(head(fit$effects, fit$rank)),
       weighted_residuals = rows_of(weighted.residuals(fit)),
       weights = if (!is.null(weights(fit))) rows_of(weights(fit)),
       matrix = list(columns = I(as.character(colnames(matrix))), squares = I(unname(colSums(matrix^2)))))
}
record_diagnostics <- function(fit) {
  i <- quiet(influence(fit))
  measures <- quiet(influence.measures(fit))
  row <- function(expr) { x <- quiet(expr); if (length(x)) rows_of(x) }
  list(hatvalues = row(hatvalues(fit)), rstandard = row(rstandard(fit)),
       rstandard_predictive = row(rstandard(fit, type = "predictive")), rstudent = row(rstudent(fit)),
       cooks_distance = row(cooks.distance(fit)), dffits = row(dffits(fit)), covratio = row(covratio(fit)),
       dfbetas = columns_of(quiet(dfbetas(fit)), 4),
       influence = if (length(i)) list(hat = rows_of(i$hat), sigma = rows_of(i$sigma), wt_res = rows_of(i$wt.res),
                                       coefficients = columns_of(i$coefficients, 4)),
       marked = if (!is.null(measures)) I(as.integer(rownames(measures$is.inf)[rowSums(measures$is.inf, na.rm = TRUE) > 0])))
}
record_predict <- function(case, fit, d, env) {
  env$new <- new_rows(case, d)
  env$w <- c(1, 2, 0.5, 4, 3)
  got <- function(text) tried(parse(text = text)[[1]], env)
  intervals <- function(more = "") lapply(c(confidence = "confidence", prediction = "prediction"), function(kind)
    kept(got(sprintf("predict(fit, new, interval = \"%s\"%s)", kind, more)), unname))
  se <- got("predict(fit, new, se.fit = TRUE)")
  terms <- got("predict(fit, new, type = \"terms\", se.fit = TRUE)")
  term_bands <- got("predict(fit, new, type = \"terms\", interval = \"confidence\", level = 0.9)")
  own <- got("predict(fit, interval = \"prediction\")")
  used <- unique(c(all.vars(delete.response(terms(fit))), all.vars(fit$call$offset)))
  list(new = as.list(env$new[intersect(names(env$new), used)]), fit = plain(se$fit), se_fit = plain(se$se.fit),
       df = se$df, residual_scale = se$residual.scale, intervals = intervals(), intervals_90 = intervals(", level = 0.9")["prediction"],
       prediction_weights = kept(got("predict(fit, new, interval = \"prediction\", weights = w)"), unname),
       prediction_pred_var = kept(got("predict(fit, new, interval = \"prediction\", pred.var = 4)"), unname),
       scale_df = kept(got("predict(fit, new, se.fit = TRUE, scale = 2, df = 7, interval = \"confidence\")"), function(p)
         list(fit = unname(p$fit), se_fit = plain(p$se.fit))),
       terms = if (!failed(terms) && length(terms$fit)) list(columns = I(colnames(terms$fit)), fit = unname(terms$fit), se = unname(terms$se.fit),
         constant = attr(terms$fit, "constant"), lwr = unname(term_bands$lwr), upr = unname(term_bands$upr)),
       own_prediction = kept(own, columns_of, 4))
}
record_lm <- function(case, d) {
  made <- fit_lm(case, d)
  c(python_arguments(case, d), record_estimates(made$fit, made$said),
    list(rows = record_rows(made$fit), diagnostics = record_diagnostics(made$fit),
         predict = if (!identical(case$new, "NULL")) record_predict(case, made$fit, d, made$env)))
}
