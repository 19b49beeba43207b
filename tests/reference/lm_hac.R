# Covariances of sandwich for lm fits whose errors are correlated or clustered: vcovCL, NeweyWest,
# kernHAC, vcovHAC, their bandwidths, vcovPL, vcovPC, and coeftest with them. R 4.2.2; from the
# repository's root, after lm.R, which writes the data:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/lm_hac.R
# Writes tests/reference/lm_hac.json.
suppressMessages({library(MASS); library(splines); library(sandwich); library(lmtest)})
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("glm/json", "glm/data", "glm/record", "lm/cases", "lm/record"))
  source(file.path(HERE, paste0(part, ".R")))

KERNELS <- c("Quadratic Spectral", "Truncated", "Bartlett", "Parzen", "Tukey-Hanning")
HAC <- c(
  NeweyWest = "NeweyWest(fit)", NeweyWest_no_prewhite = "NeweyWest(fit, prewhite = FALSE)",
  NeweyWest_lag3 = "NeweyWest(fit, lag = 3, prewhite = FALSE)", NeweyWest_lag0 = "NeweyWest(fit, lag = 0, prewhite = FALSE)",
  NeweyWest_lag2_prewhite = "NeweyWest(fit, lag = 2)", NeweyWest_adjust = "NeweyWest(fit, lag = 2, prewhite = FALSE, adjust = TRUE)",
  NeweyWest_prewhite2 = "NeweyWest(fit, prewhite = 2)",
  vcovHAC = "vcovHAC(fit)", vcovHAC_no_adjust = "vcovHAC(fit, adjust = FALSE)", vcovHAC_prewhite = "vcovHAC(fit, prewhite = TRUE)",
  kernHAC = "kernHAC(fit)", kernHAC_no_prewhite = "kernHAC(fit, prewhite = 0)", kernHAC_prewhite2 = "kernHAC(fit, prewhite = 2)",
  kernHAC_bw4 = "kernHAC(fit, bw = 4, prewhite = 0)", kernHAC_no_adjust = "kernHAC(fit, adjust = FALSE)",
  kernHAC_arma = "kernHAC(fit, approx = \"ARMA(1,1)\")", kernHAC_newey_west = "kernHAC(fit, kernel = \"Bartlett\", bw = bwNeweyWest)",
  vcovHAC_lumley = "weave(fit)",
  setNames(sprintf("kernHAC(fit, kernel = \"%s\", prewhite = 0)", KERNELS), paste0("kernHAC_", KERNELS)),
  vcovHAC_order_by = "vcovHAC(fit, order.by = -seq_len(nobs(fit)))")
BANDWIDTHS <- c(
  setNames(sprintf("bwAndrews(fit, kernel = \"%s\")", KERNELS), paste0("Andrews_", KERNELS)),
  Andrews_no_prewhite = "bwAndrews(fit, prewhite = 0)", Andrews_arma = "bwAndrews(fit, approx = \"ARMA(1,1)\")",
  NeweyWest = "bwNeweyWest(fit)", NeweyWest_no_prewhite = "bwNeweyWest(fit, prewhite = 0)",
  NeweyWest_Parzen = "bwNeweyWest(fit, kernel = \"Parzen\")", NeweyWest_QS = "bwNeweyWest(fit, kernel = \"Quadratic Spectral\")",
  NeweyWest_lag5 = "bwNeweyWest(fit, lag = 5, prewhite = 0)")
CLUSTERS <- list(series = c("g", "id"), "series-weights" = c("g", "id"), journals = "society", mtcars = c("gear", "carb"),
                 "weights-zeros" = "b", "na-omit" = "Month", "na-exclude" = "Month", Orange = "Tree", swiss = NULL,
                 longley = NULL, cars = NULL, "offset-both" = NULL, stackloss = NULL, "cars-origin" = NULL, aliased = "gear")
# with an offset, and with an ordered time whose rows are not in order
one <- function(name) {
  case <- lm_cases[[name]]
  d <- without_zero_weights(case, read_typed(case$data, types[[case$data]]))
  env <- fit_lm(case, d)$env
  assign("d", d, globalenv())
  number <- function(text) kept(tried(parse(text = text)[[1]], env), function(v) if (is.matrix(v)) plain(sqrt(diag(v))) else v)
  clusters <- CLUSTERS[[name]]
  clustered <- function(cluster) {
    env$cluster <- cluster
    c(setNames(lapply(paste0("HC", 0:3), function(t) number(sprintf("vcovCL(fit, cluster = cluster, type = \"%s\")", t))), paste0("HC", 0:3)),
      list(default = number("vcovCL(fit, cluster = cluster)"), no_cadjust = number("vcovCL(fit, cluster = cluster, cadjust = FALSE)"),
           HC1_no_cadjust = number("vcovCL(fit, cluster = cluster, type = \"HC1\", cadjust = FALSE)")))
  }
  rhs <- function(x) as.formula(paste("~", x))
  by <- sapply(clusters, function(x) clustered(rhs(x)), simplify = FALSE)
  if (!length(by)) by <- setNames(list(), character())  # an object, not a list
  if (length(clusters) == 2) by <- c(by, list(both = clustered(rhs(paste(clusters, collapse = " + ")))))
  tests <- if (length(clusters)) {
    env$cluster <- rhs(clusters[1])
    kept(tried(quote(coeftest(fit, vcov. = vcovCL, cluster = cluster)), env), function(m) matrix_of(unclass(m)))
  }
  panel <- if (name %in% c("series", "Orange")) {
    env$cluster <- if (name == "series") ~ id + g else ~ Tree + age
    list(vcovPC = number("vcovPC(fit, cluster = cluster)"), vcovPL = number("vcovPL(fit, cluster = cluster)"))
  }
  c(python_arguments(case, d), list(hac = lapply(HAC, number), bandwidths = lapply(BANDWIDTHS, number), clusters = by,
    coeftest_cluster = tests, panel = panel,
    coeftest_NeweyWest = kept(tried(quote(coeftest(fit, vcov. = NeweyWest)), env), function(m) matrix_of(unclass(m))),
    vcov_NeweyWest = kept(tried(quote(NeweyWest(fit, lag = 3, prewhite = FALSE)), env), unname),
    waldtest_NeweyWest = if (!is.null(case$drop)) {
      eval(bquote(m1 <- update(fit, .(as.formula(case$drop[1])))), env)
      kept(tried(quote(waldtest(m1, fit, vcov = NeweyWest)), env), numbers_of)
    }))
}
types <- jsonlite::fromJSON(file.path(DATA, "types.json"), simplifyDataFrame = FALSE)
records <- lapply(names(CLUSTERS), one)
write_short(records, "lm_hac")
message(length(records), " fits")
