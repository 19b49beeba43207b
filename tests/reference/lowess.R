# R's lowess on points with ties and outliers; of 5 points each line goes through its own two, and
# R's robustness weights are made of rounding errors.
# Run from this folder; writes lowess.json.
library(jsonlite)
set.seed(2)
one <- function(n) {
  x <- round(rexp(n), 2); y <- round(sin(x) + rnorm(n) * 0.3, 4); y[1] <- 9
  found <- lowess(x, y, delta = 0)
  list(x = x, y = y, at = found$x, line = found$y)
}
write(toJSON(lapply(c(12, 18, 60, 300), one), digits = NA), "lowess.json")
