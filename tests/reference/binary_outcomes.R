# ROC curves by pROC, and the test of Hosmer and Lemeshow written out from its definition.
# Run from this folder; writes binary_outcomes.json. R 4.2 with pROC 1.18, MASS.
suppressMessages({library(jsonlite); library(pROC)})
source("glm/typed_data.R")
for (name in c("births", "infert", "esoph", "budworm", "mtcars", "menarche", "bacteria")) assign(name, read(name))
tight <- list(epsilon = 1e-14, maxit = 100)

# probabilities that differ by rounding are ties
single <- function(p, s, f) list(p = round(c(rep(p, s), rep(p, f)), 12), y = rep(c(1, 0), c(sum(s), sum(f))))
roc_values <- function(p, y, level = 0.95) {
  r <- roc(y, p, quiet = TRUE, direction = "<")
  table <- coords(r, "all", ret = c("threshold", "sensitivity", "specificity"))
  best <- coords(r, "best", ret = c("threshold", "sensitivity", "specificity"))
  ci <- suppressWarnings(ci.auc(r, conf.level = level))
  list(auc = as.numeric(auc(r)), ci = as.numeric(ci)[c(1, 3)], level = level, se = sqrt(var(r)), threshold = table$threshold,
       sensitivity = table$sensitivity, specificity = table$specificity, best = unlist(best[1, ]),
       cases = sum(y == 1), controls = sum(y == 0), page = capture.output(print(ci)))
}
# as ResourceSelection's hoslem.test: groups by quantiles, (O - E)^2 / E
hosmer_lemeshow <- function(p, y, g) {
  limits <- unique(quantile(p, probs = seq(0, 1, 1 / g)))
  group <- cut(p, breaks = limits, include.lowest = TRUE)
  observed <- cbind(y0 = tapply(1 - y, group, sum), y1 = tapply(y, group, sum))
  expected <- cbind(yhat0 = tapply(1 - p, group, sum), yhat1 = tapply(p, group, sum))
  x <- sum((observed - expected)^2 / expected)
  df <- nrow(observed) - 2
  test <- structure(list(statistic = c("X-squared" = x), parameter = c(df = df), p.value = pchisq(x, df, lower.tail = FALSE),
    method = "Hosmer and Lemeshow goodness of fit (GOF) test", data.name = "y, fitted(glm)"), class = "htest")
  list(g = g, statistic = x, df = df, p_value = test$p.value, groups = rownames(observed), observed = observed, expected = expected,
       page = capture.output(print(test)))
}
case <- function(id, data, formula, fit, ours = "binomial()", weights = NULL, s = NULL, t = NULL, level = 0.95) {
  if (is.null(s)) { s <- fit$y; t <- 1 + 0 * s }
  one <- single(unname(fitted(fit)), s, t - s)
  list(id = id, data = data, formula = formula, family = ours, weights = weights, roc = roc_values(one$p, one$y, level),
       hoslem = lapply(c(10, 6), function(g) hosmer_lemeshow(one$p, one$y, g)))
}
births_fit <- glm(low ~ age + lwt + race + smoke, binomial, births, control = tight)
new <- births[births$age > 25, ]
few <- glm(low ~ race * smoke, binomial, births, control = tight)
total <- esoph$ncases + esoph$ncontrols
cases <- list(
  case("births", "births", "low ~ age + lwt + race + smoke", births_fit),
  case("births-90", "births", "low ~ age + lwt + race + smoke", births_fit, level = 0.9),
  case("few", "births", "low ~ race * smoke", few),
  case("probit", "infert", "case ~ age + spontaneous + induced", glm(case ~ age + spontaneous + induced, binomial("probit"), infert, control = tight),
       "binomial('probit')"),
  case("good", "mtcars", "am ~ wt + hp", glm(am ~ wt + hp, binomial, mtcars, control = tight)),
  case("counts", "esoph", "cbind(ncases, ncontrols) ~ agegp + alcgp", glm(cbind(ncases, ncontrols) ~ agegp + alcgp, binomial, esoph, control = tight),
       s = esoph$ncases, t = total),
  case("weights", "menarche", "Menarche / Total ~ Age", glm(Menarche / Total ~ Age, binomial, menarche, weights = Total, control = tight),
       weights = "Total", s = menarche$Menarche, t = menarche$Total)
)
p <- unname(predict(births_fit, new, type = "response"))
write_json(list(cases = cases, new = roc_values(p, as.numeric(new$low == TRUE | new$low == "TRUE"))), "binary_outcomes.json", digits = NA,
           auto_unbox = TRUE, null = "null", na = "string")
