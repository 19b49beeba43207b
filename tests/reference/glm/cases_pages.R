# Fits and the pages wanted of them: print, summary, summary with correlation, summary with a
# dispersion, anova by test ("anova-none": no test), and anova of several models, the formulas of
# `models` and then the fit's own.

page_cases <- list()
page <- function(id, data, formula, pages, ...) {
  stopifnot(!id %in% names(page_cases))
  page_cases[[id]] <<- list(id = id, data = data, formula = formula, pages = pages, ...)
}
BOTH <- c("print", "summary")
KNOWN <- c(BOTH, "anova-Chisq", "anova-Rao", "anova-Cp", "anova-none")
ESTIMATED <- c(BOTH, "anova-F", "anova-Chisq")

page("gaussian", "mtcars", "mpg ~ wt + hp + factor(cyl)",
     c(ESTIMATED, "anova-Rao", "anova-Cp", "correlation", "dispersion", "between-F", "between-none"),
     models = c("mpg ~ wt", "mpg ~ wt + hp"))
page("gaussian-no-intercept", "tooth", "len ~ supp:dose - 1", BOTH)
page("gaussian-slopes", "CO2", "uptake ~ 0 + Type + log(conc)", c(ESTIMATED, "correlation"))
page("gaussian-log", "trees", "Volume ~ log(Girth)", BOTH, family = "gaussian(\"log\")", mustart = "Volume")
page("longley", "longley", "Employed ~ .", c(ESTIMATED, "correlation"))
page("swiss", "swiss", "Fertility ~ .", c(BOTH, "anova-F"))
page("interaction", "CO2", "uptake ~ Type * Treatment * log(conc)", ESTIMATED)
page("iris", "iris", "Sepal.Width ~ Petal.Length * Species + Sepal.Length", c(ESTIMATED, "between-F"),
     models = c("Sepal.Width ~ Species", "Sepal.Width ~ Petal.Length + Species"))
# ---- binomial
page("binomial", "budworm", "cbind(numdead, 20 - numdead) ~ sex * ldose",
     c(KNOWN, "correlation", "dispersion", "between-Chisq", "between-Rao", "between-Cp"), family = "binomial()",
     models = c("cbind(numdead, 20 - numdead) ~ 1", "cbind(numdead, 20 - numdead) ~ sex + ldose"))
page("probit", "births", "low ~ age + lwt + race + smoke + ui", KNOWN, family = "binomial(\"probit\")")
page("cauchit", "births", "low ~ lwt + smoke", BOTH, family = "binomial(link = \"cauchit\")")
page("cloglog", "menarche", "cbind(Menarche, Total - Menarche) ~ Age", KNOWN, family = "binomial(\"cloglog\")")
page("menarche", "menarche", "cbind(Menarche, Total - Menarche) ~ Age", c(KNOWN, "between-Chisq"),
     family = "binomial()", models = "cbind(Menarche, Total - Menarche) ~ 1")
page("ordered", "esoph", "cbind(ncases, ncontrols) ~ agegp + tobgp * alcgp", KNOWN, family = "binomial()")
page("infert", "infert", "case ~ education + parity + induced * spontaneous", c(KNOWN, "between-Chisq"),
     family = "binomial()", models = "case ~ education + parity")
page("bacteria", "bacteria", "y ~ trt + I(week > 2)", KNOWN, family = "binomial()")
page("snails", "snails", "cbind(Deaths, N - Deaths) ~ Species + Exposure + Rel.Hum + Temp", KNOWN,
     family = "binomial()")
page("quasibinomial", "budworm", "cbind(numdead, 20 - numdead) ~ sex + ldose", c(ESTIMATED, "dispersion"),
     family = "quasibinomial()")
# ---- counts
page("poisson", "warpbreaks", "breaks ~ wool + tension", c(BOTH, "correlation"), family = "poisson()")
page("insects", "insects", "count ~ spray", c(KNOWN, "dispersion"), family = "poisson()")
page("sqrt", "insects", "count ~ spray", BOTH, family = "poisson(\"sqrt\")")
page("no-intercept", "insects", "count ~ spray - 1", c(KNOWN, "correlation"), family = "poisson()")
page("offset", "insurance", "Claims ~ District + Group + Age + offset(log(Holders))", c(KNOWN, "between-Chisq"),
     family = "poisson()", models = "Claims ~ District + offset(log(Holders))")
page("contrasts", "warpbreaks", "breaks ~ wool * tension", c(KNOWN, "correlation"), family = "poisson()",
     contrasts = "list(wool = \"contr.sum\", tension = \"contr.helmert\")")
page("loglinear", "housing", "Freq ~ Infl * Type * Cont + Sat * (Infl + Type + Cont)", c(KNOWN, "between-Chisq"),
     family = "poisson()", models = "Freq ~ Infl * Type * Cont + Sat + Infl:Sat + Type:Sat + Cont:Sat - Infl:Type:Cont")
page("quasipoisson", "quine", "Days ~ Eth * Sex + Age + Lrn", c(ESTIMATED, "correlation", "between-F"),
     family = "quasipoisson()", models = c("Days ~ 1", "Days ~ Eth", "Days ~ Eth + Age"))
page("negbin", "quine", "Days ~ Eth + Sex + Age", c(ESTIMATED, "anova-none", "dispersion"),
     family = "negative.binomial(1.6)")
page("ships", "ships", "incidents ~ type + factor(year) + factor(period)", c(KNOWN, "correlation"),
     subset = "service > 0", offset = "log(service)", family = "poisson()")
page("epil", "epil", "y ~ trt * log(base) + log(age) + V4", KNOWN, family = "poisson()")
page("intercept", "insects", "count ~ 1", c(BOTH, "correlation", "anova-Chisq"), family = "poisson()")
page("no-coefficients", "insects", "count ~ 0", BOTH, family = "poisson()")
# ---- positive responses, quasi
page("gamma", "clotting", "lot1 ~ log(u)", c(ESTIMATED, "correlation", "dispersion", "between-F"), family = "Gamma()",
     models = "lot1 ~ 1")
page("gamma-log", "rock", "perm ~ area + peri + shape", ESTIMATED, family = "Gamma(\"log\")")
page("inverse-gaussian", "clotting", "lot2 ~ log(u)", c(ESTIMATED, "correlation"), family = "inverse.gaussian()")
page("inverse-gaussian-log", "mtcars", "mpg ~ wt + am + qsec", BOTH, family = "inverse.gaussian(\"log\")")
page("quasi", "trees", "Volume ~ Girth + Height", c(ESTIMATED, "correlation"),
     family = "quasi(link = power(1/3), variance = \"mu^2\")")
page("quasi-log", "insects", "count ~ spray", ESTIMATED, family = "quasi(\"log\", \"mu\")")
page("tweedie", "quine", "Days ~ Eth + Sex + Age", c(BOTH, "anova-F"), family = "tweedie(1.5, 0)")
# ---- missing rows, aliased columns, weights, scales, long names
page("na-omit", "airquality", "Ozone ~ Wind + Temp + Solar.R", c(ESTIMATED, "correlation"))
page("na-exclude", "airquality", "Ozone ~ factor(Month) + log(Wind)", BOTH, family = "Gamma(\"log\")",
     na_action = "na_exclude")
page("aliased", "npk", "log(yield) ~ block + N * P * K", c(ESTIMATED, "correlation"))
page("aliased-two", "toy", "count ~ x + twice + h + zero", c(KNOWN, "correlation", "dispersion"), family = "poisson()")
page("aliased-first", "toy", "count ~ zero + x", c(ESTIMATED, "correlation"))
page("weights-zeros", "toy", "count ~ x + h", c(KNOWN), weights = "w", family = "poisson()")
page("weights", "mtcars", "mpg ~ wt + hp", BOTH, weights = "qsec")
page("scales", "toy", "count ~ huge + tiny + x", KNOWN, family = "poisson()")
page("names-long", "mtcars", "mpg ~ cut(hp, c(0, 100, 150, 400)) + ifelse(qsec > 18, 1, 0) + poly(wt, 2, raw = TRUE)",
     c(ESTIMATED, "correlation", "between-F"),
     models = "mpg ~ cut(hp, c(0, 100, 150, 400)) + I(ifelse(qsec > 18, 1, 0) * 0.001 + 100 + 1000 - 1)")
page("splines", "mtcars", "mpg ~ bs(hp, df = 5) + ns(wt, knots = c(2.5, 3.5))", ESTIMATED)
page("poly", "mtcars", "log(mpg) ~ poly(hp, 3) + factor(gear)", ESTIMATED)
page("not-converged", "births", "low ~ age + lwt + smoke", BOTH, family = "binomial()", maxit = 2L)
page("separated", "toy", "h ~ x", BOTH, family = "binomial()")
page("start", "births", "low ~ lwt", BOTH, family = "binomial()", start = "c(0, 0)")
# ---- models in any order, scales of the response, and other corners
page("descending", "mtcars", "mpg ~ wt", c("between-F", "between-Chisq", "between-none"),
     models = c("mpg ~ wt + hp + qsec", "mpg ~ wt + hp"))
page("descending-poisson", "insects", "count ~ 1", c("between-Chisq", "between-Rao"), family = "poisson()",
     models = "count ~ spray")
page("same-df", "mtcars", "mpg ~ wt", c("between-F", "between-Chisq", "between-none"),
     models = c("mpg ~ hp", "mpg ~ qsec"))
page("not-nested", "mtcars", "mpg ~ wt + qsec + am", c("between-F", "between-none"), models = c("mpg ~ hp", "mpg ~ wt"))
page("response-huge", "mtcars", "I(mpg * 1e+06) ~ wt + hp", c(ESTIMATED, "anova-none"))
page("response-tiny", "mtcars", "I(mpg/1e+06) ~ wt + hp", c(ESTIMATED, "anova-none"))
page("coefficients-wide", "rock", "log(perm) ~ area + peri + shape + I(area^2)", c(ESTIMATED, "correlation"))
page("matrix", "mtcars", "mpg ~ cbind(wt, hp) + qsec", c(ESTIMATED, "correlation"))
page("logical", "births", "low ~ smoke * I(age > 25) + ui", c(KNOWN, "correlation"), family = "binomial()")
page("weights-binomial", "menarche", "Menarche/Total ~ Age", KNOWN, weights = "Total", family = "binomial()")
page("plant", "CO2", "uptake ~ Plant + log(conc)", c(ESTIMATED, "correlation"))
page("aliased-plant", "CO2", "uptake ~ Type + Plant + log(conc)", c(ESTIMATED, "correlation"))
page("three-factors", "housing", "Freq ~ Infl * Sat * Cont + Type", c(KNOWN, "correlation"), family = "poisson()")
page("null-infinite", "insects", "count ~ 0 + spray", BOTH, family = "poisson(\"sqrt\")")
page("quasi-mu3", "clotting", "lot1 ~ log(u)", ESTIMATED, family = "quasi(link = \"log\", variance = \"mu^3\")")
page("quasi-default", "trees", "Volume ~ Girth", ESTIMATED, family = "quasi()")
page("negbin-sqrt", "quine", "Days ~ Eth + Age", ESTIMATED, family = "negative.binomial(2, \"sqrt\")")
page("negbin-theta", "epil", "y ~ trt + log(base)", ESTIMATED, family = "negative.binomial(theta = 1.23456789)")
page("tweedie-power", "mtcars", "mpg ~ wt + am", BOTH, family = "tweedie(var.power = 1.2, link.power = 0.5)")
page("na-poisson", "airquality", "Ozone ~ factor(Month) + log(Wind)", c(KNOWN, "correlation"),
     family = "poisson()", subset = "Month > 5", na_action = "na_exclude")
page("one-deleted", "airquality", "Ozone ~ Wind", BOTH, subset = "Day < 4 & Month < 8")
page("two-rows-left", "clotting", "lot1 ~ log(u)", BOTH, family = "Gamma()", subset = "u < 17")
page("quakes", "quakes", "stations ~ mag + depth + lat + long", c(ESTIMATED, "correlation"), family = "quasipoisson(\"sqrt\")")
page("iris-all", "iris", "Sepal.Length ~ .", c(ESTIMATED, "correlation"))
