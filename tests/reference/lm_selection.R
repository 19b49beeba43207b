# drop1, add1, step and extractAIC of lm fits: pages and numbers, where lm_pages.R has none:
# rows that go missing, weights of 0, known variances, small and saturated designs.
# Run from this folder; writes lm_selection.json. R 4.2.
suppressMessages({library(jsonlite); library(splines)})
options(width = 80)
source("glm/typed_data.R")
source("glm/ask_selection.R")

D <- function(scope = NULL, ...) list(verb = "drop1", scope = scope, ...)
A <- function(scope, ...) list(verb = "add1", scope = scope, ...)
S <- function(scope = NULL, ...) list(verb = "step", scope = scope, ...)
every <- function(verb, scope) c(lapply(c("none", "Chisq", "F"), function(t) list(verb = verb, scope = scope, test = t)),
                                 lapply(c("none", "Chisq", "F"), function(t) list(verb = verb, scope = scope, test = t, scale = 3)))
cases <- list(
  list(id = "warp", data = "warpbreaks", formula = "breaks ~ wool * tension",
       asked = c(every("drop1", NULL), every("drop1", "~ ."), list(D(c("tension", "wool:tension")), D(k = 7), S(), S(k = 9), S(k = 9, direction = "both"), S("~ .", direction = "both"), S(steps = 0)))),
  list(id = "one", data = "warpbreaks", formula = "breaks ~ 1",
       asked = c(every("drop1", NULL), every("add1", "~ wool * tension"), list(A(c("tension", "wool:tension"), test = "Chisq"), S(), S("~ wool * tension"), S("~ wool * tension", scale = 130),
                 S(list(upper = "~ wool * tension"), direction = "forward"), S(list(lower = "~ 1", upper = "~ wool * tension"), steps = 1)))),
  list(id = "none", data = "mtcars", formula = "mpg ~ 0", asked = c(every("drop1", NULL), every("add1", "~ wt + hp"), list(S(), S("~ wt + hp")))),
  list(id = "origin", data = "mtcars", formula = "mpg ~ 0 + wt + hp", asked = c(every("drop1", NULL), every("add1", "~ . + am"), list(S(), S("~ . + am + wt:am"), S(direction = "both")))),
  list(id = "origin-factor", data = "mtcars", formula = "mpg ~ factor(cyl) - 1", asked = c(every("drop1", NULL), every("add1", "~ . + factor(am)"), list(S(), S("~ . + factor(am)")))),
  list(id = "cells-origin", data = "warpbreaks", formula = "breaks ~ wool:tension - 1", asked = c(every("drop1", NULL), list(S()))),
  list(id = "margin", data = "warpbreaks", formula = "breaks ~ tension + wool:tension", asked = c(every("drop1", NULL), list(S()))),
  list(id = "all", data = "mtcars", formula = "mpg ~ cyl + disp + hp + drat + wt + qsec + vs + am + gear + carb",
       asked = list(S(), S(direction = "both"), S(direction = "forward"), S(scale = 7), S(scale = 7, k = log(32), direction = "both"), S(k = log(32)), S(list(lower = "~ disp + carb")), S("~ .", steps = 3))),
  list(id = "long", data = "mtcars", formula = "mpg ~ wt + hp + qsec + drat + disp + cyl + gear + carb + wt:hp + qsec:drat + disp:cyl", asked = c(every("drop1", NULL), list(S(), S("~ wt * hp * qsec + drat * disp * cyl + gear + carb + qsec:drat", steps = 3)))),
  list(id = "poly", data = "swiss", formula = "Fertility ~ poly(Agriculture, 2) + ns(Education, df = 3) + log(Examination)",
       asked = c(every("drop1", NULL), every("add1", "~ . + bs(Catholic, df = 4) + I(Infant.Mortality^2) + log(Examination):Catholic"), list(S("~ . + Catholic * log(Examination) + I(Infant.Mortality^2)")))),
  list(id = "aliased", data = "mtcars", formula = "mpg ~ wt + hp + I(2 * wt + hp) + qsec", asked = c(every("drop1", NULL), every("add1", "~ . + I(3 * hp) + am"), list(S(), S("~ . + am")))),
  list(id = "aliased-cells", data = "npk", formula = "yield ~ block + N * P * K", asked = c(every("drop1", NULL), list(D("~ .")))),
  list(id = "zeros", data = "toy", formula = "count ~ x * h", weights = "w * (x > 0)", asked = c(every("drop1", NULL), every("add1", "~ . + g"), list(S("~ . + g"), S("~ . + g", k = 4), S("~ . + g", scale = 30)))),
  list(id = "weights", data = "toy", formula = "count ~ x + h", weights = "w", asked = c(every("drop1", NULL), every("add1", "~ .^2 + g"), list(S("~ .^2 + g")))),
  list(id = "offset", data = "mtcars", formula = "mpg ~ wt + hp", offset = "qsec/3", asked = c(every("drop1", NULL), every("add1", "~ . + am"), list(S("~ . + am"), S()))),
  list(id = "offset-term", data = "anorexia", formula = "Postwt ~ Prewt + Treat + offset(Prewt)", asked = c(every("drop1", NULL), every("add1", "~ .^2"), list(S("~ .^2")))),
  list(id = "rows", data = "airquality", formula = "Ozone ~ Wind", asked = c(every("add1", "~ . + Temp + Solar.R"), list(S("~ . + Temp + I(Wind^2)")))),
  list(id = "omit", data = "airquality", formula = "Ozone ~ Wind + Temp + Solar.R", asked = c(every("drop1", NULL), list(S(k = 1)))),
  list(id = "exclude", data = "airquality", formula = "Ozone ~ Wind", na_action = "na_exclude", asked = c(every("drop1", NULL), every("add1", "~ . + Temp + Solar.R"))),
  list(id = "exclude-weights", data = "airquality", formula = "Ozone ~ Wind + factor(Month)", weights = "Temp - 57", na_action = "na_exclude", asked = c(every("drop1", NULL), list(S(), S("~ .^2")))),
  list(id = "subset", data = "births", formula = "bwt ~ age + lwt + smoke", subset = "race != \"white\"", asked = c(every("drop1", NULL), every("add1", "~ . + race + smoke:lwt"), list(S("~ .^2 + race + ui")))),
  list(id = "contrasts", data = "warpbreaks", formula = "breaks ~ wool * tension", contrasts = list(wool = "contr.sum", tension = "contr.helmert"), asked = list(D("~ .", test = "F"), S())),
  list(id = "saturated", data = "mtcars", formula = "mpg ~ wt + hp + qsec", subset = "disp > 350 & hp > 200 & wt > 3.5", saturated = TRUE,
       asked = list(D(), D(test = "Chisq"), D(scale = 2, test = "Chisq"), S(scale = 2))),
  list(id = "to-saturated", data = "mtcars", formula = "mpg ~ wt + hp", subset = "disp > 350 & hp > 200 & wt > 3.5", asked = list(A("~ . + qsec", test = "F"), A("~ . + qsec", test = "Chisq"), A("~ . + qsec"))),
  list(id = "one-row", data = "mtcars", formula = "mpg ~ 1", subset = "mpg > 33", asked = list(A("~ wt"))),
  list(id = "zero-response", data = "mtcars", formula = "I(0 * mpg) ~ wt + hp", asked = c(every("drop1", NULL)[1:5], list(A("~ . + qsec", test = "F"))))
)
of_case <- function(case) {
  d <- read(case$data)
  if (!is.null(case$subset)) d <- d[with(d, which(eval(parse(text = case$subset)))), ]
  d <<- d
  given <- list(as.formula(case$formula), quote(d))
  if (!is.null(case$weights)) given$weights <- parse(text = case$weights)[[1]]
  if (!is.null(case$offset)) given$offset <- parse(text = case$offset)[[1]]
  if (!is.null(case$contrasts)) given$contrasts <- case$contrasts
  if (!is.null(case$na_action)) given$na.action <- quote(na.exclude)
  fit <<- suppressWarnings(eval(as.call(c(quote(lm), given))))
  case$asked <- lapply(case$asked, function(a) c(a, ask(fit, a)))
  case$extractAIC <- c(extractAIC(fit), extractAIC(fit, k = log(50)), extractAIC(fit, scale = 3))
  case
}
writeLines(gsub("\\},\\{\"id\"", "},\n{\"id\"", toJSON(list(cases = lapply(cases, of_case)), auto_unbox = TRUE, digits = I(11), null = "null", na = "string")), "lm_selection.json")
