# Tests of the errors of linear models: car's outlierTest and ncvTest, lmtest's dwtest and bptest.
# Packages jsonlite, car, lmtest, MASS. Run from this folder; writes error_tests.json.
suppressMessages({library(jsonlite); library(car); library(lmtest); library(MASS)})
source("glm/typed_data.R")

cases <- list(
  list(id = "cars", data = "mtcars", formula = "mpg ~ wt + hp", variance = "~ wt", order_by = "qsec"),
  list(id = "factor", data = "warpbreaks", formula = "breaks ~ wool * tension", variance = "~ tension"),
  list(id = "one", data = "mtcars", formula = "mpg ~ 1", variance = "~ factor(cyl) + hp"),
  list(id = "no-intercept", data = "mtcars", formula = "mpg ~ 0 + factor(cyl)", variance = "~ hp"),
  list(id = "na", data = "airquality", formula = "Ozone ~ Wind + Temp", variance = "~ Temp * Wind",
       order_by = "Day"),
  list(id = "longley", data = "longley", formula = "Employed ~ .", variance = "~ Year"),
  list(id = "aliased", data = "mtcars", formula = "mpg ~ wt + I(2 * wt) + hp", variance = "~ hp"),
  list(id = "trees", data = "trees", formula = "log(Volume) ~ log(Girth) + Height", variance = "~ Girth"),
  list(id = "swiss", data = "swiss", formula = "Fertility ~ .", variance = "~ Catholic"),
  list(id = "quakes", data = "quakes", formula = "stations ~ mag + depth", variance = "~ mag"),
  list(id = "poly", data = "mtcars", formula = "mpg ~ poly(hp, 3)", variance = "~ poly(hp, 2)")
)
saved <- function(x) {x <- unclass(x); list(statistic = unname(x$statistic), df = unname(x$parameter), p = unname(x$p.value))}
score <- function(x) list(statistic = x$ChiSquare, df = x$Df, p = x$p)
quiet <- function(e) tryCatch(suppressWarnings(e), error = function(e) NULL)
outliers <- function(f) {x <- outlierTest(f, cutoff = Inf, n.max = 4); list(rows = names(x$rstudent), rstudent = unname(x$rstudent), p = unname(x$p), bonf = unname(x$bonf.p))}
of_case <- function(case) {
  d <- read(case$data); f <- do.call(lm, list(as.formula(case$formula), d))
  v <- as.formula(case$variance); d1 <- if (is.null(f$na.action)) d else d[-f$na.action, ]
  sides <- c("greater", "two.sided", "less")
  dw <- function(...) sapply(sides, function(s) quiet(saved(dwtest(f, alternative = s, ...))), simplify = FALSE)
  z <- if (!is.null(case$order_by)) d1[[case$order_by]]
  c(case, list(
    # car cannot name rows of data with a missing value in this way
    outliers = outliers(f),
    dw = dw(), approximate = dw(exact = FALSE), ordered = if (!is.null(z)) dw(order.by = z),
    bp = quiet(saved(bptest(f))), plain = quiet(saved(bptest(f, studentize = FALSE))),
    bp_formula = quiet(saved(bptest(f, v, data = d1))),
    plain_formula = quiet(saved(bptest(f, v, data = d1, studentize = FALSE))),
    ncv = score(ncvTest(f)), ncv_formula = quiet(score(ncvTest(f, v)))))
}
out <- lapply(cases, of_case)

# weights, and generalized linear models
d <- read("mtcars"); d$w <- seq(0.5, 2, length.out = 32)
f <- lm(mpg ~ wt + hp, d, weights = d$w)
weighted <- list(outliers = outliers(f), ncv = score(ncvTest(f)), ncv_formula = score(ncvTest(f, ~ wt + qsec)))
glms <- list(
  poisson = outliers(glm(breaks ~ wool + tension, poisson, read("warpbreaks"))),
  quasi = outliers(glm(breaks ~ wool + tension, quasipoisson, read("warpbreaks"))),
  binomial = outliers(glm(low ~ lwt + smoke, binomial, read("births"))),
  gamma = outliers(glm(Volume ~ Girth, Gamma("log"), read("trees"))),
  gaussian = outliers(glm(Volume ~ Girth, gaussian, read("trees"))),
  negbin = outliers(glm.nb(Days ~ Sex + Age, read("quine"))))

# pages
page <- function(e) paste(capture.output(e), collapse = "\n")
w <- read("warpbreaks"); s <- read("swiss"); m <- read("mtcars")
f <- lm(mpg ~ wt + hp, m); g <- glm(breaks ~ wool + tension, poisson, w)
b <- read("anorexia"); h <- lm(Postwt ~ Prewt, b)
e <- lm(breaks ~ wool, w)
pages <- list(
  outlier = page(print(outlierTest(f))), outliers = page(print(outlierTest(f, cutoff = Inf, n.max = 4))),
  outlier_glm = page(print(outlierTest(g))), outlier_cutoff = page(print(outlierTest(e, cutoff = 0.5))),
  dw = page(print(dwtest(mpg ~ wt + hp, data = m))),
  dw_less = page(print(dwtest(breaks ~ wool, data = w, alternative = "less"))),
  dw_two = page(print(dwtest(breaks ~ wool, data = w, alternative = "two.sided"))),
  bp = page(print(bptest(mpg ~ wt + hp, data = m))),
  bp_plain = page(print(bptest(breaks ~ wool, data = w, studentize = FALSE))),
  ncv = page(print(ncvTest(e))), ncv_formula = page(print(ncvTest(f, ~ hp + wt))),
  ncv_small = page(print(ncvTest(lm(stations ~ mag + depth, read("quakes"))))))
write(toJSON(list(cases = out, weighted = weighted, glms = glms, pages = pages), digits = NA, na = "null", auto_unbox = TRUE, null = "null"), "error_tests.json")
