# car's Anova (type II and III: LR, Wald, F) and linearHypothesis of glm fits.
# Run from this folder; writes car.json. R 4.2 with car 3.1.
suppressMessages({library(jsonlite); library(car)})
options(width = 80)
source("glm/typed_data.R")

cases <- list(
  list(id = "warp", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()",
       hypotheses = list("woolB = 0", "woolB", c("woolB = 0", "2*tensionM - tensionH = 1"), "woolB = tensionM",
                         c("woolB", "woolB:tensionM"), "woolB + 1 = tensionM + 3", "(Intercept) = 2",
                         "2 woolB = 3", "-woolB = 3", "woolB = -3", "1234567.891*woolB = 0", "woolB - woolB:tensionM")),
  list(id = "quasi", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "quasipoisson()",
       hypotheses = list("woolB", c("tensionM", "tensionH"))),
  list(id = "contrasts", data = "warpbreaks", formula = "breaks ~ wool * tension", family = "poisson()",
       contrasts = list(wool = "contr.sum", tension = "contr.helmert"), hypotheses = list("wool1 = tension2")),
  list(id = "no-intercept", data = "warpbreaks", formula = "breaks ~ wool + tension - 1", family = "poisson()",
       hypotheses = list("woolA = woolB")),
  list(id = "nested", data = "warpbreaks", formula = "breaks ~ wool/tension", family = "poisson()",
       hypotheses = list("woolA:tensionM = woolB:tensionM")),
  list(id = "one-margin", data = "warpbreaks", formula = "breaks ~ wool * tension - wool", family = "Gamma(\"log\")",
       hypotheses = list(c("tensionM", "tensionH"))),
  list(id = "esoph", data = "esoph", formula = "cbind(ncases, ncontrols) ~ agegp + alcgp + tobgp", family = "binomial()",
       hypotheses = list("alcgp.L = tobgp.L", c("agegp.Q", "agegp.C", "agegp^4", "agegp^5"))),
  list(id = "swiss", data = "swiss", family = "gaussian()",
       formula = "Fertility ~ Agriculture + Education + poly(Catholic, 2) + log(Examination) + I(Infant.Mortality^2)",
       hypotheses = list("Agriculture = Education", "poly(Catholic, 2)1 = 0", "I(Infant.Mortality^2)=0",
                         c("log(Examination)=0", "Agriculture"), "log(Examination)=Agriculture",
                         "Agriculture + Education + poly(Catholic, 2)2 = 0.25")),
  list(id = "insurance", data = "insurance", formula = "Claims ~ District + Group + Age", family = "poisson()",
       offset = "log(Holders)", hypotheses = list("District2 = District3", c("Group.Q", "Group.C", "Age.Q"))),
  list(id = "offset-term", data = "insurance", formula = "Claims ~ Group * Age + offset(log(Holders))",
       family = "quasipoisson()", hypotheses = list("Group.L = -1.5")),
  list(id = "births", data = "births", formula = "low ~ age + lwt + race * smoke + ui", family = "binomial()",
       hypotheses = list("raceblack = raceother", c("raceblack:smokeTRUE", "raceother:smokeTRUE"), "smokeTRUE + uiyes = 2")),
  list(id = "quine", data = "quine", formula = "Days ~ Eth * Sex + Age * Sex", family = "poisson()",
       hypotheses = list("AgeF1 = AgeF2", c("AgeF1 = AgeF2", "AgeF2 = AgeF3"))),
  list(id = "three-way", data = "quine", formula = "Days ~ Eth * Sex * Lrn", family = "quasipoisson()",
       hypotheses = list("EthN:SexM:LrnSL")),
  list(id = "probit", data = "menarche", formula = "Menarche/Total ~ Age + I(Age^2)", family = "binomial(\"probit\")",
       weights = "Total", hypotheses = list("I(Age^2)")),
  list(id = "ozone", data = "airquality", formula = "Ozone ~ Solar.R + Wind * Temp", family = "Gamma(\"log\")",
       hypotheses = list("Wind = Temp")),
  list(id = "subset", data = "airquality", formula = "Ozone ~ Solar.R + Wind + Temp", family = "gaussian()",
       subset = "Month > 5", hypotheses = list("Wind = -Temp")),
  list(id = "clotting", data = "clotting", formula = "lot1 ~ log(u) + I(u/10)", family = "Gamma()",
       hypotheses = list("log(u) = 0.02")),
  list(id = "weights", data = "toy", formula = "count ~ x * h", family = "poisson()", weights = "w",
       hypotheses = list("x = hv")),
  list(id = "identity", data = "insects", formula = "count ~ spray", family = "poisson(\"sqrt\")",
       hypotheses = list("sprayB = sprayC")),
  list(id = "one-term", data = "warpbreaks", formula = "breaks ~ wool", family = "poisson()", hypotheses = list("woolB")),
  list(id = "null", data = "warpbreaks", formula = "breaks ~ 1", family = "poisson()", hypotheses = list("(Intercept) = 3")),
  list(id = "aliased", data = "mtcars", formula = "mpg ~ wt + hp + I(2 * wt)", family = "gaussian()",
       hypotheses = list("wt", "hp = wt")),
  list(id = "empty-cell", data = "mtcars", formula = "mpg ~ factor(cyl) * factor(gear) + wt", family = "gaussian()",
       hypotheses = list("wt = -3")),
  list(id = "aliased-poisson", data = "toy", formula = "count ~ x + g + twice", family = "poisson()",
       hypotheses = list("x = 0.1"))
)
kinds <- list(list("LR", "pearson"), list("Wald", "pearson"), list("F", "pearson"), list("F", "dispersion"), list("F", "deviance"))
few <- c("warp", "quasi", "swiss", "esoph", "ozone", "weights", "aliased")  # with all estimates of the error
# names and headings are on the pages; here the numbers, a column after the other
values <- function(table) unname(unlist(as.data.frame(table)))
page <- function(x) sub("^Signif. codes: .*", "Signif.", paste(capture.output(print(x))))
quietly <- function(e) tryCatch(suppressWarnings(suppressMessages(e)), error = function(x) NULL)
of_case <- function(case) {
  d <- read(case$data)
  if (!is.null(case$subset)) d <- d[with(d, which(eval(parse(text = case$subset)))), ]
  d$.weights <- if (is.null(case$weights)) rep(1, nrow(d)) else with(d, eval(parse(text = case$weights)))
  d$.offset <- if (is.null(case$offset)) rep(0, nrow(d)) else with(d, eval(parse(text = case$offset)))
  d <<- d
  fit <- eval(bquote(glm(.(as.formula(case$formula)), .(parse(text = case$family)[[1]]), d, weights = .weights,
                         offset = .offset, epsilon = 1e-12, maxit = 100, contrasts = .(case$contrasts))))
  tables <- list()
  for (type in c("II", "III")) for (kind in kinds) {
    if (kind[[2]] != "pearson" && (type == "II" || !case$id %in% few)) next
    a <- quietly(Anova(fit, type = type, test.statistic = kind[[1]], error.estimate = kind[[2]], singular.ok = TRUE))
    if (!is.null(a)) tables <- c(tables, list(list(type = type, test = kind[[1]], error = kind[[2]], page = page(a), values = values(a))))
  }
  tests <- list()
  p <- sum(!is.na(coef(fit)))
  L <- diag(p)[1:min(2, p), , drop = FALSE]
  asked <- c(case$hypotheses, if (!anyNA(coef(fit))) list(L))
  for (h in asked) for (test in c("Chisq", "F")) for (vcov in list(NULL, diag(p))) {
    rhs <- if (is.matrix(h)) seq_len(nrow(h)) / 4 else NULL
    if (test == "F" && !is.null(vcov)) next
    l <- linearHypothesis(fit, h, rhs, test = test, vcov. = vcov, singular.ok = TRUE)
    paged <- is.null(vcov) || identical(h, asked[[1]])
    plain <- is.null(vcov) && test == "Chisq"
    tests <- c(tests, list(list(hypothesis = if (is.matrix(h)) apply(h, 1, as.list) else as.list(h), rhs = rhs, test = test,
      supplied = !is.null(vcov), page = if (plain || identical(h, asked[[1]])) page(l),
      value = if (plain) unname(attr(l, "value")[, 1]), vcov = if (plain) c(attr(l, "vcov")), values = values(l)[-c(3, 5, 7)])))
  }
  case$hypotheses <- NULL
  c(case, list(tables = tables, tests = tests))
}
write(toJSON(lapply(cases, of_case), digits = I(11), na = "null", auto_unbox = TRUE), "car.json")
