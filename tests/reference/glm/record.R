# What is kept of one fit: a case is a list(id, data, formula, family, ...) of R text.

ROWS <- 16   # rows kept of each row value, beside its sum and sum of squares over all rows

quietly <- function(expr) {
  said <- character()
  value <- withCallingHandlers(tryCatch(expr, error = function(e) e), warning = function(w) {
    said <<- c(said, conditionMessage(w))
    invokeRestart("muffleWarning")
  })
  list(value = if (inherits(value, "error")) NULL else value, said = unique(said))
}
quiet <- function(expr) quietly(expr)$value

python_family <- function(text) gsub("\\.([a-z])", "_\\1", text)
# NULL arguments fall out of the call
call_text <- function(case, epsilon, maxit) {
  contrasts <- case$contrasts
  na <- if (!is.null(case$na_action)) gsub("_", ".", case$na_action)
  parts <- c(case$formula, paste0(case$before, "data = d"), family = case$family,
             weights = case$weights, subset = case$subset, na.action = na, start = case$start,
             etastart = case$etastart, mustart = case$mustart, offset = case$offset,
             contrasts = contrasts,
             control = sprintf("list(epsilon = %s, maxit = %d)", format(epsilon), maxit))
  text <- ifelse(names(parts) %in% "", parts, paste(names(parts), "=", parts))
  paste0("glm(", paste(text, collapse = ", "), ")")
}
fit_case <- function(case, d, epsilon, maxit) {
  text <- call_text(case, epsilon, maxit)
  environment_of_fit <- new.env(parent = globalenv())
  environment_of_fit$d <- d
  out <- quietly(eval(parse(text = text)[[1]], environment_of_fit))
  if (is.null(out$value)) stop(case$id, ": glm failed: ", text)
  list(fit = out$value, said = out$said, text = text, env = environment_of_fit)
}

rows_of <- function(x) {
  x <- as.numeric(x)
  known <- x[!is.na(x)]
  list(n = length(x), head = I(head(x, ROWS)), sum = sum(known), squares = sum(known^2))
}
table_of <- function(m) {
  m <- as.matrix(as.data.frame(m, optional = TRUE))
  storage.mode(m) <- "double"
  list(rows = I(rownames(m)), columns = I(colnames(m)), values = m)
}
named <- function(x) if (length(x)) setNames(as.list(unname(x)), names(x))

record_numbers <- function(fit) list(
  coefficients = named(coef(fit)), se = I(unname(sqrt(diag(vcov(fit))))),
  vcov = unname(vcov(fit)), deviance = deviance(fit), null_deviance = fit$null.deviance,
  aic = AIC(fit), aic_slot = fit$aic, bic = BIC(fit), aic5 = AIC(fit, k = 5),
  loglik = as.numeric(logLik(fit)), loglik_df = attr(logLik(fit), "df"), nobs = nobs(fit),
  df_residual = fit$df.residual, df_null = fit$df.null, rank = fit$rank,
  converged = fit$converged, boundary = fit$boundary, dispersion = summary(fit)$dispersion,
  coef_table = table_of(coef(summary(fit))), xlevels = lapply(fit$xlevels, I))

record_rows <- function(fit) {
  kinds <- c("deviance", "pearson", "working", "response")
  residual <- lapply(setNames(kinds, kinds), function(k) rows_of(residuals(fit, k)))
  partial <- quiet(residuals(fit, "partial"))
  list(residuals = residual,
       partial = if (length(partial)) lapply(as.data.frame(partial, optional = TRUE), rows_of),
       fitted_values = rows_of(fit$fitted.values), fitted = rows_of(fitted(fit)),
       linear_predictors = rows_of(fit$linear.predictors), weights = rows_of(fit$weights),
       prior_weights = rows_of(fit$prior.weights), y = rows_of(fit$y),
       predicted = rows_of(predict(fit)),
       matrix = list(columns = I(colnames(model.matrix(fit))),
                     squares = I(unname(colSums(model.matrix(fit)^2)))))
}

# five rows spread over the data, the continuous columns moved, some of them out of their range
new_rows <- function(case, d) {
  if (!is.null(case$new)) return(eval(parse(text = case$new)[[1]]))
  whole <- d[complete.cases(d), , drop = FALSE]
  new <- whole[round(seq(1, nrow(whole), length.out = 5)), , drop = FALSE]
  for (name in names(new)) if (is.double(new[[name]]) && any(new[[name]] %% 1 != 0))
    new[[name]] <- signif(new[[name]] * c(0.97, 1.02, 1.05, 0.9, 1.1), 4)
  rownames(new) <- NULL
  new
}
record_predictions <- function(case, fit, d) {
  new <- new_rows(case, d)
  link <- quiet(predict(fit, new, se.fit = TRUE))
  if (is.null(link)) stop(case$id, ": predict failed")
  mean <- quiet(predict(fit, new, type = "response", se.fit = TRUE))
  two <- quiet(predict(fit, new, se.fit = TRUE, dispersion = 2))
  terms <- quiet(predict(fit, new, type = "terms", se.fit = TRUE))
  known <- fit$family$family %in% c("binomial", "poisson")
  q <- if (known) qnorm(0.95) else qt(0.95, fit$df.residual)
  inverse <- fit$family$linkinv
  plain <- function(x) I(unname(as.numeric(x)))
  list(new = as.list(new[intersect(names(new), all.vars(formula(fit)[[3]]))]),
       new_offset = as.list(new[intersect(names(new), all.vars(fit$call$offset))]),
       link = plain(link$fit), link_se = plain(link$se.fit), response = plain(mean$fit),
       response_se = plain(mean$se.fit), link_se_dispersion_2 = plain(two$se.fit),
       lower_90 = plain(inverse(link$fit - q * link$se.fit)),
       upper_90 = plain(inverse(link$fit + q * link$se.fit)),
       terms = if (length(terms$fit)) list(columns = I(colnames(terms$fit)),
         fit = unname(terms$fit), se = unname(terms$se.fit),
         constant = attr(terms$fit, "constant")))
}

record_anova <- function(case, fit, env) {
  if (!is.null(case$start) || identical(case$anova, FALSE)) return(NULL)
  known <- fit$family$family %in% c("binomial", "poisson")
  tests <- if (is.null(case$tests)) c("Chisq", if (!known) "F", "Rao", "Cp") else case$tests
  sequential <- lapply(setNames(tests, tests), function(t) {
    out <- quiet(anova(fit, test = t))
    if (is.null(out)) message(case$id, ": anova ", t, " fails in R") else table_of(out)
  })
  between <- if (!is.null(case$drop)) lapply(setNames(tests, tests), function(t) {
    env$fit <- fit
    small <- quiet(eval(bquote(update(fit, .(as.formula(case$drop)))), env))
    out <- quiet(anova(small, fit, test = t))
    if (is.null(out)) message(case$id, ": anova of two, ", t, " fails in R") else table_of(out)
  })
  list(sequential = Filter(Negate(is.null), sequential), between = Filter(Negate(is.null), between))
}

# Fisher scoring closes in linearly where the link is not canonical, and R's weights are those of
# the step before: at 1e-12 some fits are still 1e-6 of a standard error from the solution. The
# first epsilon is taken that brings estimates and variances to within SETTLED of it.
EPSILONS <- c(1e-12, 1e-13, 1e-14, 1e-15)
SETTLED <- 1e-7

distance <- function(case, d, fit, epsilon) {
  further <- fit_case(case, d, 1e-30, fit$iter + 4)$fit
  off <- abs(coef(fit) - coef(further)) / sqrt(diag(vcov(fit)))
  lag <- abs(diag(vcov(fit)) / diag(vcov(further)) - 1)
  max(off, lag, 0)
}
tight_fit <- function(case, d) {
  if (!is.null(case$epsilon))
    return(c(fit_case(case, d, case$epsilon, 25), epsilon = case$epsilon, maxit = 25))
  for (epsilon in EPSILONS) {
    made <- fit_case(case, d, epsilon, 100)
    off <- distance(case, d, made$fit, epsilon)
    if (identical(case$settled, FALSE) || isTRUE(off < SETTLED)) break
  }
  if (!isTRUE(off < SETTLED) && !identical(case$settled, FALSE) || !made$fit$converged)
    message(sprintf("%s: epsilon %g, %.1e from the solution, converged %s", case$id, epsilon, off,
                    made$fit$converged))
  c(made, epsilon = epsilon, maxit = 100)
}

own_matrix <- function(x) {
  if (!is.matrix(x)) return(x)
  names <- if (is.null(colnames(x))) seq_len(ncol(x)) else colnames(x)
  list(columns = I(as.character(names)), values = unname(x))
}

record <- function(case, d) {
  made <- tight_fit(case, d)
  usual <- fit_case(case, d, 1e-8, 25)$fit
  python <- case[setdiff(names(case), c("before", "drop", "new", "anova", "settled", "tests"))]
  python$formula <- if (is.null(case$pyformula)) case$formula else case$pyformula
  python$pyformula <- NULL
  for (name in c("start", "contrasts")) if (!is.null(case[[name]]))
    python[[name]] <- eval(parse(text = case[[name]])[[1]])
  python$contrasts <- lapply(python$contrasts, own_matrix)
  if (!length(python$contrasts)) python$contrasts <- NULL
  for (name in case$arrays) python[[name]] <- eval(parse(text = case[[name]])[[1]], d)
  python$arrays <- NULL
  c(python, list(r = made$text, epsilon = made$epsilon, maxit = made$maxit, drop = case$drop,
                 warnings = I(made$said), iter = usual$iter, usual_boundary = usual$boundary),
    record_numbers(made$fit), rows = list(record_rows(made$fit)),
    predict = if (!identical(case$new, "NULL")) list(record_predictions(case, made$fit, d)),
    anova = list(record_anova(case, made$fit, made$env)))
}
