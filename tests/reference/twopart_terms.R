# Terms of zeroinfl and hurdle left out and taken in by hand, part by part: pscl 1.5.5 of R 4.2.2,
# which has no drop1 of them and whose step loses the "|"; for tests/inference/selection/test_likelihood_drop_add.py.
# From the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/twopart_terms.R
# Writes tests/reference/twopart_terms.json.
suppressMessages({library(pscl); library(jsonlite)})
bio <- read.csv("tests/reference/data/biochemists.csv", stringsAsFactors = TRUE)
at <- list(zeroinfl = zeroinfl.control(reltol = 1e-16, maxit = 20000), hurdle = hurdle.control(reltol = 1e-16, maxit = 20000))
fit <- function(fun, formula, ...) get(fun)(as.formula(formula), data = bio, control = at[[fun]], ...)
criteria <- function(m) list(edf = extractAIC(m)[1], aic = extractAIC(m)[2], bic = extractAIC(m, k = log(915))[2], loglik = as.numeric(logLik(m)))
neighbours <- function(id, fun, formula, changed, added, ...) {
  m <- criteria(fit(fun, formula, ...))
  rows <- lapply(changed, function(f) {
    other <- criteria(fit(fun, f, ...))
    lrt <- abs(2 * (other$loglik - m$loglik)); df <- abs(other$edf - m$edf)
    c(other, list(df = df, lrt = lrt, p = pchisq(lrt, df, lower.tail = FALSE)))
  })
  list(id = id, fun = fun, formula = formula, args = list(...), added = added, model = m, rows = rows)
}
two <- "art ~ fem + ment | ment + phd"
drops <- list(count_fem = "art ~ ment | ment + phd", count_ment = "art ~ fem | ment + phd", zero_ment = "art ~ fem + ment | phd", zero_phd = "art ~ fem + ment | ment")
adds <- list(count_kid5 = "art ~ fem + ment + kid5 | ment + phd", zero_mar = "art ~ fem + ment | ment + phd + mar")
same <- "art ~ fem * ment"
alike <- list("count_fem:ment" = "art ~ fem + ment | fem * ment", "zero_fem:ment" = "art ~ fem * ment | fem + ment")
cases <- list(
  neighbours("zip", "zeroinfl", two, drops, FALSE), neighbours("zinb", "zeroinfl", two, drops, FALSE, dist = "negbin"),
  neighbours("hurdle", "hurdle", two, drops, FALSE), neighbours("hurdle-negbin", "hurdle", two, drops, FALSE, dist = "negbin"),
  neighbours("zip-add", "zeroinfl", two, adds, TRUE), neighbours("hurdle-add", "hurdle", two, adds, TRUE),
  neighbours("alike", "hurdle", same, alike, FALSE))
# the way of step() from a large hurdle model, whose parts are apart: backward, by hand
way <- function(formula) {
  y <- "art ~ "; out <- list(); at_hand <- strsplit(strsplit(sub(y, "", formula, fixed = TRUE), " | ", fixed = TRUE)[[1]], " + ", fixed = TRUE)
  write_ <- function(p) paste0(y, paste(vapply(p, function(t) if (length(t)) paste(t, collapse = " + ") else "1", ""), collapse = " | "))
  aic <- AIC(fit("hurdle", write_(at_hand)))
  out <- list(list(step = "", formula = write_(at_hand), aic = aic))
  repeat {
    best <- NULL
    for (k in 1:2) for (term in at_hand[[k]]) {
      p <- at_hand; p[[k]] <- setdiff(p[[k]], term)
      a <- AIC(fit("hurdle", write_(p)))
      if (is.null(best) || a < best$aic) best <- list(aic = a, parts = p, step = paste0("- ", c("count_", "zero_")[k], term))
    }
    if (best$aic >= aic) return(out)
    aic <- best$aic; at_hand <- best$parts
    out <- c(out, list(list(step = best$step, formula = write_(at_hand), aic = aic)))
  }
}
steps <- way("art ~ fem + mar + kid5 + phd + ment | fem + mar + kid5 + phd + ment")
write(toJSON(list(cases = cases, steps = steps), auto_unbox = TRUE, digits = 15, pretty = TRUE), "tests/reference/twopart_terms.json")
