# R's coding of factors in terms: random formulas on data with empty cells, and updated formulas.
# Run from this folder: Rscript coding.R   (R 4.2.2; writes coding.json)
# Numbers are written with 15 significant digits.
suppressPackageStartupMessages(library(jsonlite))
invisible(Sys.setlocale("LC_COLLATE", "C"))

frame <- function(seed, n, ks) {
  set.seed(seed)
  pick <- function(k) factor(sample(letters[1:k], n, TRUE), levels = letters[1:k])
  d <- data.frame(a = pick(ks[1]), b = pick(ks[2]), c = pick(ks[3]),
    x = round(rnorm(n), 2), z = round(runif(n, 1, 3), 2))
  levels(d$b) <- toupper(levels(d$b)); levels(d$c) <- paste0(levels(d$c), 1)
  d$y <- rpois(n, exp(0.3 + 0.2 * d$x + 0.3 * as.integer(d$a)))
  d
}
frames <- list(full = frame(1, 80, c(3, 2, 3)), gaps = frame(2, 22, c(4, 3, 2)),
  sparse = frame(5, 16, c(3, 4, 4)), two = frame(4, 40, c(2, 2, 4)))

leaves <- c("a", "a", "b", "b", "c", "c", "x", "z", "x", "I(x^2)", "poly(x, 2)")
side <- function(depth) {
  if (depth == 0 || runif(1) < 0.15) return(sample(leaves, 1))
  op <- sample(c("+", "+", "+", ":", ":", "*", "/", "%in%", "-", "^"), 1)
  left <- side(depth - 1)
  if (op == "^") return(sprintf("(%s)^%d", left, sample(2:3, 1)))
  right <- side(depth - 1)
  part <- function(s) if (grepl("[-+*/:%]", gsub("\\(x, 2\\)|I\\(x\\^2\\)", "", s))) sprintf("(%s)", s) else s
  if (op != "+") { left <- part(left); right <- part(right) }
  sprintf(if (op %in% c(":", "/")) "%s%s%s" else "%s %s %s", left, op, right)
}
formula_text <- function() {
  right <- side(sample(1:3, 1))
  right <- switch(sample(8, 1), sprintf("0 + %s", right), sprintf("%s - 1", right),
    sprintf("%s + offset(log(z))", right), sprintf("%s + %s", right, side(2)), right, right, right,
    sprintf("%s:%s + %s", sample(leaves, 1), sample(leaves, 1), right))
  paste("y ~", right)
}
one_line <- function(f) paste(trimws(deparse(f, 500L)), collapse = " ")
number <- function(v) I(ifelse(is.na(v), "NaN", sprintf("%.15g", v)))

fitted_case <- function(text, name) {
  d <- frames[[name]]
  t <- terms(as.formula(text))
  labels <- attr(t, "term.labels")
  X <- model.matrix(t, d)
  if (ncol(X) > 60 || length(labels) > 12 || !ncol(X)) return(NULL)
  fit <- glm(as.formula(text), gaussian, d)
  table <- suppressWarnings(anova(fit))
  list(frame = unbox(name), formula = unbox(text), text = unbox(one_line(formula(fit))),
    labels = I(labels), names = I(colnames(X)), assign = I(attr(X, "assign")),
    aliased = I(unname(which(is.na(coef(fit))) - 1)), rank = unbox(fit$rank),
    deviance = number(deviance(fit)), df = I(table$Df[-1]), drop = number(table$Deviance[-1]))
}

set.seed(14)
cases <- list(); seen <- character()
given <- c("y ~ x:z + a:x", "y ~ b:x + a:b", "y ~ x:I(x^2) + x:a", "y ~ 0 + x:z + a:x", "y ~ 0 + x/a",
  "y ~ 0 + x + x:a:b + x:b", "y ~ 0 + z:x + x:a + z:b + b", "y ~ b + (a - 1)", "y ~ b*(a - 1)",
  "y ~ (a + b - 1)^2", "y ~ a:b + x:a + b:c", "y ~ a/b + c", "y ~ (a/b + c)^2", "y ~ a - 0",
  "y ~ -1 + a + 1", "y ~ b %in% a + a", "y ~ a*b - b:a", "y ~ (a + b)/c", "y ~ a:b:c",
  "y ~ a*b*c", "y ~ a/b/c", "y ~ 0 + a:b + c", "y ~ a:poly(x, 2)", "y ~ a:b:x + x:a")
texts <- c(given, replicate(1500, formula_text()))
for (text in texts) for (name in if (text %in% given) names(frames) else sample(names(frames), 1)) {
  key <- paste(name, text)
  if (key %in% seen || length(cases) == 420) next
  seen <- c(seen, key)
  case <- tryCatch(fitted_case(text, name), error = function(e) NULL)
  if (!is.null(case)) cases[[length(cases) + 1]] <- case
}

old <- c("y ~ a/b + c", "y ~ a + b:x - 1", "y ~ z:x + b", "y ~ a*b - a", "y ~ offset(x) + a", "y ~ 0 + a",
  "y ~ 1", "y ~ b + a + a:b", "y ~ (a + b)^2 + x:b:a", "y ~ x + I(x^2)", "y ~ a %in% b", "log(y) ~ b + z",
  "y ~ -1", "y ~ c + b*x + offset(log(z))", "y ~ c/(a + b)", "y ~ x/a - x", "y ~ (a + b + c)^2 - a:b",
  "y ~ poly(x, 2)*b", "y ~ a:x + x:z")
new <- c(". ~ .", "~ .", ". ~ .:c", ". ~ .^2", ". ~ .*z", ". ~ . - a:b", "log(.) ~ .", ". ~ a/.", ". ~ . - b",
  ". ~ . + b", ". ~ . - 1", ". ~ . + 0", ". ~ . + 1", ". ~ z + .", ". ~ (.)^3", ". ~ . - .", ". ~ c - .",
  ". ~ . %in% c", ". ~ 1", ". ~ 0", ". ~ . - 1 + c", ". ~ b*. - b", "sqrt(.) ~ . + a:b",
  "cbind(., 1) ~ .", ". ~ . - a*b", ". ~ I(x) + .", ". ~ x + z:x", ". ~ .:a + .:b", ". ~ (. + c)^2 - a:c",
  ". ~ (.):(.)", ". ~ . + z:.", ". ~ a + b")
updated <- list()
for (o in old) for (n in new) {
  made <- update(as.formula(o), as.formula(n))
  updated[[length(updated) + 1]] <- list(old = unbox(o), new = unbox(n), text = unbox(one_line(made)),
    labels = I(attr(terms(made), "term.labels")))
}

plain <- lapply(frames, function(d) lapply(as.list(d), function(v) I(if (is.factor(v)) as.character(v) else v)))
lines <- function(items) paste0("[\n", paste(vapply(items, function(i) as.character(toJSON(i)), ""), collapse = ",\n"), "\n]")
writeLines(sprintf('{"frames": %s,\n"cases": %s,\n"updated": %s}',
  toJSON(plain, digits = NA), lines(cases), lines(updated)), "coding.json")
cat(length(cases), "cases,", length(updated), "updated\n")
