# The words of formulas that R has beside those of formula.R: polynomials of several variables,
# interaction(), summaries, arithmetic and distribution functions. Predictions of new rows are R's,
# save where a summary is computed again there: those are of the summary of the fit.
# Run from this folder; writes vocabulary.json.
suppressMessages({library(jsonlite); library(splines)})
set.seed(3)
n <- 60
d <- data.frame(x = round(rnorm(n, 2), 3), z = round(rexp(n), 3), k = sample(1:9, n, TRUE),
                a = sample(c("u", "v", "w"), n, TRUE), b = sample(c("p", "q"), n, TRUE))
d$y <- round(1 + d$x + d$z + rnorm(n), 3)
d$w <- d$z
d$w[c(3, 17, 40)] <- NA
d$a[1:6] <- c("u", "v", "w", "u", "v", "w"); d$b[1:6] <- c("p", "p", "p", "q", "q", "q")
new <- data.frame(x = c(0.5, 3.1, 2), z = c(0.2, 1.7, 4), k = c(2, 9, 5), a = c("v", "u", "w"),
                  b = c("q", "p", "p"), w = c(0.3, 0.9, 2), y = 0)
one <- function(text, subset = NULL, fixed = TRUE) {
  f <- as.formula(text)
  keep <- if (is.null(subset)) rep(TRUE, n) else with(d, eval(parse(text = subset)))
  d$keep <- keep
  fit <- lm(f, d, subset = keep)
  out <- list(formula = text, names = names(coef(fit)), values = unname(coef(fit)), subset = subset,
              n = nobs(fit), deviance = deviance(fit))
  if (fixed) out$predicted <- unname(suppressWarnings(predict(fit, new)))
  out
}
cases <- c(lapply(c(
  "y ~ poly(x, z, degree = 2)", "y ~ poly(x, z, degree = 3)", "y ~ poly(x, z, k, degree = 2)",
  "y ~ poly(x, z, degree = 2, raw = TRUE)", "y ~ poly(cbind(x, z), degree = 2)",
  "y ~ a + poly(x, k, degree = 2):b", "y ~ poly(x, 2, raw = TRUE)",
  "y ~ interaction(a, b)", "y ~ interaction(a, b, sep = \"_\", lex.order = TRUE)",
  "y ~ interaction(a, b, drop = TRUE) + x", "y ~ interaction(k > 4, a):x",
  "y ~ interaction(b, factor(k > 3), a, lex.order = TRUE)", "y ~ interaction(a)",
  "y ~ I(k %% 3)", "y ~ I(k %/% 2)", "y ~ I(-k %% 4) + I(-k %/% 4)", "y ~ I(x %% -0.7)",
  "y ~ k %% 3 + a", "y ~ a + x %/% 0.5", "y ~ k %/% 2 * a + z", "y ~ a / k %% 4", "y ~ k %/% 2 %% 3 + a",
  "y ~ k %% 3 %in% a",
  "y ~ I(x %/% 0.3)", "y ~ factor(k %% 3 == 1)", "y ~ plogis(x) + qlogis(plogis(z / 9))",
  "y ~ plogis(x, 1, 2) + plogis(z, location = 1, scale = 3, lower.tail = FALSE)",
  "y ~ pnorm(x) + pnorm(z, 1, 2) + pnorm(x, mean = 1, sd = 0.5, log.p = TRUE)",
  "y ~ qnorm(plogis(x)) + qnorm(pnorm(z) / 2, mean = 3, sd = 2)",
  "y ~ qnorm(-z - 0.01, log.p = TRUE) + qlogis(-z - 0.01, 0, 2, FALSE, TRUE)",
  "y ~ plogis(x, log.p = TRUE) + pnorm(z, lower.tail = FALSE, log.p = TRUE)",
  "y ~ tanh(x) + sinh(z) + cosh(z / 2)", "y ~ atan(x) + sin(z) + cos(z) + tan(z / 5)",
  "y ~ asin(plogis(x)) + acos(plogis(z))", "y ~ atan2(x, z)", "y ~ asinh(x) + acosh(1 + z) + atanh(z / 9)",
  "y ~ pmin(x, 2) + pmax(z, 0.5, k / 9)", "y ~ pmin(w, 1, na.rm = TRUE)", "y ~ pmax(w, 1)",
  "y ~ round(x) + round(z, 1)", "y ~ round(k * 10 + 5, -1)", "y ~ round(x, digits = 1)",
  "y ~ floor(x) + ceiling(z)", "y ~ trunc(x) + signif(z, 2) + sign(x - 2)", "y ~ signif(x * 1000, digits = 1)",
  "y ~ stats::poly(x, 2) + splines::ns(z, 3)", "y ~ base::log(z + 1) + splines::bs(x, df = 4)",
  "y ~ base::factor(k > 4) + stats::qlogis(stats::plogis(x))"), one),
  lapply(c("y ~ I(x - mean(x))", "y ~ I((x - mean(x)) / sd(x))", "y ~ I(x - median(x)) + I(z / max(z))",
    "y ~ I((z - min(z)) / (max(z) - min(z)))", "y ~ I(z / sum(z)) + I(x / var(x))",
    "y ~ I(x > mean(x))", "y ~ I(x - quantile(x, 0.3))", "y ~ log(z / mean(z) + 1):a",
    "y ~ I(w - mean(w, na.rm = TRUE))", "y ~ ifelse(is.na(w), mean(w, na.rm = TRUE), w)",
    "y ~ cut(x, quantile(x, c(0, 0.25, 0.5, 0.75, 1)), include.lowest = TRUE)",
    "y ~ cut(z, c(-Inf, median(z), Inf))", "y ~ ns(x, knots = quantile(x, c(0.2, 0.6)))",
    "y ~ bs(z, knots = median(z), degree = 2)", "y ~ pmin(x, quantile(x, 0.9)) + pmax(z, mean(z))",
    "y ~ I(x - max(x, z)) + I(z - min(x, k))", "y ~ poly(x - mean(x), 2)", "y ~ scale(x / sd(x))",
    "y ~ I(x / sd(w, na.rm = TRUE)) + I(z - median(w, TRUE))", "y ~ factor(k > mean(k)) + I(k - mean(k > 4))",
    "y ~ I(x - mean(x - mean(z)))", "y ~ I(z - quantile(w, probs = 0.75, na.rm = TRUE))",
    "y ~ polym(x, z, degree = 2)"), one, fixed = FALSE),
  list(one("y ~ I(x - mean(x))", "x > mean(x)", FALSE), one("y ~ I(w - mean(w, na.rm = TRUE))", "k > 3", FALSE),
       one("y ~ poly(x, z, degree = 2)", "a != 'u'"), one("y ~ interaction(a, b)", "a != 'u'", FALSE),
       one("y ~ x", "k %% 2 == 0"), one("y ~ x", "z <= quantile(z, 0.8)", FALSE), one("y ~ x", "k %/% 2 >= 2")))
write_json(list(data = as.list(d), new = as.list(new), cases = cases), "vocabulary.json", digits = NA,
           auto_unbox = TRUE, na = "null", null = "null")
