# Tests and choices of model of one fit: anova, drop1, add1, step, Anova, linearHypothesis,
# waldtest, lrtest, and what is asked around a fit. env holds d, the data, and fit.

htest_of <- function(t) {
  estimate <- if (length(t$estimate)) named(t$estimate)
  list(statistic = unname(t$statistic), statistic_name = names(t$statistic), parameter = plain(t$parameter),
       p = unname(t$p.value), method = t$method, alternative = t$alternative, estimate = estimate)
}
HCS <- c("const", "HC", "HC0", "HC1", "HC2", "HC3", "HC4", "HC4m", "HC5")

# the smaller models, m1, m2 ...
with_smaller <- function(case, env) {
  small <- lapply(case$drop, function(f) eval(bquote(update(fit, .(as.formula(f)))), env))
  for (i in seq_along(small)) env[[sprintf("m%d", i)]] <- small[[i]]
  env
}
record_anova_lm <- function(case, env) {
  small <- mget(sprintf("m%d", seq_along(case$drop)), envir = env)
  all <- paste(c(names(small), "fit"), collapse = ", ")
  several <- if (length(small)) lapply(c(F = "\"F\"", Chisq = "\"Chisq\"", Cp = "\"Cp\"", none = "NULL"), function(test)
    kept(tried(parse(text = sprintf("anova(%s, test = %s)", all, test))[[1]], env), numbers_of))
  list(one = kept(tried(quote(anova(fit)), env), numbers_of), several = several,
       descending = if (length(small)) kept(tried(quote(anova(fit, m1)), env), numbers_of))
}
record_terms <- function(case, env) {
  of <- function(text) kept(tried(parse(text = text)[[1]], env), numbers_of)
  drops <- c(none = "drop1(fit)", F = "drop1(fit, test = \"F\")", Chisq = "drop1(fit, test = \"Chisq\")",
             scale = "drop1(fit, scale = 2, test = \"Chisq\")", bic = "drop1(fit, k = log(nobs(fit)))",
             all = "drop1(fit, scope = ~ ., test = \"F\")")
  adds <- if (!is.null(case$add)) sprintf(c(none = "add1(fit, %s)", F = "add1(fit, %s, test = \"F\")", Chisq = "add1(fit, %s, test = \"Chisq\")",
             scale = "add1(fit, %s, scale = 2)"), case$add)
  if (length(adds)) names(adds) <- c("none", "F", "Chisq", "scale")
  list(drop1 = lapply(drops[c("none", "F", "Chisq", "scale", "bic")], of), add1 = if (length(adds)) lapply(adds, of))
}
record_step <- function(case, env) {
  path <- function(text) kept(tried(parse(text = text)[[1]], env), function(s)
    list(path = numbers_of(s$anova[, -1, drop = FALSE]), steps = I(as.character(s$anova$Step)),
         formula = deparse1(formula(s))))
  scope <- case$add
  small <- "~ 1"
  list(backward = path("step(fit, trace = 0, direction = \"backward\")"),
       bic = path("step(fit, trace = 0, k = log(nobs(fit)))"),
       both = if (!is.null(scope)) path(sprintf("step(fit, scope = list(lower = %s, upper = %s), trace = 0)", small, scope)),
       forward = if (!is.null(scope)) path(sprintf("step(update(fit, . ~ 1), scope = %s, direction = \"forward\", trace = 0)", scope)))
}
# tests with robust errors are of `positive`, the fit without the rows of weight 0
record_Anova <- function(env, positive) {
  of <- function(text) kept(tried(parse(text = text)[[1]], env), numbers_of)
  robust <- setNames(nm = paste0("hc", 0:4))
  white <- function(text, kinds) Filter(Negate(failed), lapply(robust[kinds], function(hc)
    kept(tried(parse(text = sprintf(text, hc))[[1]], positive), numbers_of)))
  list(II = of("car::Anova(fit)"), III = of("car::Anova(fit, type = 3)"),
       white_II = white("car::Anova(fit, white.adjust = \"%s\")", 1:5),
       white_III = white("car::Anova(fit, type = 3, white.adjust = \"%s\")", 4))
}
record_wald <- function(case, env, positive) {
  of <- function(text) kept(tried(parse(text = text)[[1]], env), numbers_of)
  robust <- function(text) kept(tried(parse(text = text)[[1]], positive), numbers_of)
  positive$HC <- function(m, ...) sandwich::vcovHC(m, type = "HC3")
  hypotheses <- lapply(seq_along(case$hypotheses), function(i) {
    env$h <- positive$h <- case$hypotheses[[i]]
    list(F = of("car::linearHypothesis(fit, h)"), Chisq = of("car::linearHypothesis(fit, h, test = \"Chisq\")"),
         hc3 = robust("car::linearHypothesis(fit, h, white.adjust = \"hc3\")"), hc0 = robust("car::linearHypothesis(fit, h, vcov. = sandwich::vcovHC(fit, type = \"HC0\"))"))
  })
  first <- labels(terms(env$fit))
  list(hypotheses = hypotheses,
       waldtest = if (!is.null(case$drop)) list(F = of("lmtest::waldtest(m1, fit)"), Chisq = of("lmtest::waldtest(m1, fit, test = \"Chisq\")"),
         down = of("lmtest::waldtest(fit, m1)"), hc = robust("lmtest::waldtest(m1, fit, vcov = HC)")),
       overall = of("lmtest::waldtest(fit)"), overall_hc = robust("lmtest::waldtest(fit, vcov = HC)"),
       without_first = if (length(first)) of(sprintf("lmtest::waldtest(fit, . ~ . - %s)", first[[1]])), first = if (length(first)) first[[1]],
       lrtest = if (!is.null(case$drop)) of("lmtest::lrtest(m1, fit)"), lrtest_null = of("lmtest::lrtest(fit)"))
}
record_robust <- function(case, env) {
  se <- function(text) kept(tried(parse(text = text)[[1]], env), function(v) plain(sqrt(diag(v))))
  robust <- lapply(setNames(HCS, HCS), function(type) se(sprintf("sandwich::vcovHC(fit, type = \"%s\")", type)))
  list(se = robust, vcov_hc3 = kept(tried(quote(sandwich::vcovHC(fit)), env), unname),
       coeftest = kept(tried(quote(lmtest::coeftest(fit, vcov. = sandwich::vcovHC)), env), function(m) matrix_of(unclass(m))),
       coefci = kept(tried(quote(lmtest::coefci(fit, vcov. = sandwich::vcovHC, level = 0.9)), env), matrix_of))
}
record_around <- function(env) {
  test <- function(text) kept(tried(parse(text = text)[[1]], env), htest_of)
  vif <- tried(quote(car::vif(fit)), env)
  complete <- tried(quote(alias(fit)$Complete), env)
  list(vif = if (failed(vif)) vif else if (is.matrix(vif)) matrix_of(vif) else named(vif),
       alias = kept(complete, matrix_of),
       outlier = kept(tried(quote(car::outlierTest(fit, cutoff = Inf, n.max = 4)), env), function(o)
         list(rows = I(names(o$rstudent)), rstudent = plain(o$rstudent), p = plain(o$p), bonf_p = plain(o$bonf.p))),
       ncv = kept(tried(quote(car::ncvTest(fit)), env), function(t) list(statistic = t$ChiSquare, df = t$Df, p = t$p)),
       dw_statistic = tried(quote(car::durbinWatsonTest(fit, simulate = FALSE)$dw), env),
       dw_autocorrelation = tried(quote(car::durbinWatsonTest(fit, simulate = FALSE)$r), env),
       dwtest = test("lmtest::dwtest(fit)"), dwtest_two_sided = test("lmtest::dwtest(fit, alternative = \"two.sided\")"),
       dwtest_less = test("lmtest::dwtest(fit, alternative = \"less\", exact = FALSE)"),
       bptest = test("lmtest::bptest(fit)"), bptest_koenker_off = test("lmtest::bptest(fit, studentize = FALSE)"))
}
record_broom <- function(env) {
  # NaN and NA both null; a column of words stays words
  of <- function(text) kept(tried(parse(text = text)[[1]], env), function(t) lapply(as.list(as.data.frame(t)), I))
  list(tidy = of("broom::tidy(fit, conf.int = TRUE, conf.level = 0.9)"), glance = of("broom::glance(fit)"),
       augment = kept(tried(quote(broom::augment(fit)), env), function(a) {
         a <- as.data.frame(a)
         short <- function(x) replace(rows_of(x), "head", list(I(head(x, 4))))
         list(n = nrow(a), columns = I(names(a)), rows = lapply(a[grepl("^\\.", names(a)) & names(a) != ".rownames"], short))
       }))
}
record_tests <- function(case, d) {
  env <- with_smaller(case, fit_lm(case, d)$env)
  positive <- with_smaller(case, fit_lm(case, without_zero_weights(case, d))$env)
  assign("d", d, globalenv())  # where lrtest looks
  c(python_arguments(case, d), anova = list(record_anova_lm(case, env)), record_terms(case, env),
    step = if (!isTRUE(case$small)) list(record_step(case, env)), Anova = list(record_Anova(env, positive)),
    wald = list(record_wald(case, env, positive)),
    robust = list(record_robust(case, positive)), around = list(record_around(env)),
    broom = list(record_broom(env)))
}
