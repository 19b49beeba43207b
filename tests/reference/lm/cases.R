# The fits of the lm references: data, formula, and R text for what else lm() is given. `drop` makes
# the smaller models (nested, from the smallest), `add` is the scope of add1 and step, `hypotheses`
# are linearHypothesis'. `new` are the rows to predict at; five rows of the data if it is missing,
# none if it is "NULL" (predict() of R is wrong without columns). `small` leaves no room for tests.

lm_cases <- list()
case <- function(id, data, formula, ...) {
  stopifnot(!id %in% names(lm_cases))
  lm_cases[[id]] <<- list(id = id, data = data, formula = formula, ...)
}
# ---- the textbooks'
case("cars", "cars", "dist ~ speed", drop = ". ~ 1", add = "~ speed + I(speed^2)",
     hypotheses = list("speed = 4", c("(Intercept) = 0", "speed = 3")))
case("cars-origin", "cars", "dist ~ speed + I(speed^2) - 1", drop = ". ~ . - I(speed^2)",
     hypotheses = list("speed = 0"))
case("women", "women", "weight ~ height + I(height^2)", drop = ". ~ . - I(height^2)",
     add = "~ height + I(height^2) + I(height^3)")
case("mtcars", "mtcars", "mpg ~ wt + hp + factor(cyl)", drop = c(". ~ wt", ". ~ wt + hp"),
     add = "~ wt + hp + factor(cyl) + qsec + am + factor(gear)",
     hypotheses = list("wt = -3", c("factor(cyl)6 = factor(cyl)8", "hp = 0"), "wt + hp = -3"))
case("mtcars-all", "mtcars", "mpg ~ .", drop = c(". ~ wt + qsec + am", ". ~ . - cyl"), hypotheses = list("wt = qsec"))
case("mtcars-minus", "mtcars", "mpg ~ . - cyl - disp", drop = ". ~ wt + am")
case("swiss", "swiss", "Fertility ~ .", drop = c(". ~ Education", ". ~ . - Examination"),
     hypotheses = list("Agriculture = Examination", c("Agriculture", "Examination")))
case("stackloss", "stackloss", "stack.loss ~ .", drop = ". ~ . - Acid.Conc.",
     add = "~ .^2", hypotheses = list("Air.Flow = Water.Temp"))
case("attitude", "attitude", "rating ~ complaints + learning", drop = ". ~ complaints",
     add = "~ complaints + learning + privileges + raises + critical + advance")
case("longley", "longley", "Employed ~ .", drop = ". ~ GNP + Year", hypotheses = list("GNP = 0"))
case("cement", "cement", "y ~ x1 + x2 + x3 + x4", drop = ". ~ x1 + x2", hypotheses = list("x1 = x2"))
case("journals", "journals", "log(subs) ~ log(citeprice)", drop = ". ~ 1",
     add = "~ log(citeprice) + age + log(chars)", hypotheses = list("log(citeprice) = -0.5"))
case("journals-long", "journals",
     "log(subs) ~ log(citeprice) + I(log(citeprice)^2) + I(log(citeprice)^3) + log(age) + I(log(age) * log(citeprice)) + log(chars)",
     drop = ". ~ log(citeprice) + log(age) + log(chars)")
case("journals-society", "journals", "log(subs) ~ log(citeprice) * society + age", drop = ". ~ . - log(citeprice):society")
case("iris", "iris", "Sepal.Width ~ Petal.Length * Species + Sepal.Length",
     drop = c(". ~ Species", ". ~ Petal.Length + Species"), hypotheses = list("Petal.Length:Speciesversicolor = Petal.Length:Speciesvirginica"))
case("iris-all", "iris", "Sepal.Length ~ .", drop = ". ~ . - Species")
# ---- factors, contrasts, interactions
case("PlantGrowth", "PlantGrowth", "weight ~ group", drop = ". ~ 1", hypotheses = list("grouptrt1 = grouptrt2"))
case("chickwts", "chickwts", "weight ~ feed", drop = ". ~ 1")
case("cell-means", "chickwts", "weight ~ feed - 1", drop = ". ~ 1", hypotheses = list("feedcasein = feedsunflower"))
case("warpbreaks", "warpbreaks", "breaks ~ wool * tension", drop = c(". ~ tension", ". ~ wool + tension"),
     hypotheses = list(c("woolB:tensionM", "woolB:tensionH")))
case("contr-sum", "warpbreaks", "breaks ~ wool * tension", drop = ". ~ wool + tension",
     contrasts = "list(wool = \"contr.sum\", tension = \"contr.sum\")")
case("contr-helmert", "warpbreaks", "log(breaks) ~ wool + tension", drop = ". ~ tension",
     contrasts = "list(wool = \"contr.sum\", tension = \"contr.helmert\")")
case("contr-poly", "insects", "sqrt(count) ~ spray", contrasts = "list(spray = \"contr.poly\")", drop = ". ~ 1")
case("ordered", "CO2", "uptake ~ Plant + log(conc)", drop = ". ~ log(conc)")
case("three-way", "CO2", "uptake ~ Type * Treatment * log(conc)", drop = c(". ~ Type + log(conc)", ". ~ (Type + Treatment + log(conc))^2"))
case("sleep", "sleep", "extra ~ group + ID", drop = ". ~ group")
case("tooth", "tooth", "len ~ supp * factor(dose)", drop = ". ~ supp + factor(dose)",
     new = "data.frame(dose = c(0.5, 1, 2, 2, 0.5), supp = factor(c(\"OJ\", \"VC\", \"VC\", \"OJ\", \"OJ\")))")
case("slopes", "tooth", "len ~ supp:dose - 1", drop = ". ~ dose - 1", hypotheses = list("suppOJ:dose = suppVC:dose"))
case("nested", "tooth", "len ~ supp/dose", drop = ". ~ supp + dose")
case("one-margin", "warpbreaks", "breaks ~ wool * tension - wool", drop = ". ~ tension")
case("Orange", "Orange", "circumference ~ age + Tree", drop = ". ~ age", add = "~ age * Tree")
case("logical", "births", "bwt ~ smoke * race + ui + lwt", drop = ". ~ . - smoke:race - ui", add = "~ . + age + ftv",
     hypotheses = list("raceblack = raceother"))
case("unbalanced", "cells", "y ~ a + b + x", drop = c(". ~ x", ". ~ b + x"), hypotheses = list("aa2 = aa3"))
# ---- columns made from others
case("poly", "mtcars", "mpg ~ poly(hp, 3) + wt", drop = ". ~ wt", hypotheses = list("poly(hp, 3)2 = poly(hp, 3)3"))
case("poly-raw", "faithful", "eruptions ~ poly(waiting, 2, raw = TRUE)", drop = ". ~ 1")
case("bs", "mtcars", "mpg ~ bs(hp, df = 5) + wt", drop = ". ~ wt",
     new = "data.frame(hp = c(60, 90, 120, 300, 335), wt = c(1, 2, 3, 5, 6.5))")
case("ns", "mtcars", "log(mpg) ~ ns(hp, df = 3) + am", drop = ". ~ am",
     new = "data.frame(hp = c(30, 60, 120, 335, 400), am = c(0, 1, 1, 0, 1))")
case("scale", "swiss", "I(Fertility/10) ~ scale(Education) + sqrt(Catholic) + I(Agriculture > 50)", drop = ". ~ . - sqrt(Catholic)")
case("response-log", "trees", "log(Volume) ~ log(Girth) + log(Height)", drop = ". ~ . - log(Height)",
     hypotheses = list(c("log(Girth) = 2", "log(Height) = 1")))
# ---- small designs
case("intercept", "trees", "Volume ~ 1", add = "~ Girth + Height", hypotheses = list("(Intercept) = 30"))
case("one-column", "mtcars", "mpg ~ 0 + wt", hypotheses = list("wt = 5"))
case("offset-only", "anorexia", "Postwt ~ 0", offset = "Prewt", small = TRUE, new = "NULL")
case("no-columns", "anorexia", "Postwt ~ 0", small = TRUE, new = "NULL")
case("one-row", "toy", "count ~ 1", subset = "x < 1", small = TRUE)
case("one-row-slope", "toy", "count ~ x", subset = "x < 1", small = TRUE)
case("saturated", "toy", "count ~ x + tiny", subset = "x < 3", small = TRUE)
case("saturated-factor", "toy", "count ~ g", subset = "x < 3", small = TRUE)
case("n-below-p", "toy", "count ~ x + tiny + huge + g", subset = "x < 3", small = TRUE)
case("one-df", "toy", "count ~ x + tiny", subset = "x < 3.6", small = TRUE)
case("perfect", "toy", "exact ~ x + h", small = TRUE)
case("constant", "toy", "I(0 * x + 3) ~ x + h", small = TRUE)
# ---- weights
case("weights", "mtcars", "mpg ~ wt + hp", weights = "qsec", drop = ". ~ wt", add = "~ . + am",
     hypotheses = list("wt = -4"))
case("weights-zeros", "cells", "y ~ a + x", weights = "w", drop = ". ~ x", add = "~ . + b", hypotheses = list("aa2 = aa3"))
case("weights-zeros-toy", "toy", "count ~ x + g", weights = "w", drop = ". ~ x")
case("weights-aliased", "toy", "count ~ x + twice + h", weights = "w", drop = ". ~ x")
case("weights-one", "women", "weight ~ height", weights = "1/height", drop = ". ~ 1")
case("weights-slope", "cells", "y ~ x - 1", weights = "w")
case("weights-saturated", "toy", "count ~ x", weights = "ifelse(x > 9.5, 1, 0)", arrays = "weights", small = TRUE)
# ---- offsets
case("offset-word", "anorexia", "Postwt ~ Prewt + Treat + offset(Prewt)", drop = ". ~ . - Treat", hypotheses = list("Prewt = -1"))
case("offset-argument", "anorexia", "Postwt ~ Treat", offset = "Prewt", drop = ". ~ 1")
case("offset-both", "trees", "Volume ~ Girth + offset(Height/10)", offset = "2 * Girth", drop = ". ~ 1 + offset(Height/10)")
case("offset-weights", "cells", "y ~ a + offset(x)", weights = "w", drop = ". ~ 1 + offset(x)")
case("offset-origin", "trees", "Volume ~ 0 + Girth + offset(Height/10)")
# ---- missing values, subsets
case("na-omit", "airquality", "Ozone ~ Wind + Temp + Solar.R", drop = c(". ~ . - Temp - Wind", ". ~ . - Temp"),
     add = "~ . + Wind:Temp", hypotheses = list("Wind = Temp"))
case("na-exclude", "airquality", "Ozone ~ Wind + Temp + Solar.R", na_action = "na_exclude", drop = ". ~ . - Temp")
case("na-exclude-weights", "airquality", "log(Ozone) ~ factor(Month) + log(Wind)", weights = "Temp - 50",
     na_action = "na_exclude", drop = ". ~ log(Wind)",
     new = "data.frame(Month = c(6, 7, 8, 9, 9), Wind = c(1, 5, 9, 14.5, 22))")
case("na-poly", "airquality", "Ozone ~ poly(Wind, 2) + Temp", drop = ". ~ Temp")
case("subset", "mtcars", "mpg ~ wt + factor(gear)", subset = "hp < 200", drop = ". ~ wt")
case("subset-level", "insects", "count ~ spray", subset = "spray != \"C\"", drop = ". ~ 1",
     new = "data.frame(spray = factor(c(\"A\", \"B\", \"D\", \"E\", \"F\")))")
case("subset-exclude", "airquality", "Ozone ~ Wind + Temp", subset = "Month > 5", na_action = "na_exclude", drop = ". ~ Wind")
# ---- aliased columns
case("aliased", "mtcars", "mpg ~ wt + hp + I(2 * wt + hp) + qsec", drop = ". ~ wt", hypotheses = list("wt = -3"))
case("aliased-zero", "toy", "count ~ zero + x", drop = ". ~ x")
case("aliased-npk", "npk", "yield ~ block + N * P * K", drop = ". ~ block + N", hypotheses = list("N1 = K1"))
case("aliased-cells", "cells", "y ~ a * b", drop = ". ~ a + b")
case("aliased-factor", "CO2", "uptake ~ Type + Plant + log(conc)", drop = ". ~ Type + log(conc)")
# ---- scales
case("scales", "toy", "count ~ huge + tiny + x", drop = ". ~ x")
case("scales-rock", "rock", "log(perm) ~ area + peri + shape", drop = ". ~ . - shape", add = "~ .^2")
case("response-tiny", "mtcars", "I(mpg/1e+06) ~ wt + hp", drop = ". ~ wt")
case("response-huge", "mtcars", "I(mpg * 1e+06) ~ wt + hp", drop = ". ~ wt")
# ---- for errors that are correlated
case("series", "series", "y ~ x + z", drop = ". ~ x", add = "~ . + t", hypotheses = list("x = 1"))
case("series-weights", "series", "y ~ x + g", weights = "w", drop = ". ~ x")
