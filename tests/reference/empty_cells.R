# R's fits of interactions with empty cells: which coefficients are NA, and what the others are.
# Run from this folder: Rscript empty_cells.R   (R 4.2.2; writes empty_cells.json)
suppressPackageStartupMessages({library(jsonlite); library(MASS)})
invisible(Sys.setlocale("LC_COLLATE", "C"))

set.seed(77)
n <- 1500
code <- function(k, letter) {
  i <- pmin(1 + floor(rexp(n) * k / 3), k)  # uneven: many cells are empty, reference cells too
  sprintf("%s%02d", letter, (i + sample(0:1, n, TRUE) * sample(0:(k - 1), n, TRUE) - 1) %% k + 1)
}
d <- data.frame(a = code(25, "a"), c = code(22, "c"), b = code(6, "b"), g = code(5, "g"),
  x = round(rnorm(n), 2), w = sample(c(0, 1, 1, 2), n, TRUE))
d$y <- round(2 + d$x + rnorm(n), 2)
d$k <- rpois(n, exp(1 + 0.3 * d$x))
number <- function(v) I(ifelse(is.na(v), "NaN", sprintf("%.12g", v)))

new <- data.frame(a = c("a01", "a02", "a25", "a24"), c = c("c01", "c03", "c22", "c21"),
  b = c("b1", "b2", "b6", "b5"), g = "g01", x = c(0, 1, -1, 0.5))
new$b <- sprintf("b%02d", c(1, 2, 6, 5))

case <- function(text, family = "gaussian", weights = NULL) {
  call <- list(as.formula(text), family = family, data = quote(d))
  if (!is.null(weights)) call$weights <- str2lang(weights)
  fit <- suppressWarnings(do.call("glm", call))
  table <- suppressWarnings(anova(fit))
  beta <- coef(fit); kept <- which(!is.na(beta))
  some <- kept[unique(round(seq(1, length(kept), length.out = 40)))]
  list(formula = unbox(text), family = unbox(family), weights = unbox(if (is.null(weights)) "" else weights),
    count = unbox(length(beta)), aliased = I(unname(which(is.na(beta))) - 1), rank = unbox(fit$rank),
    deviance = number(deviance(fit)), at = I(unname(some) - 1), beta = number(unname(beta[some])),
    se = number(unname(summary(fit)$coefficients[names(beta)[some], 2])),
    df = I(table$Df[-1]), drop = number(table$Deviance[-1]),
    predicted = number(unname(suppressWarnings(predict(fit, new)))))
}
cases <- list(
  case("y ~ a:c"), case("y ~ a * c"), case("y ~ a/c"), case("y ~ a:c - 1"), case("y ~ c:a + x"),
  case("y ~ a * c + x"), case("y ~ x + a:c:x"), case("y ~ a:x + a:c"), case("y ~ a:c", weights = "w"),
  case("y ~ a * c", weights = "w"), case("y ~ a * b * g"), case("y ~ a:b:g"), case("y ~ a:b + b:g + a:g"),
  case("y ~ a * b + c"), case("y ~ b * c + a"), case("y ~ b/c/x"), case("k ~ a:b", "poisson"), case("k ~ a * b + x", "poisson"))
lines <- paste(vapply(cases, function(i) as.character(toJSON(i)), ""), collapse = ",\n")
writeLines(sprintf('{"data": %s,\n"new": %s,\n"cases": [\n%s\n]}', toJSON(as.list(d), digits = NA),
  toJSON(as.list(new), digits = NA), lines), "empty_cells.json")
for (i in cases) cat(i$formula, i$count, i$rank, length(i$aliased), "\n")
