# AIC and BIC of several fits: tables. Run from this folder; writes criteria.json. R 4.2, MASS.
suppressMessages({library(jsonlite); library(MASS)})
source("glm/typed_data.R")
cars <- read("mtcars"); warp <- read("warpbreaks"); house <- read("housing"); quine <- read("quine")
m1 <- lm(mpg ~ wt + hp + qsec, cars); m2 <- lm(mpg ~ wt, cars, weights = carb); m3 <- glm(mpg ~ wt, data = cars); m4 <- glm(mpg ~ wt, Gamma, cars)
p1 <- glm(Days ~ Eth + Sex, poisson, quine); p2 <- glm.nb(Days ~ Eth + Sex, quine)
o1 <- polr(Sat ~ Infl, house, weights = Freq); o2 <- polr(Sat ~ Infl + Type, house, weights = Freq)
table <- function(t) list(df = t[[1]], value = t[[2]])
writeLines(toJSON(list(
  linear = table(AIC(m1, m2, m3, m4)), linear_k = table(AIC(m1, m2, k = 5)), linear_bic = table(BIC(m1, m2, m3, m4)),
  counts = table(AIC(p1, p2)), counts_bic = table(BIC(p1, p2)), ordered = table(AIC(o1, o2)), ordered_bic = table(BIC(o1, o2)),
  rows = table(suppressWarnings(AIC(m1, lm(mpg ~ wt, cars[1:20, ])))), rows_bic = table(suppressWarnings(BIC(m1, lm(mpg ~ wt, cars[1:20, ]))))),
  auto_unbox = TRUE, digits = I(12)), "criteria.json")
