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

# ---- adjustments: p-values and limits of families of estimates, and the notes
ADJUSTMENTS <- c("tukey", "scheffe", "sidak", "bonferroni", "dunnettx", "holm", "hochberg", "hommel", "BH", "BY", "fdr",
                 "none")
V <- matrix(c(99, -5, -32, 50, -5, 86, -5, 20, -32, -5, 149, -47, 50, 20, -47, 132), 4) / 100
estimated <- function(k, df) emmobj(bhat = c(1, 2.5, 1.2, 4)[1:k], V = V[1:k, 1:k], levels = list(g = letters[1:k]), df = df)
unequal <- function(k) {
  found <- estimated(k, 10)
  found@dffun <- function(k, dfargs) sum(abs(k) * dfargs$df)
  found@dfargs <- list(df = c(3.5, 10, 21, 40)[1:k])
  found
}
FAMILIES <- list(
  pairs4 = pairs(estimated(4, 10)), pairs4_normal = pairs(estimated(4, Inf)), pairs4_unequal = pairs(unequal(4)),
  pairs3 = pairs(estimated(3, 4.5)), pairs2 = pairs(estimated(2, 10)), means4 = estimated(4, 10),
  trt4 = contrast(estimated(4, 20), "trt.vs.ctrl"), eff2 = contrast(estimated(2, 10), "eff"),
  one_of_3 = contrast(estimated(3, 10), list(u = c(1, -1, 0))), consec4 = contrast(estimated(4, 7), "consec"),
  two_of_4 = contrast(estimated(4, 10), list(u = c(1, -1, 0, 0), v = c(2, -2, 0, 0))))
adjustment_case <- function(name, adjust, side, delta) {
  said <- NULL
  family <- FAMILIES[[name]]
  found <- withCallingHandlers(summary(family, infer = TRUE, adjust = adjust, side = side, delta = delta), message = function(m) {
    said <<- sub("\n \n.*", "", conditionMessage(m))
    invokeRestart("muffleMessage")
  })
  table <- as.data.frame(found)
  finite <- summary(family, infer = TRUE, adjust = adjust, side = if (side < 0) 1 else side)
  limits <- suppressMessages(as.data.frame(finite))
  lower <- limits[[intersect(c("lower.CL", "asymp.LCL"), names(limits))]]
  notes <- attr(found, "mesg")
  list(name = name, adjust = adjust, side = side, delta = delta, size = family@misc$famSize,
       pairwise = family@misc$estType == "pairs", correlation = unname(cov2cor(vcov(family))),
       statistics = I(table[[intersect(c("t.ratio", "z.ratio"), names(table))]]), df = I(ifelse(is.finite(table$df), table$df, -1)),
       p = I(table$p.value), critical = I((limits$estimate - lower) / limits$SE),
       notes = I(grep("adjustment", notes, value = TRUE)), said = said)
}
adjustments <- list()
for (name in names(FAMILIES)) for (adjust in ADJUSTMENTS)
  for (side in if (name %in% c("pairs4", "trt4", "pairs2", "eff2")) c(0, -1, 1) else 0)
    adjustments[[length(adjustments) + 1]] <- suppressMessages(adjustment_case(name, adjust, side, 0))
for (adjust in ADJUSTMENTS) adjustments[[length(adjustments) + 1]] <- adjustment_case("pairs4", adjust, 0, 0.5)

# ---- p.adjust
set.seed(2)
p_adjusts <- lapply(c(1, 2, 3, 6, 15), function(n) {
  p <- signif(runif(n)^3, 4)
  if (n > 5) p[3] <- p[2]
  given <- sapply(p.adjust.methods, function(m) I(p.adjust(p, m)), simplify = FALSE)
  more <- sapply(p.adjust.methods, function(m) I(p.adjust(p, m, n = n + 4)), simplify = FALSE)
  list(p = I(p), given = given, more = more)
})

# ---- cross.adjust: p-values of groups, adjusted for their number
groups <- pairs(emmeans(lm(breaks ~ wool * tension, warpbreaks), ~ tension | wool))
crossed <- sapply(c("none", "bonferroni", "holm", "sidak", "fdr"), simplify = FALSE, function(m)
  matrix(as.data.frame(summary(groups, adjust = "none", cross.adjust = m))$p.value, 2, byrow = TRUE))

# ---- the studentized range
q <- c(0.5, 1, 2, 3.5, 5, 8)
ranges <- list()
for (k in c(2, 3, 5, 12, 20)) for (df in c(2, 3.7, 10, 60, Inf))
  ranges[[length(ranges) + 1]] <- list(k = k, df = if (is.finite(df)) df else -1, q = q, upper = ptukey(q, k, df, lower.tail = FALSE),
                                       quantiles = qtukey(c(0.5, 0.9, 0.95, 0.999), k, df))

# ---- the largest of t variables: P(max |T| > c) and P(max T > c) by mvtnorm, to 1e-5
set.seed(7)
weights_of <- function(method, k) t(as.matrix(coef(contrast(means(list(g = letters[1:k])), method))[, -1, drop = FALSE]))
sizes <- c(4, 9, 5, 20, 7, 3, 12)
A <- matrix(rnorm(48), 6)
R6 <- cov2cor(tcrossprod(A))
correlations <- list()
for (method in c("pairwise", "trt.vs.ctrl", "consec", "mean_chg", "poly", "eff", "identity"))
                for (k in if (method %in% c("pairwise", "poly", "eff")) 3 else c(3, 5)) {
  L <- weights_of(method, k)
  correlations[[paste0(method, k)]] <- cov2cor(L %*% diag(1 / sizes[1:k]) %*% t(L))
}
L <- weights_of("trt.vs.ctrl", 7)
correlations$dunnett7 <- cov2cor(L %*% diag(1 / sizes) %*% t(L))
L <- weights_of("consec", 7)
correlations$consec7 <- cov2cor(L %*% diag(1 / sizes) %*% t(L))
correlations$any6 <- R6
correlations$groups <- rbind(cbind(R6[1:3, 1:3], matrix(0, 3, 2)), cbind(matrix(0, 2, 3), R6[4:5, 4:5]))
L <- weights_of("pairwise", 6)
correlations$pairwise6 <- cov2cor(L %*% diag(1 / sizes[1:6]) %*% t(L))
precise <- mvtnorm::GenzBretz(maxpts = 3e5, abseps = 2e-5, releps = 0)
maxima <- lapply(names(correlations), function(name) {
  R <- unname(correlations[[name]])
  m <- nrow(R)
  each <- function(c, df, low) {
    found <- if (is.finite(df)) mvtnorm::pmvt(rep(low, m), rep(c, m), df = df, corr = R, algorithm = precise)
             else mvtnorm::pmvnorm(rep(low, m), rep(c, m), corr = R, algorithm = precise)
    c(1 - found, attr(found, "error"))
  }
  rows <- list()
  for (df in c(5, 30, Inf)) for (c in c(0.8, 2, 3.2)) {
    two <- each(c, df, -c)
    one <- each(c, df, -Inf)
    rows[[length(rows) + 1]] <- list(df = if (is.finite(df)) df else -1, c = c, two = two[1], one = one[1], error = max(two[2], one[2]))
  }
  list(name = name, correlation = R, rows = rows)
})
# ---- adjust = "mvt" of emmeans, which is random to 1e-3, and glht's single-step p-values
mvt <- lapply(c("pairs4", "pairs4_normal", "means4", "trt4", "consec4"), function(name) lapply(c(0, -1, 1), function(side) {
  table <- as.data.frame(summary(FAMILIES[[name]], infer = TRUE, adjust = "mvt", side = side))
  finite <- as.data.frame(summary(FAMILIES[[name]], infer = TRUE, adjust = "mvt", side = if (side < 0) 1 else side))
  lower <- finite[[intersect(c("lower.CL", "asymp.LCL"), names(finite))]]
  list(name = name, side = side, size = FAMILIES[[name]]@misc$famSize, pairwise = FAMILIES[[name]]@misc$estType == "pairs",
       correlation = unname(cov2cor(vcov(FAMILIES[[name]]))), statistics = table[[intersect(c("t.ratio", "z.ratio"), names(table))]],
       df = ifelse(is.finite(table$df), table$df, -1), p = table$p.value, critical = (finite$estimate - lower) / finite$SE)
}))
warp <- multcomp::glht(lm(breaks ~ tension, warpbreaks), multcomp::mcp(tension = "Dunnett"))
glht <- with(summary(warp, test = multcomp::adjusted("single-step", abseps = 1e-5, maxpts = 3e5))$test,
             list(statistics = unname(tstat), p = as.vector(pvalues), correlation = unname(cov2cor(vcov(warp))),
                  critical = attr(confint(warp)$confint, "calpha"), df = warp$df))

# ---- compact letters: which means differ, and cld()'s groups
set.seed(5)
letters_of <- lapply(1:60, function(i) {
  k <- sample(3:9, 1)
  V <- crossprod(matrix(rnorm(k * k), k)) / k * runif(1, 0.05, 2) + diag(runif(k)) * 0.1
  b <- rnorm(k) * 2
  P <- 2 * pt(-abs(outer(b, b, "-") / sqrt(outer(diag(V), diag(V), "+") - 2 * V)), 20)
  differs <- !is.na(P) & P < 0.05
  found <- multcomp::cld(emmobj(bhat = b, V = V, levels = list(g = letters[1:k]), df = 20), adjust = "none", sort = FALSE)
  list(differs = unname(differs), groups = trimws(found$.group, "right"))
})

write_json(list(letters = letters_of, maxima = maxima, mvt = mvt, glht = glht, contrasts = contrasts, adjustments = adjustments, p_adjusts = p_adjusts, crossed = crossed,
                ranges = ranges), "multiple_comparisons.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
