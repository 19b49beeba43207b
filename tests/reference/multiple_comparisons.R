# Contrasts, adjusted p-values, simultaneous limits and letters. Run from this folder; writes
# multiple_comparisons.json. R 4.2 with emmeans, multcomp, multcompView, mvtnorm.
suppressMessages({library(emmeans); library(jsonlite)})
means <- function(levels) {
  n <- prod(lengths(levels))
  emmobj(bhat = seq_len(n), V = diag(n), levels = levels, df = 10)
}

# ---- contrasts: weights (a row each) and names
contrast_case <- function(levels, method, ...) {
  found <- contrast(means(levels), method, ...)
  weights <- as.matrix(coef(found)[, -seq_along(levels), drop = FALSE])
  list(levels = lapply(levels, I), method = method, options = lapply(list(...), I), weights = unname(t(weights)),
       labels = I(as.character(as.data.frame(found)[[1]])), adjust = found@misc$adjust,
       family = found@misc$famSize)
}
METHODS <- c("pairwise", "revpairwise", "tukey", "consec", "mean_chg", "eff", "del.eff", "poly", "trt.vs.ctrl",
             "trt.vs.ctrl1", "trt.vs.ctrlk", "dunnett", "identity")
contrasts <- list()
add <- function(...) contrasts[[length(contrasts) + 1]] <<- contrast_case(...)
for (method in METHODS) for (k in c(2, 3, 5, 8)) add(list(g = letters[1:k]), method)
FIVE <- list(g = letters[1:5])
for (method in setdiff(METHODS, c("poly", "tukey"))) add(FIVE, method, exclude = 2)
for (method in setdiff(METHODS, c("poly", "tukey", "trt.vs.ctrl", "trt.vs.ctrl1", "dunnett")))
  add(FIVE, method, include = c("b", "d", "e"))
for (method in c("tukey", "consec", "mean_chg", "trt.vs.ctrl", "trt.vs.ctrlk")) add(FIVE, method, reverse = TRUE)
add(FIVE, "trt.vs.ctrl", ref = 2); add(FIVE, "trt.vs.ctrl", ref = "c"); add(FIVE, "trt.vs.ctrl", ref = c(4, 3))
add(FIVE, "trt.vs.ctrl", ref = c("b", "d"), reverse = TRUE, exclude = 1)
add(FIVE, "trt.vs.ctrlk", ref = 2); add(FIVE, "dunnett", ref = 3)
for (method in c("eff", "del.eff")) {
  add(FIVE, method, wts = c(1, 2, 3, 4, 5)); add(FIVE, method, wts = c(1, 2, 3, 4), exclude = 2)
  add(FIVE, method, wts = c(1, 2, 3, 4, 5), exclude = 2)
}
add(FIVE, "poly", max.degree = 2)
for (k in c(9, 12, 15)) add(list(g = letters[1:k]), "poly", max.degree = min(k - 1, 9))
ODD <- list(list(g = c("a-1", "b 2", "c")), list(g = c("a+1", "(b*2)", "c/1", "d")), list(g = c(4.5, -6, 8)),
            list(g = c("4", "6", "x")), list(g = c(4, 6), h = c("x", "y")), list(g = c(4, 6), h = c(1, 2)),
            list(g = c("a-1", "b"), h = c("x", "y")), list(g = c(1e5, 123456, 1 / 3, 1e-5)),
            list(long.name = c("1e3", "Inf")), list(g = c("TRUE", "1")), list(g = c("a|b", "c:d", "e_f", "g^2")))
for (levels in ODD) for (method in c("pairwise", "eff", "mean_chg", "trt.vs.ctrlk", "identity")) add(levels, method)
add(ODD[[2]], "trt.vs.ctrl", ref = 1:2); add(ODD[[3]], "trt.vs.ctrl", ref = "g-6")

write_json(list(contrasts = contrasts), "multiple_comparisons.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
