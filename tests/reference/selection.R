# drop1, add1, step and extractAIC of glm fits: pages and numbers.
# Run from this folder; writes selection.json. R 4.2.
suppressMessages({library(jsonlite); library(splines)})
options(width = 80)
source("glm/typed_data.R")
source("glm/ask_selection.R")

D <- function(scope = NULL, ...) list(verb = "drop1", scope = scope, ...)
A <- function(scope, ...) list(verb = "add1", scope = scope, ...)
S <- function(scope = NULL, ...) list(verb = "step", scope = scope, ...)
every <- function(verb, scope) lapply(c("none", "Chisq", "F", "Rao"), function(t) list(verb = verb, scope = scope, test = t))
cases <- list(
  list(id = "warp", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()",
       asked = c(every("drop1", NULL), list(D("~ .", test = "Rao"), S(), S(k = 4), D(scale = 2, test = "LRT"), S("~ .", direction = "both"), S(steps = 0)))),
  list(id = "one", data = "warpbreaks", formula = "breaks ~ 1", family = "poisson()",
       asked = c(every("add1", "~ wool * tension"), list(D(), D(test = "Rao"), A(c("tension", "wool:tension"), test = "Chisq"), S("~ wool * tension"), S(list(upper = "~ wool * tension"), direction = "forward"), S()))),
  list(id = "rank", data = "warpbreaks", formula = "breaks ~ wool", family = "poisson()", epsilon = 1e-8,  # aliased columns
       asked = list(A("wool:tension", test = "Chisq"), A(c("tension:wool"), test = "F"), A(c("wool:tension", "tension")))),
  list(id = "quasi", data = "warpbreaks", formula = "breaks ~ wool + tension", family = "quasipoisson()",
       asked = c(every("drop1", NULL), every("add1", "~ .^2"), list(D(scale = 3, test = "Chisq")))),
  list(id = "no-intercept", data = "warpbreaks", formula = "breaks ~ wool + tension - 1", family = "poisson()",
       asked = c(every("drop1", NULL)[1:3], every("add1", "~ .^2")[1:3], list(S(), S("~ .^2")))),
  list(id = "margin", data = "warpbreaks", formula = "breaks ~ tension + wool:tension", family = "Gamma(\"log\")",
       asked = c(every("drop1", NULL), list(S()))),
  list(id = "zero", data = "toy", formula = "count ~ x * h", family = "poisson()", weights = "w * (x > 0)",
       asked = c(every("drop1", NULL), every("add1", "~ . + g"), list(S("~ . + g"), S("~ . + g", k = 4)))),
  list(id = "weights", data = "toy", formula = "count ~ x + h", family = "poisson()", weights = "w",
       asked = c(every("drop1", NULL), every("add1", "~ .^2 + g"), list(S("~ .^2 + g")))),
  list(id = "esoph", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp + alcgp * tobgp", family = "binomial()",
       asked = c(every("drop1", NULL), list(S(), S(scope = list(lower = "~ tobgp", upper = "~ . + agegp:alcgp"))))),
  list(id = "proportions", data = "budworm", formula = "cbind(numdead, 20 - numdead) ~ sex", family = "binomial(\"probit\")",
       asked = c(every("add1", "~ . + ldose"), list(S("~ sex * ldose")))),
  list(id = "quine", data = "quine", formula = "Days ~ Eth * Sex * Age * Lrn", family = "poisson()",
       asked = list(D(test = "Chisq"), S(), S(k = 8))),
  list(id = "swiss", data = "swiss", formula = "Fertility ~ Agriculture + Examination + Education + Catholic + Infant.Mortality", family = "gaussian()",
       asked = c(every("drop1", NULL), lapply(c("Chisq", "F", "Rao"), function(t) D(test = t, scale = 50)),
                 list(D(scale = 1, test = "LRT"), D(k = log(47)), D(c("Education", "Catholic"), test = "F"), S(), S(direction = "both"), S(direction = "forward"),
                      S(scale = 50, k = log(47)), S("~ .^2", steps = 3), S(list(lower = "~ Examination"))))),
  list(id = "swiss-poly", data = "swiss", formula = "Fertility ~ poly(Agriculture, 2) + ns(Education, df = 3) + log(Examination)", family = "gaussian()",
       asked = c(every("drop1", NULL), every("add1", "~ . + bs(Catholic, df = 4) + I(Infant.Mortality^2) + log(Examination):Catholic"),
                 list(S("~ . + Catholic * log(Examination) + I(Infant.Mortality^2)")))),
  list(id = "insurance", data = "insurance", formula = "Claims ~ District + Group + Age", family = "poisson()", offset = "log(Holders)",
       asked = c(every("drop1", NULL), every("add1", "~ .^2")[1:3], list(S("~ .^2")))),
  list(id = "offset-term", data = "insurance", formula = "Claims ~ Group + offset(log(Holders))", family = "quasipoisson()",
       asked = c(every("drop1", NULL), every("add1", "~ . + District * Age")[1:3])),
  list(id = "offset-step", data = "insurance", formula = "Claims ~ Group + offset(log(Holders))", family = "poisson()",
       asked = list(S("~ (District + Group + Age)^2"))),
  list(id = "bacteria", data = "bacteria", formula = "y ~ trt * week", family = "binomial()",
       asked = c(every("drop1", NULL), list(S(), S("~ .^2", direction = "both")))),
  list(id = "births", data = "births", formula = "low ~ age + lwt + race + smoke + smoke:age + ui + I(ptl > 0) + ftv", family = "binomial()",
       asked = c(every("drop1", NULL), list(S(), S("~ .^2 + I(scale(age)^2) + I(scale(lwt)^2)", steps = 4)))),
  list(id = "births-subset", data = "births", formula = "low ~ age + lwt + smoke", family = "binomial()", subset = "race != \"white\"",
       asked = c(every("drop1", NULL), every("add1", "~ . + race + smoke:lwt"), list(S("~ .^2 + race + ui")))),
  list(id = "mtcars", data = "mtcars", formula = "mpg ~ wt + factor(cyl):factor(gear) + poly(hp, 2) + I(qsec^2)", family = "gaussian()",
       asked = c(every("drop1", NULL), list(D("~ ."), S()))),
  list(id = "mtcars-long", data = "mtcars", formula = "mpg ~ wt + hp + qsec + drat + disp + cyl + gear + carb + wt:hp + qsec:drat + disp:cyl", family = "gaussian()",
       asked = list(S(), S(k = 1, steps = 2))),
  list(id = "turned", data = "mtcars", formula = "mpg ~ qsec", family = "gaussian()", asked = list(S("~ wt * hp * qsec + drat"))),
  list(id = "aliased", data = "mtcars", formula = "mpg ~ wt + hp + I(2 * wt) + qsec", family = "gaussian()",
       asked = c(every("drop1", NULL), list(S()))),
  list(id = "aliased-add", data = "mtcars", formula = "mpg ~ wt", family = "Gamma()",
       asked = c(every("add1", "~ . + I(2 * wt) + qsec"), list(S("~ . + I(2 * wt) + qsec + hp")))),
  list(id = "anorexia", data = "anorexia", formula = "Postwt ~ Prewt + Treat + offset(Prewt)", family = "gaussian()",
       asked = c(every("drop1", NULL), every("add1", "~ .^2"), list(S("~ .^2")))),
  list(id = "housing", data = "housing", formula = "Freq ~ Infl * Type * Cont + Sat", family = "poisson()",
       asked = c(every("add1", "~ . + Sat:(Infl + Type + Cont)"), list(D(test = "Chisq"), S("~ . + Sat:(Infl + Type + Cont)", direction = "forward")))),
  list(id = "housing-weights", data = "housing", formula = "Sat == \"High\" ~ Infl + Type + Cont", family = "binomial()", weights = "Freq",
       asked = c(every("drop1", NULL), list(S(list(lower = "~ Infl", upper = "~ .^2"))))),
  list(id = "ozone", data = "airquality", formula = "Ozone ~ Wind + Temp + factor(Month)", family = "Gamma(\"log\")",
       asked = c(every("drop1", NULL), list(S("~ .^2")))),
  list(id = "ozone-rows", data = "airquality", formula = "Ozone ~ Wind", family = "gaussian()",
       asked = c(every("add1", "~ . + Temp + Solar.R"), list(S("~ . + Temp + I(Wind^2)")))),
  list(id = "ozone-exclude", data = "airquality", formula = "Ozone ~ Wind", family = "Gamma(\"log\")", na_action = "na_exclude",
       asked = c(every("drop1", NULL), every("add1", "~ . + Temp + Solar.R"))),
  list(id = "clotting", data = "clotting", formula = "lot1 ~ log(u)", family = "inverse.gaussian()", asked = c(every("drop1", NULL), every("add1", "~ . + I(log(u)^2)"))),
  list(id = "contrasts", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()",
       contrasts = list(wool = "contr.sum", tension = "contr.helmert"), asked = c(list(D(test = "Rao"), S()))),
  list(id = "identity", data = "insects", formula = "count ~ spray", family = "poisson(\"sqrt\")", asked = every("drop1", NULL)),
  list(id = "fixed-theta", data = "quine", formula = "Days ~ Eth * Sex + Age + Lrn", family = "MASS::negative.binomial(1.5)",
       asked = list(D(test = "Chisq"), A("~ .^2", test = "Chisq"), S("~ .^2")))
)
# which terms may leave a formula, and enter it from a larger one
scopes <- list(c("y ~ 1", "y ~ a * b * c"), c("y ~ a", "y ~ a * b * c"), c("y ~ a + b", "y ~ a * b * c"), c("y ~ a * b", "y ~ a * b * c"),
  c("y ~ a + b + c + a:b + a:c", "y ~ a * b * c"), c("y ~ (a + b + c)^2", "y ~ a * b * c * x"), c("y ~ a:b", "y ~ a * b"), c("y ~ a:b", "y ~ a:b + b"),
  c("y ~ 1", "y ~ a:b"), c("y ~ 1", "y ~ a + a:b"), c("y ~ a/b", "y ~ a * b"), c("y ~ x + I(x^2)", "y ~ poly(x, 2) + x + I(x^2) + I(x^2):a"),
  c("y ~ log(x) - 1", "y ~ log(x) * a"), c("y ~ a + offset(z)", "y ~ a * b + offset(z)"), c("y ~ b:a", "y ~ c * a:b"), c("y ~ b + a:b + c", "y ~ a * b * c"),
  c("y ~ b * a + c:b", "y ~ a * b * c"), c("y ~ x:a + x:b", "y ~ x * (a + b)^2"), c("y ~ 1", "y ~ a:b + b:c + a:b:c"), c("y ~ a:b:c", "y ~ a * b * c"))
marginal <- lapply(scopes, function(s) {
  old <- as.formula(s[1]); new <- as.formula(s[2])
  list(old = s[1], new = s[2], drop = as.list(drop.scope(old)), drop_down = as.list(drop.scope(new, old)), add = as.list(add.scope(old, new)))
})
of_case <- function(case) {
  d <- read(case$data)
  if (!is.null(case$subset)) d <- d[with(d, which(eval(parse(text = case$subset)))), ]
  d <<- d
  given <- list(as.formula(case$formula), parse(text = case$family)[[1]], quote(d), epsilon = if (is.null(case$epsilon)) 1e-12 else case$epsilon, maxit = 100)
  if (!is.null(case$weights)) given$weights <- parse(text = case$weights)[[1]]
  if (!is.null(case$offset)) given$offset <- parse(text = case$offset)[[1]]
  if (!is.null(case$contrasts)) given$contrasts <- case$contrasts
  if (!is.null(case$na_action)) given$na.action <- quote(na.exclude)
  fit <<- suppressWarnings(eval(as.call(c(quote(glm), given))))
  case$asked <- lapply(case$asked, function(a) c(a, ask(fit, a)))
  case$extractAIC <- c(extractAIC(fit), extractAIC(fit, k = log(50)))
  case$family <- gsub("MASS::negative.binomial", "negative_binomial", gsub("inverse.gaussian", "inverse_gaussian", case$family))
  case
}
if (!interactive()) writeLines(gsub("\\},\\{\"id\"", "},\n{\"id\"", toJSON(list(scopes = marginal, cases = lapply(cases, of_case)), auto_unbox = TRUE, digits = I(11), null = "null", na = "null")), "selection.json")
