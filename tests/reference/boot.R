# Bootstrap intervals of boot.ci, and car's and boot's pages, of the replicates in boot_replicates.json,
# which rglm drew (python tests/reference/boot_replicates.py). boot, car, jsonlite; from this folder.
suppressMessages({library(boot); library(car); library(jsonlite)})
as_boot <- function(case, place) {
  n <- length(case$influence[, place])
  structure(list(t0 = c(case$t0[place], case$errors0[place]^2),
                 t = cbind(case$t[, place], case$errors[, place]^2), R = nrow(case$t),
                 data = data.frame(x = seq_len(n)), seed = 1L, statistic = NULL, sim = "ordinary",
                 call = quote(boot()), stype = "i", strata = rep(1, n), weights = rep(1 / n, n)),
            class = "boot")
}
ends <- function(b, case, place, level) {
  t0 <- case$t0[place]; t <- case$t[, place]
  # without var.t0 the normal interval has the variance of t
  ci <- suppressWarnings(boot.ci(b, level, c("norm", "basic", "perc", "bca"), t0 = t0, t = t,
                                 L = case$influence[, place]))
  # the variances are the second column
  stud <- suppressWarnings(boot.ci(b, level, "stud"))
  list(norm = ci$normal[2:3], basic = ci$basic[4:5], perc = ci$percent[4:5], bca = ci$bca[4:5],
       stud = stud$student[4:5])
}
cases <- fromJSON("boot_replicates.json")
out <- lapply(cases, function(case) {
  lapply(c("0.8" = 0.8, "0.95" = 0.95, "0.99" = 0.99), function(level)
    lapply(seq_along(case$t0), function(place) ends(as_boot(case, place), case, place, level)))
})
# the pages of boot, but for the names t1*, t2*, and of car
case <- cases[["rows"]]
b <- structure(list(t0 = setNames(case$t0, case$names), t = case$t, R = nrow(case$t), sim = "ordinary",
                    data = warpbreaks, call = quote(boot()), strata = rep(1, 54), stype = "i",
                    weights = rep(1 / 54, 54)), class = c("boot"))
page <- capture.output(print(b))
attr(b, "boot_type") <- "boot"
summary <- capture.output(print(summary(b)))
write_json(list(intervals = out, page = page, summary = summary), "boot.json", digits = NA, auto_unbox = TRUE)
