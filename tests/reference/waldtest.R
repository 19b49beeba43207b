# waldtest and lrtest of lmtest for lm, glm, glm.nb, polr, zeroinfl and hurdle: pages.
# Run from this folder; writes waldtest.json. R 4.2, lmtest, sandwich, MASS, pscl.
suppressMessages({library(jsonlite); library(lmtest); library(sandwich); library(MASS); library(pscl)})
options(width = 80)
source("glm/typed_data.R")
cars <- read("mtcars"); warp <- read("warpbreaks"); quine <- read("quine"); air <- read("airquality"); house <- read("housing")
HC <- function(type) function(m, ...) vcovHC(m, type = type)
fits <- list(
  lm = quote(lm(mpg ~ wt + hp + qsec, cars)), lm_factor = quote(lm(breaks ~ wool * tension, warp)),
  lm_weights = quote(lm(mpg ~ wt + hp + qsec, cars, weights = carb)), lm_origin = quote(lm(mpg ~ wt + hp - 1, cars)),
  lm_missing = quote(lm(Ozone ~ Wind + Solar.R + Temp, air)),
  poisson = quote(glm(breaks ~ wool * tension, poisson, warp)), quasi = quote(glm(breaks ~ wool * tension, quasipoisson, warp)),
  gaussian = quote(glm(mpg ~ wt + hp, data = cars)), binomial = quote(glm(vs ~ wt + hp, binomial, cars)),
  negbin = quote(glm.nb(Days ~ Eth * Sex + Age, quine)),
  polr = quote(polr(Sat ~ Infl + Type + Cont, house, weights = Freq, Hess = TRUE)),
  hurdle = quote(hurdle(Days ~ Eth + Sex, data = quine, dist = "poisson")))
asked <- list(
  c("lm", "fit"), c("lm", "fit, . ~ . - qsec"), c("lm", "fit, . ~ . - qsec, . ~ . - hp"), c("lm", "fit, . ~ wt, . ~ 1"), c("lm", "fit, . ~ . - qsec, test = \"Chisq\""),
  c("lm", "fit, . ~ . - qsec - hp, vcov = HC(\"HC3\")"), c("lm", "fit, . ~ wt, . ~ 1, vcov = HC(\"HC1\"), test = \"Chisq\""), c("lm", "fit, . ~ . + am"),
  c("lm", "fit, . ~ . + am - qsec - am"), c("lm_factor", "fit"), c("lm_factor", "fit, . ~ . - wool:tension, . ~ . - wool"), c("lm_weights", "fit, . ~ wt"), c("lm_weights", "fit, . ~ wt, vcov = HC(\"HC0\")"),
  c("lm_origin", "fit"), c("lm_origin", "fit, . ~ . - hp"), c("lm_missing", "fit"), c("lm_missing", "fit, . ~ . - Solar.R"), c("poisson", "fit"), c("poisson", "fit, . ~ . - wool:tension"),
  c("poisson", "fit, . ~ . - wool:tension, . ~ . - wool, vcov = sandwich"), c("poisson", "fit, . ~ wool, test = \"Chisq\""), c("quasi", "fit, . ~ . - wool:tension"), c("gaussian", "fit, . ~ . - hp"),
  c("binomial", "fit, . ~ wt"), c("negbin", "fit, . ~ . - Eth:Sex"), c("negbin", "fit"), c("polr", "fit, . ~ . - Cont"), c("hurdle", "fit, . ~ Eth"))
answer <- function(a, verb) {
  fit <- suppressWarnings(eval(fits[[a[1]]]))
  table <- suppressWarnings(eval(parse(text = sprintf("%s(%s)", verb, a[2]))))
  list(fit = a[1], asked = a[2], page = I(capture.output(print(table))), values = I(unname(unlist(table))))
}
two <- c("lm", "lm_factor", "lm_weights", "gaussian", "poisson", "negbin")
ratio <- Filter(function(a) a[1] %in% two && !grepl("vcov|test =", a[2]), asked)
json <- toJSON(list(waldtest = lapply(asked, answer, verb = "waldtest"), lrtest = lapply(ratio, answer, verb = "lrtest")), auto_unbox = TRUE, digits = I(12), na = "null")
writeLines(gsub("\\},\\{\"fit\"", "},\n{\"fit\"", json), "waldtest.json")
