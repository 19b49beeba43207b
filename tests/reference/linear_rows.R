# Row values of R's lm that lm.R lacks: rows of weight 0 and of leverage 1, predictions with weights
# of new rows, broom's augment, sandwich's estfun, and pages. Run from this folder; writes
# linear_rows.json.
source("glm/json.R")
options(width = 80)
d <- data.frame(x = 1:8, y = c(1.2, 1.9, 3.5, 3.9, 5.5, 5.8, 7.7, 8.1), w = c(1, 2, 0, 1, 3, 0.5, 1, 2),
                f = c("a", "a", "b", "b", "a", "a", "b", "c"))
fits <- list(
  weights = lm(y ~ x + f, d, weights = w),
  plain = lm(y ~ x + f, d),
  offset = lm(y ~ f, d, weights = w, offset = x / 2),
  aliased = lm(y ~ x + I(2 * x) + f, d, subset = x != 8),
  origin = lm(y ~ 0 + x, d, weights = w)
)
quiet <- function(expr) suppressWarnings(expr)
as_rows <- function(m) {
  m <- as.data.frame(as.matrix(m), optional = TRUE)
  list(rows = I(rownames(m)), columns = lapply(m, I))
}
said <- function(expr) {
  out <- character(0)
  withCallingHandlers(expr, warning = function(w) {
    out <<- c(out, trimws(conditionMessage(w)))
    invokeRestart("muffleWarning")
  })
  I(out)
}
rows_of_fit <- function(fit) {
  i <- influence(fit)
  lapply(list(
    hatvalues = hatvalues(fit), rstandard = rstandard(fit), predictive = rstandard(fit, type = "predictive"),
    rstudent = rstudent(fit), cooks_distance = cooks.distance(fit), dffits = dffits(fit),
    covratio = covratio(fit), dfbeta = dfbeta(fit), dfbetas = dfbetas(fit), sigma = i$sigma,
    wt_res = i$wt.res, weighted_residuals = weighted.residuals(fit),
    weighted_residuals_all = weighted.residuals(fit, drop0 = FALSE), working = residuals(fit),
    response = residuals(fit, "response"), deviance = residuals(fit, "deviance"),
    pearson = residuals(fit, "pearson"), partial = residuals(fit, "partial"),
    estfun = sandwich::estfun(fit)), as_rows)
}
new <- data.frame(x = c(2, 9, 12.5), f = c("a", "b", "a"), w = c(1, 0.5, 4), y = c(2, 9, 13))
f <- fits$weights
predictions <- list(
  own = quiet(predict(f, interval = "prediction")),
  own_weights = quiet(predict(f, interval = "prediction", weights = 1:8)),
  own_pred_var = quiet(predict(f, interval = "prediction", pred.var = 0.3)),
  constant = quiet(predict(f, new, interval = "prediction")),
  formula = predict(f, new, interval = "prediction", weights = ~ w),
  expression = predict(f, new, interval = "prediction", weights = ~ w^2),
  number = predict(f, new, interval = "prediction", weights = 2, level = 0.8),
  pred_var = predict(f, new, interval = "prediction", pred.var = c(1, 2, 3)),
  scale = quiet(predict(f, new, interval = "prediction", scale = 0.5, df = 3)),
  scale_normal = predict(f, new, interval = "confidence", scale = 0.5),
  terms_lwr = predict(f, new, type = "terms", interval = "prediction", weights = ~ w)$lwr,
  terms_upr = predict(f, new, type = "terms", interval = "prediction", weights = ~ w)$upr,
  terms_one = predict(f, new, type = "terms", terms = "f")
)
warnings_of <- list(
  own = said(predict(f, interval = "prediction")),
  own_weights = said(predict(f, interval = "prediction", weights = 1:8)),
  own_plain = said(predict(fits$plain, interval = "prediction")),
  new = said(predict(f, new, interval = "prediction")),
  new_weights = said(predict(f, new, interval = "prediction", weights = ~ w)),
  new_pred_var = said(predict(f, new, interval = "prediction", pred.var = 1)),
  new_plain = said(predict(fits$plain, new, interval = "prediction")),
  confidence = said(predict(f, new, interval = "confidence"))
)
augmented <- function(...) {
  out <- as.data.frame(quiet(broom::augment(...)))
  lapply(out[startsWith(names(out), ".") & names(out) != ".rownames"], I)
}
holes <- transform(d, y = ifelse(x == 2, NA, y))
augments <- list(
  own = augmented(fits$plain, se_fit = TRUE, interval = "prediction"),
  data = augmented(fits$plain, data = d),
  weights = augmented(fits$weights),
  new = augmented(fits$plain, newdata = new, se_fit = TRUE, interval = "confidence"),
  new_without = augmented(fits$plain, newdata = new[c("x", "f")]),
  new_log = augmented(lm(log(y) ~ x, d), newdata = new),
  new_offset = augmented(lm(y ~ x, d, offset = w), newdata = new),
  exclude = augmented(lm(y ~ x, holes, na.action = na.exclude), data = holes)
)
page <- function(x) I(capture.output(x))
pages <- list(
  stackloss = page(print(influence.measures(lm(stack.loss ~ ., stackloss)))),
  stackloss_summary = page(summary(influence.measures(lm(stack.loss ~ ., stackloss)))),
  weights = page(print(influence.measures(fits$weights))),
  weights_summary = page(summary(influence.measures(fits$weights), digits = 3)),
  confint_aliased = page(print(confint(fits$aliased))),
  confint_saturated = page(quiet(print(confint(lm(y ~ x, d, subset = x < 3)))))
)
writeLines(json(list(data = lapply(d, I), new = lapply(new, I), rows = lapply(fits, rows_of_fit),
                     predictions = lapply(predictions, as_rows), warnings = warnings_of,
                     augments = augments, pages = pages)), "linear_rows.json")
