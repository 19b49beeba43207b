# What zeroinfl.R, hurdle.R, betabinomial.R and choosing.R share: the data, the warnings, and fits of
# pscl 1.5.5 at their tightest. Sourced from tests/reference/.
options(width = 80, digits = 7, useFancyQuotes = "UTF-8")
types <- fromJSON("data/types.json", simplifyVector = TRUE)
read <- function(name) {
  d <- read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE)
  for (column in names(d)) if (is.list(kind <- types[[name]][[column]]))
    d[[column]] <- factor(d[[column]], levels = kind$levels, ordered = kind$ordered)
  d
}
# the data of a case, `na` holds rows (from 1) by column; R takes contrasts from the factors alone
prepare <- function(case) {
  d <- read(case$data)
  for (column in names(case$na)) d[case$na[[column]], column] <- NA
  for (column in names(case$contrasts)) contrasts(d[[column]]) <- case$contrasts[[column]]
  d
}
# list(value, warnings, error): each warning once
listen <- function(expr) {
  said <- character()
  value <- tryCatch(
    withCallingHandlers(expr, warning = function(w) {
      said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning")
    }), error = function(e) e)
  failed <- inherits(value, "error")
  list(value = if (!failed) value, warnings = unique(said), error = if (failed) conditionMessage(value))
}
page <- function(expr) paste(capture.output(expr), collapse = "\n")
call_of <- function(fun, case) {
  call <- list(as.name(fun), formula = as.formula(if (is.null(case$formula_r)) case$formula else case$formula_r),
               data = as.name(case$data))
  for (name in c("subset", "weights", "offset")) if (!is.null(case[[name]])) call[[name]] <- str2lang(case[[name]])
  for (name in c("dist", "link", "na_action")) call[[sub("_", ".", name)]] <- case[[name]]
  if (!is.null(case$zero_dist)) call$zero.dist <- case$zero_dist
  as.call(call)
}
# A fit from where the last one ended, until the log-likelihood does not rise; then once more with
# short steps in optim's numerical Hessian, whose standard errors are good to about 1e-8 then.
start_of <- function(f) c(f$coefficients, if (!is.null(f$theta)) list(theta = f$theta))
at_its_tightest <- function(fun, case) {
  call <- call_of(fun, case)
  run <- function(...) {
    given <- c(list(reltol = 1e-15, maxit = 20000), list(...))
    if (fun == "zeroinfl" && is.null(given$EM)) given$EM <- FALSE
    call$control <- do.call(paste0(fun, ".control"), given)
    eval(call, globalenv())
  }
  best <- run()
  if (fun == "zeroinfl") {
    em <- listen(run(EM = TRUE))$value
    if (!is.null(em) && em$loglik > best$loglik) best <- em
  }
  for (i in 1:30) {
    again <- run(start = start_of(best))
    rise <- again$loglik - best$loglik
    if (rise > 0) best <- again
    if (!(rise > 0)) break
  }
  steps <- rep(1e-5, length(unlist(start_of(best))))
  last <- if (fun == "zeroinfl") run(start = start_of(best), ndeps = steps) else
    run(start = start_of(best), ndeps = steps, separate = FALSE)
  last$call <- call
  last
}
two_part <- function(fun, case) {
  assign(case$data, prepare(case), envir = globalenv())
  usual <- listen(eval(call_of(fun, case), globalenv()))
  if (!is.null(usual$error)) return(usual)
  tight <- listen(at_its_tightest(fun, case))
  list(value = tight$value, usual = usual$value, warnings = usual$warnings, error = tight$error)
}
first <- function(v, n = 20) unname(v[seq_len(min(n, length(v)))])
wide <- function(m, n = 12) { # `at` are all the counts, `rows` the first n of them
  m <- as.matrix(m)
  list(at = I(colnames(m)), rows = unname(m[, seq_len(min(n, ncol(m))), drop = FALSE]))
}
new_rows <- list(
  biochemists = data.frame(fem = c("Men", "Women", "Women"), mar = c("Married", "Single", "Married"),
                           kid5 = c(0, 1, 2), phd = c(1.5, 3.1, 4.4), ment = c(0, 8, 40)),
  nmes = data.frame(hospital = c(0, 1, 3), health = c("poor", "average", "excellent"), chronic = c(0, 2, 5),
                    gender = c("female", "male", "female"), school = c(3, 12, 16), insurance = c("no", "yes", "yes")),
  recreation = data.frame(quality = c(0, 2, 5), ski = c("no", "yes", "no"), income = c(2, 4, 9),
                          userfee = c("no", "no", "yes"), costC = c(10, 40, 90), costS = c(15, 35, 95), costH = c(12, 50, 99))
)
# the results of a two-part fit: everything but the pages is of the tight fit
record <- function(fun, case) {
  run <- two_part(fun, case)
  out <- list(warnings = I(run$warnings), error = run$error)
  if (is.null(run$value)) return(out)
  f <- run$value; u <- run$usual
  fitted <- fitted(f); pearson <- residuals(f); new <- new_rows[[case$data]]
  quietly <- function(e) { r <- listen(e); if (is.null(r$error)) r$value else list(error = r$error) }
  theta <- function(v) as.list(if (is.null(names(v)) && length(v)) c(count = v) else v)
  short <- list(
    names = names(coef(f)), coef = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))),
    theta = theta(f$theta), se_logtheta = theta(f$SE.logtheta),
    loglik = f$loglik, df = attr(logLik(f), "df"), nobs = attr(logLik(f), "nobs"), n = f$n,
    df_residual = f$df.residual, df_null = f$df.null, aic = AIC(f), bic = BIC(f),
    loose = anyNA(vcov(f)) || any(diag(vcov(f)) > 25) || any(c(f$SE.logtheta, 0) > 5),
    usual = list(loglik = u$loglik, converged = u$converged, se = unname(suppressWarnings(sqrt(diag(vcov(u)))))),
    fitted = first(fitted), fitted_n = length(fitted), fitted_ss = sum(fitted^2),
    pearson = first(pearson), pearson_ss = sum(pearson^2), response_ss = sum(residuals(f, "response")^2),
    predict = lapply(c(response = "response", count = "count", zero = "zero"), function(type)
      quietly(unname(predict(f, new, type = type)))),
    prob = quietly(wide(predict(f, new, type = "prob"))),
    expected_zeros = quietly(sum(predprob(f)[, 1])), observed_zeros = sum(f$model[[1]] == 0))
  if (isFALSE(case$pages)) return(c(out, short))
  c(out, short, list(
    vcov = unname(vcov(f)), confint = unname(confint(f)), response = first(residuals(f, "response"), 5),
    offset = lapply(f$offset, function(o) if (is.null(o)) NULL else first(o, 5)),
    terms = list(count = deparse1(formula(f$terms$count)), zero = deparse1(formula(f$terms$zero))),
    prob_data = quietly(wide(predict(f, type = "prob")[1:3, ])), prob_at = quietly(wide(predict(f, new, type = "prob", at = c(0, 2, 5)))),
    summary = page(print(summary(f))), print = page(print(f))))
}
write_cases <- function(cases, name) {
  json <- toJSON(cases, digits = NA, na = "null", null = "null", auto_unbox = TRUE, pretty = FALSE)
  write(json, paste0(name, ".json"))
  message(name, ": ", file.size(paste0(name, ".json")) %/% 1000, " kB")
}
