# Fits without data: vectors, matrices and data frames of the script in a formula.
# Run from this folder: Rscript script.R   (R 4.2.2; writes script.json)
suppressPackageStartupMessages(library(jsonlite))

set.seed(6)
n <- 24
y <- round(rnorm(n, 5), 3)
x <- round(rnorm(n), 3)
k <- 2
g <- rep(c("b", "a", "c"), n / 3)
b <- rep(c(TRUE, FALSE), n / 2)
B <- round(matrix(rnorm(2 * n), n), 3)
U <- round(matrix(rnorm(2 * n), n, dimnames = list(NULL, c("u", "v"))), 3)
one <- cbind(x)
w <- rep(1:4, 6)
SF <- cbind(rep(0:3, 6), rep(4:2, 8))
counts <- rep(0:5, 4)

formulas <- c(
  "y ~ x", "y ~ B", "y ~ U", "y ~ one", "y ~ I(x^k) + g", "y ~ log(abs(U))", "y ~ I(U^2)",
  "y ~ I(U * 2) + b", "y ~ I(x * U)", "y ~ I(-U)", "y ~ U * x", "y ~ B:x", "y ~ B:U", "y ~ U:g",
  "y ~ cbind(U, x)", "y ~ cbind(U)", "y ~ cbind(x, x^2)", "y ~ poly(B, 2)", "y ~ round(U, 1)",
  "y ~ pmin(U, 0)", "y ~ ifelse(U > 0, U, 0)", "y ~ I(U)", "y ~ offset(one) + g", "y ~ B - 1",
  "y ~ 1", "log(y) ~ U", "y ~ scale(U)", "y ~ scale(B, scale = FALSE) * x"
)

coefs <- function(fit) list(names = I(names(coef(fit))), values = I(unname(coef(fit))))
new <- list(U = U[1:3, ], x = x[1:3])
scaled <- lm(y ~ scale(U))

out <- list(
  data = list(y = y, x = x, k = k, g = g, b = b, B = B, U = U, w = w, SF = SF, counts = counts),
  lm = lapply(formulas, function(f) c(list(formula = f), coefs(lm(as.formula(f))))),
  binomial = coefs(glm(SF ~ U + g, family = binomial)),
  poisson = coefs(glm(counts ~ U, family = poisson, weights = w, subset = x > -1)),
  weighted = coefs(lm(y ~ x, weights = w, offset = one[, 1])),
  anova = list(df = anova(lm(y ~ U + g))$Df, ss = anova(lm(y ~ U + g))[["Sum Sq"]]),
  drop1 = list(df = drop1(lm(y ~ U + g))$Df, aic = drop1(lm(y ~ U + g))$AIC),
  predict = unname(predict(lm(y ~ U + x), new)),
  predict_scaled = unname(predict(scaled, new)),
  step = deparse(formula(step(lm(y ~ U + g + x + B), trace = 0)))
)
g <- expand.grid(wool = c("B", "A"), x = 0:2, late = c(TRUE, FALSE))
out$grid <- list(wool = as.character(g$wool), x = g$x, late = g$late)

write_json(out, "script.json", digits = NA, auto_unbox = TRUE, na = "null")
