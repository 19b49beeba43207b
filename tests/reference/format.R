# What R prints, as text, for tests/format/. Regenerate from the repository's root with
#   LANG=C.UTF-8 Rscript tests/reference/format.R
# Numbers are written as "%.17g" strings, which round-trip every double exactly.
suppressPackageStartupMessages({library(MASS); library(car); library(jsonlite)})
options(width = 80, digits = 7, scipen = 0, useFancyQuotes = "UTF-8")
set.seed(20240501)

num <- function(x) {
  s <- sprintf("%.17g", as.numeric(x))
  s[is.na(x)] <- "NA"; s[is.nan(x)] <- "NaN"; s[x %in% Inf] <- "Inf"; s[x %in% -Inf] <- "-Inf"
  s
}
tab <- function(m) {
  d <- as.matrix(as.data.frame(m, optional = TRUE)); storage.mode(d) <- "double"
  list(rows = rownames(m), columns = colnames(m),
       values = lapply(seq_len(nrow(d)), function(i) num(d[i, ])))
}
out <- list()
add <- function(kind, ...) out[[kind]] <<- c(out[[kind]], list(list(...)))
lines_of <- function(expr) capture.output(expr)

# ---- numbers -------------------------------------------------------------------------------
one_vector <- function(i) {
  n <- sample(1:6, 1)
  x <- switch(1 + i %% 10,
    rnorm(n) * 10^sample(-8:8, 1), rnorm(n) * 10^runif(n, -6, 6), round(runif(n, 0, 1000)),
    round(rnorm(n, 0, 100), sample(0:4, 1)), 10^sample(-12:16, n, TRUE),
    sample(c(0, 1, 0.5, 1e5, 123456.7, 1e-5, 1e-4, 99999.5, 0.15, 2.675), n, TRUE),
    rnorm(n) * 10^runif(n, -320, 300), as.numeric(sample(-5:100000, n)), rexp(n) * 10^runif(n, -20, 3),
    signif(rnorm(n) * 10^sample(-3:7, n, TRUE), sample(1:8, 1)) + sample(c(0, 5e-8), 1))
  if (i %% 7 == 0) x[sample(n, 1)] <- sample(c(NA, NaN, Inf, -Inf, 0), 1)
  x
}
for (i in 1:1000) {
  x <- one_vector(i)
  digits <- if (i %% 3 == 0) 7 else sample(c(1:10, 15), 1)
  nsmall <- if (i %% 5 == 0) sample(0:5, 1) else 0
  add("format", x = num(x), digits = digits, nsmall = nsmall,
      out = format(x, digits = digits, nsmall = nsmall))
}
edge <- c(1e5, 100000, 123456.7, 1e-5, 0.0001, 0.15, 2.675, 0.25, 2.5, 1000000.5, 99999.99, 0.1 + 0.2,
          1/3, 9.9999999e-5, 0.99999999, 9999999.9, 999999.95, 1e15, 1e-15, 123456789012, 5e-324,
          .Machine$double.xmax, -1e-5, 0, 1e22, 1e23, 2^53, 100, 1e-300)
for (d in c(1:16)) for (x in edge)
  add("format", x = num(x), digits = d, nsmall = 0, out = format(x, digits = d))
near <- c(9.5, 9.96, 99.5, 99.96, 995, 999.5, 999.96, 9999.5, 99999.5, 99999.99, 999999.5, 0.96, 0.0999999, 94999)
for (i in 1:200) { x <- sample(near, sample(1:3, 1)) * sample(c(1, -1), 1); x <- c(x, if (i %% 3 == 0) rnorm(1))
  d <- sample(1:8, 1); add("format", x = num(x), digits = d, nsmall = 0, out = format(x, digits = d)) }
for (w in c(3, 8, 12)) add("format_width", x = num(c(1.5, NA, -20)), width = w,
                           out = format(c(1.5, NA, -20), width = w))
for (s in c(-5, 5, 20)) { options(scipen = s)
  for (i in 1:20) { x <- one_vector(i); add("format_scipen", x = num(x), scipen = s, out = format(x)) } }
options(scipen = 0)
for (i in 1:60) { x <- one_vector(i); d <- sample(1:9, 1)
  add("cat", x = num(x), out = capture.output(cat(x))[1])
  add("signif", x = num(x), digits = d, out = num(signif(x, d)))
  add("round", x = num(x), digits = d, out = num(round(x, d)))
  add("zapsmall", x = num(x), digits = d,
      out = if (any(is.infinite(x))) num(zapsmall(x[is.finite(x)], d)) else num(zapsmall(x, d)))
  p <- sample(0:5, 1)
  add("format_round", x = num(x), places = p, digits = d, out = format(round(x, p), digits = d)) }
halves <- (0:400) / 100 + 0.005
add("round", x = num(halves), digits = 2, out = num(round(halves, 2)))
add("signif", x = num(halves), digits = 2, out = num(signif(halves, 2)))
big <- c(1234567890.12345678, 123456.123456789, 98765432.15, 0.15, 12345, 151, -25, 1e300, 1e-300)
for (d in -3:9) add("round", x = num(big), digits = d, out = num(round(big, d)))
for (fmt in c("g", "f", "e")) for (i in 1:25) {
  x <- one_vector(i); x <- x[is.na(x) | abs(x) < 1e12]; if (!length(x)) next
  for (flag in c("", "-", "+", "0", "#", " ")) { d <- sample(1:8, 1); w <- sample(c(0, 10, 14), 1)
    add("formatC", x = num(x), digits = d, width = w, format = fmt, flag = flag,
        out = formatC(x, digits = d, width = w, format = fmt, flag = flag)) } }
for (fmt in c("g", "f", "e")) add("formatC", x = num(c(pi, 1e5, 123456.789, 0)), digits = NULL,
  width = 0, format = fmt, flag = "", out = formatC(c(pi, 1e5, 123456.789, 0), format = fmt))

# ---- p-values ------------------------------------------------------------------------------
one_p <- function(i) { n <- sample(1:6, 1)
  p <- switch(1 + i %% 5, runif(n), 10^runif(n, -20, 0), 10^runif(n, -6, -1),
    sample(c(0, 1, 0.05, 1e-4, 2.2e-16, 1e-3, 1e-16, 0.1), n, TRUE), 10^sample(-8:0, n, TRUE))
  if (i %% 6 == 0) p[sample(n, 1)] <- NA
  p }
for (i in 1:300) { p <- one_p(i); d <- sample(1:7, 1)
  eps <- if (i %% 3) .Machine$double.eps else 10^sample(-10:-3, 1)
  add("pval", p = num(p), digits = d, eps = num(eps), out = format.pval(p, digits = d, eps = eps)) }
for (i in 1:20) { p <- one_p(i)
  add("pval", p = num(p), digits = NULL, eps = num(.Machine$double.eps), out = format.pval(p)) }

# ---- coefficient tables --------------------------------------------------------------------
coefcase <- function(m, digits = max(3L, getOption("digits") - 3L), ...) {
  args <- list(...); args$na.print <- NULL
  add("coefmat", table = tab(m), digits = digits, args = args,
      out = lines_of(printCoefmat(m, digits = digits, na.print = "NA", ...)))
}
anorexia$d <- anorexia$Postwt - anorexia$Prewt
fits <- list(
  glm(am ~ wt + hp, binomial, mtcars), glm(vs ~ mpg, binomial("probit"), mtcars),
  glm(carb ~ wt * qsec + factor(gear), poisson, mtcars), glm(mpg ~ . , gaussian, mtcars),
  glm(mpg ~ log(hp) + poly(wt, 3), Gamma("log"), mtcars), glm(disp ~ wt, inverse.gaussian, mtcars),
  glm(breaks ~ wool * tension, poisson, warpbreaks), glm(breaks ~ wool + tension, quasipoisson, warpbreaks),
  glm(case ~ spontaneous + induced + age + parity, binomial, infert),
  glm(cbind(ncases, ncontrols) ~ agegp + unclass(tobgp) + unclass(alcgp), binomial, esoph),
  glm(cbind(ncases, ncontrols) ~ agegp * alcgp, binomial, esoph),
  glm(Days ~ Eth + Sex + Age + Lrn, poisson, quine), glm(Days ~ Eth * Sex * Age * Lrn, quasipoisson, quine),
  glm(Postwt ~ Prewt + Treat + offset(Prewt), gaussian, anorexia), glm(d ~ Treat, gaussian, anorexia),
  glm(count ~ spray, poisson, InsectSprays), glm(low ~ age + lwt + factor(race) + smoke, binomial, birthwt),
  glm(dist ~ speed, gaussian, cars), glm(lot ~ log(u), Gamma, data.frame(u = c(5,10,15,20,30,40,60,80,100),
      lot = c(118,58,42,35,27,25,21,19,18))), glm(mpg ~ 1, gaussian, mtcars),
  glm(am ~ I(wt * 1e6) + I(hp / 1e6), binomial, mtcars), glm(mpg ~ wt + I(2 * wt) + hp, gaussian, mtcars),
  glm(Sepal.Length ~ Species * Petal.Width, gaussian, iris), glm(numacc ~ 1, poisson, data.frame(numacc = rpois(30, 3))),
  glm(conc ~ Type * Treatment + uptake, gaussian, CO2), glm(weight ~ Time * Diet, gaussian, ChickWeight),
  glm(Freq ~ Class + Sex + Age + Survived, poisson, as.data.frame(Titanic)),
  glm(Freq ~ (Hair + Eye + Sex)^2, poisson, as.data.frame(HairEyeColor)), glm(y ~ x, gaussian, data.frame(x=c(3,5), y=1:2)))
aliased <- function(f) { s <- summary(f); m <- matrix(NA, length(coef(f)), 4,
    dimnames = list(names(coef(f)), colnames(s$coefficients))); m[rownames(s$coefficients), ] <- s$coefficients; m }
for (f in fits) { m <- aliased(f); coefcase(m); coefcase(m, digits = sample(c(3, 6, 9), 1))
  if (nrow(m) < 8) { coefcase(m, signif.stars = FALSE); coefcase(m, signif.legend = FALSE); coefcase(m[, 1:3, drop = FALSE]) } }
random_table <- function(i) {
  n <- sample(1:8, 1); est <- rnorm(n) * 10^runif(n, -6, 6); se <- abs(rnorm(n)) * 10^runif(n, -7, 4)
  if (i %% 4 == 0) { est <- rnorm(n); se <- abs(rnorm(n)) }
  if (i %% 5 == 0) est[sample(n, 1)] <- 0
  z <- est / se; m <- cbind(est, se, z, 2 * pnorm(-abs(z)))
  dimnames(m) <- list(paste0("x", seq_len(n)), c("Estimate", "Std. Error", "z value", "Pr(>|z|)"))
  if (i %% 6 == 0) m[sample(n, 1), ] <- NA
  if (i %% 11 == 0) m[sample(n, 1), 4] <- NaN
  if (i %% 13 == 0) m[sample(n, 1), 4] <- 0
  m
}
for (i in 1:100) coefcase(random_table(i), digits = sample(3:8, 1))
for (e in c(1e-3, 1e-8)) for (i in 1:10) coefcase(random_table(i), eps.Pvalue = e)
for (d in 1:6) coefcase(random_table(d), dig.tst = d)
for (i in 1:10) coefcase(random_table(i), zap.ind = 1:2)
for (i in 1:10) coefcase(random_table(i), P.values = FALSE, has.Pvalue = TRUE)
m <- random_table(1); m[] <- NA; coefcase(m); m[] <- 0; coefcase(m); m[] <- NaN; coefcase(m)
m <- random_table(4); coefcase(m); m[, 4] <- 0.5; coefcase(m); m[, 4] <- NA; coefcase(m)
long <- random_table(8); rownames(long) <- strrep(paste0("a_very_long_name_", seq_len(nrow(long))), 3)
coefcase(long)
for (w in c(25, 30, 40:48, 60:63)) { options(width = w)
  add("coefmat_width", table = tab(aliased(fits[[1]])), width = w, out = lines_of(printCoefmat(aliased(fits[[1]]), digits = 4)))
}
options(width = 80, useFancyQuotes = FALSE)
add("coefmat_ascii", table = tab(aliased(fits[[1]])), out = lines_of(printCoefmat(aliased(fits[[1]]), digits = 4)))
options(useFancyQuotes = "UTF-8")

# ---- anova tables --------------------------------------------------------------------------
anovacase <- function(a, digits = max(getOption("digits") - 2L, 3L), ...) {
  if (inherits(a, "try-error")) return(invisible())
  add("anova", table = tab(a), heading = as.list(attr(a, "heading")), digits = digits,
      args = list(...), out = lines_of(print(a, digits = digits, ...)))
}
for (f in head(fits, -1)) {
  for (test in c("Chisq", "F", "Cp", "Rao")) anovacase(suppressWarnings(anova(f, test = test)))
  anovacase(anova(f)); anovacase(suppressWarnings(anova(f, update(f, . ~ 1), test = "Chisq")))
  if (length(coef(f)) < 4) { anovacase(suppressWarnings(anova(f, test = "Chisq")), digits = 3)
    anovacase(suppressWarnings(anova(f, test = "Chisq")), signif.stars = FALSE) }
  if (length(attr(terms(f), "term.labels")) && !anyNA(coef(f))) {
    if (length(coef(f)) < 6) anovacase(drop1(f)); anovacase(drop1(f, test = "Chisq")); anovacase(suppressWarnings(drop1(f, test = "F")))
    anovacase(suppressWarnings(drop1(f, test = "Rao")))
    anovacase(add1(update(f, . ~ 1), formula(f), test = "Chisq"))
    anovacase(suppressWarnings(add1(update(f, . ~ 1), formula(f), test = "F")))
    for (t in c("LR", "Wald", "F")) anovacase(try(suppressWarnings(Anova(f, test.statistic = t)), silent = TRUE))
    anovacase(try(suppressWarnings(Anova(f, type = 3)), silent = TRUE))
  }
}
for (f in list(lm(mpg ~ wt + hp + factor(cyl), mtcars), lm(breaks ~ wool * tension, warpbreaks))) {
  anovacase(anova(f)); anovacase(drop1(f)); anovacase(drop1(f, test = "F")); anovacase(anova(update(f, . ~ 1), f))
  anovacase(add1(update(f, . ~ 1), formula(f), test = "F")); anovacase(Anova(f)) }

# ---- vectors, matrices, data frames, correlations ------------------------------------------
words <- function(n) make.unique(vapply(seq_len(n), function(i) paste(sample(c(letters, "_", ".", ":"), sample(1:14, 1), TRUE), collapse = ""), ""))
for (i in 1:50) { n <- sample(1:25, 1); x <- rnorm(n) * 10^runif(n, -3, if (i %% 2) 3 else 7)
  if (i %% 5 == 0) x[sample(n, 1)] <- NA
  names(x) <- words(n); w <- if (i %% 4) 80 else sample(20:120, 1); d <- sample(3:8, 1); options(width = w)
  add("vector", names = I(names(x)), x = num(x), digits = d, width = w, gap2 = lines_of(print.default(format(x, digits = d), print.gap = 2, quote = FALSE)),
      gap1 = lines_of(print(x, digits = d))) }
options(width = 80)
for (f in fits) { x <- coef(f); add("vector", names = I(names(x)), x = num(x), digits = 4, width = 80,
  gap2 = lines_of(print.default(format(x, digits = 4), print.gap = 2, quote = FALSE)), gap1 = lines_of(print(x, digits = 4))) }
for (i in 1:40) { n <- sample(1:6, 1); k <- sample(1:14, 1)
  m <- matrix(rnorm(n * k) * 10^runif(n * k, -3, 4), n, k, dimnames = list(words(n), words(k)))
  if (i %% 3 == 0) m[, sample(k, 1)] <- 10^sample(-3:9, 1); if (i %% 4 == 0) m[sample(n, 1), sample(k, 1)] <- NA
  d <- sample(2:8, 1)
  add("matrix", table = tab(m), digits = d, out = lines_of(print(m, digits = d)), frame = lines_of(print(as.data.frame(m), digits = d))) }
for (f in fits) if (length(coef(f)) > 1 && !anyNA(coef(f)) && f$df.residual > 0) {
  s <- summary(f, correlation = TRUE); o <- lines_of(print(s)); k <- which(o == "Correlation of Coefficients:")
  add("correlation", table = tab(s$correlation), out = o[(k + 1):(length(o) - 1)]) }
add("correlation", table = tab(cov2cor(vcov(fits[[3]]))), out = {
  o <- lines_of(print(summary(fits[[3]], correlation = TRUE))); o[(which(o == "Correlation of Coefficients:") + 1):(length(o) - 1)] })

writeLines(toJSON(out, auto_unbox = FALSE, null = "null", digits = NA), "tests/reference/format.json")
cat(sprintf("%s %d", names(out), lengths(out)), sep = "\n")
