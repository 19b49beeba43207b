# What R makes of text, factors, dates and numbers that print alike, in conversions and in models.
# Run from this folder; writes columns.json.
suppressMessages({library(jsonlite); library(nnet); library(MASS)})
words <- c("10", " 2 ", "0x1A", "-0X1f", "Inf", "-inf", "NaN", "NA", "1e3", "1d2", "", "  ",
           "infinity", "1L", "TRUE", "1_0", "0x1p3", ".5", "5.", "+3", "3.7", "-3.7", "1,5", "yes")
truths <- c("T", "TRUE", "true", "True", "F", "FALSE", "false", "False", "yes", "tRUE", "1", "0",
            "NA", " TRUE", "t", "")
shown <- function(x) as.character(suppressWarnings(x))
d <- data.frame(y = c(3, 1, 4, 1, 5, 9, 2, 6), q = c("10", "2", "3", "10", "2", "3", "7", "7"),
                l = rep(c("TRUE", "FALSE"), 4), i = c("3.7", "-1.2", "0x1A", " 4", "5", "2.9", "7", "0"),
                v = c(0.1 + 0.2, 0.3, 0.4, 0.5, 0.1 + 0.2, 0.3, 0.4, 0.5), stringsAsFactors = FALSE)
d$f <- factor(d$q)
d$o <- factor(d$q, levels = c("2", "3", "7", "10"), ordered = TRUE)
d$b <- d$l == "TRUE"
d$day <- as.Date("2020-01-30") + 0:7
d$time <- as.POSIXct("2020-01-30", tz = "UTC") + 3600 * (0:7)^2
fits <- lapply(c("y ~ as.numeric(q)", "y ~ as.logical(l)", "y ~ as.integer(i)", "y ~ as.numeric(f)",
  "y ~ as.integer(o)", "y ~ as.numeric(b)", "y ~ as.logical(b)", "y ~ as.numeric(day)",
  "y ~ as.numeric(time)", "y ~ as.factor(q)", "y ~ factor(q, levels = c(10, 7, 3, 2))",
  "y ~ as.numeric(as.character(f))", "y ~ factor(v)", "y ~ as.factor(v)", "y ~ as.character(v)",
  "y ~ log(as.numeric(q))", "y ~ factor(as.integer(i))", "y ~ as.logical(f)",
  "y ~ I(q < \"3\")", "y ~ I(q <= \"25\")", "y ~ I(o < \"7\")", "y ~ I(v == 0.3)",
  "y ~ poly(as.numeric(q), 2)", "y ~ factor(day > \"2020-02-01\")", "y ~ factor(format(day))"), function(text) {
    fit <- try(glm(as.formula(text), poisson, d, epsilon = 1e-14, maxit = 50), silent = TRUE)
    if (inherits(fit, "try-error")) return(list(formula = text, error = TRUE))
    new <- d[c(3, 1), ]
    list(formula = text, names = names(coef(fit)), values = unname(coef(fit)), fitted = unname(fitted(fit)),
         predicted = unname(predict(fit, new)))
  })
beps <- read.csv("data/beps.csv", stringsAsFactors = TRUE)
gone <- suppressWarnings(multinom(vote ~ age, beps, subset = vote != "Labour", trace = FALSE,
                                  reltol = 1e-15, abstol = 1e-12))
missing <- beps
missing$vote[missing$vote == "Labour"] <- NA
away <- suppressWarnings(multinom(vote ~ age + gender, missing, trace = FALSE, reltol = 1e-15, abstol = 1e-12))
wine <- read.csv("data/wine.csv")
wine$rating <- factor(wine$rating, ordered = TRUE)
wine$temp <- factor(wine$temp)
left <- droplevels(wine[wine$rating != "3", ])
polr_gone <- polr(rating ~ temp, left, control = list(reltol = 1e-15), Hess = TRUE)
polr_all <- polr(rating ~ temp, wine, control = list(reltol = 1e-15), Hess = TRUE)
write_json(list(
  words = words, numeric = shown(as.numeric(words)), integer = shown(as.integer(words)),
  truths = truths, logical = as.logical(truths), columns = as.list(d[c("y", "q", "l", "i", "v")]),
  fits = fits, multinom_gone = unname(coef(gone)), multinom_missing = unname(coef(away)),
  polr_gone = c(coef(polr_gone), polr_gone$zeta), polr_all = c(coef(polr_all), polr_all$zeta),
  levels = list(ints = levels(factor(c(123456, 1e5, 1e15, 20))), alike = levels(factor(c(0.1 + 0.2, 0.3, 1))))),
  "columns.json", digits = NA, auto_unbox = TRUE, na = "null")
