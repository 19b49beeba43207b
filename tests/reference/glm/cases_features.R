# Weights, offsets, subsets, missing values, starting values, aliased columns, odd scales.

# ---- offsets
case("offset-word", "insurance", "Claims ~ District + Group + Age + offset(log(Holders))",
     family = P, drop = ". ~ . - District")
case("offset-argument", "insurance", "Claims ~ District + Group", offset = "log(Holders)", family = P,
     drop = ". ~ . - District")
case("offset-twice", "insurance", "Claims ~ Age + offset(log(Holders)) + offset(0.1 * Holders/100)",
     family = P)
case("offset-both", "insurance", "Claims ~ Age + offset(log(Holders/10))", offset = "log(10) + 0 * Holders",
     family = P, drop = ". ~ 1 + offset(log(Holders/10))")
case("offset-array", "anorexia", "Postwt ~ Prewt + Treat", offset = "Prewt", arrays = "offset",
     new = "NULL", drop = ". ~ . - Treat")
case("offset-gaussian", "anorexia", "Postwt ~ Prewt + Treat + offset(Prewt)", drop = ". ~ . - Prewt")
case("offset-only", "insurance", "Claims ~ 1", offset = "log(Holders)", family = P)
case("offset-no-intercept", "insurance", "Claims ~ 0 + Group", offset = "log(Holders)", family = P)
case("offset-binomial", "menarche", "cbind(Menarche, Total - Menarche) ~ Age + offset(0.5 * Age)",
     family = B)
case("offset-gamma", "clotting", "lot1 ~ log(u) + offset(u/50)", family = "Gamma(\"log\")")
case("ships", "ships", "incidents ~ type + factor(year) + factor(period) + offset(log(service))",
     family = "quasipoisson()", subset = "service > 0", drop = ". ~ . - type")
# ---- weights and subset
case("weights", "mtcars", "mpg ~ wt + hp", weights = "qsec", drop = ". ~ . - hp")
case("weights-zeros", "toy", "count ~ x + h", weights = "w", family = P, drop = ". ~ . - h")
case("weights-zeros-gaussian", "toy", "count ~ x + g", weights = "w", drop = ". ~ . - g")
case("weights-expression", "swiss", "Fertility ~ Education", weights = "1/(Agriculture + 1)",
     family = "Gamma(\"inverse\")")
case("weights-ig", "clotting", "lot1 ~ log(u)", weights = "u", family = "inverse.gaussian(\"log\")")
case("subset", "mtcars", "mpg ~ wt + factor(gear)", subset = "hp < 200", drop = ". ~ . - wt")
case("subset-drops-level", "insects", "count ~ spray", subset = "spray != \"C\"", family = P,
     new = "data.frame(spray = factor(c(\"A\", \"B\", \"D\", \"E\", \"F\")))")
case("subset-poly", "mtcars", "mpg ~ poly(wt, 2)", subset = "am == 1 | cyl == 8", weights = "hp")
# ---- missing values
case("na-omit", "airquality", "Ozone ~ Wind + Temp + Solar.R", drop = ". ~ . - Temp")
case("na-exclude", "airquality", "Ozone ~ Wind + Temp + Solar.R", na_action = "na_exclude",
     family = "Gamma(\"log\")", drop = ". ~ . - Temp")
case("na-poly", "airquality", "Ozone ~ poly(Wind, 2) + Temp")
case("na-weights-subset", "airquality", "Ozone ~ factor(Month) + log(Wind)", family = P,
     weights = "Temp/50", subset = "Month > 5", na_action = "na_exclude",
     new = "data.frame(Month = c(6, 7, 8, 9, 9), Wind = c(1, 5, 9, 14.5, 22))")
# ---- starting values
case("start", "births", "low ~ lwt + smoke", family = B, start = "c(0.5, -0.01, 0.5)")
case("etastart", "clotting", "lot1 ~ log(u)", family = "Gamma(\"log\")", etastart = "log(lot1) + 0.1")
case("mustart", "insects", "count ~ spray", family = "poisson(\"identity\")", mustart = "count + 1",
     drop = ". ~ . - spray")
# ---- aliased columns: at R's own epsilon, which sets its rank tolerance
A <- 1e-8
case("aliased", "toy", "count ~ x + twice + h", family = P, epsilon = A, drop = ". ~ . - h")
case("aliased-zero", "toy", "count ~ zero + x", epsilon = A)
case("aliased-first", "toy", "count ~ twice + h + x + I(x + twice)", family = "Gamma(\"log\")", epsilon = A)
case("aliased-interaction", "npk", "yield ~ block + N * P * K", epsilon = A, drop = ". ~ . - N:P:K")
case("aliased-cells", "toy", "count ~ g * h + k", family = P, epsilon = A)
case("aliased-factors", "CO2", "uptake ~ Type + Plant + log(conc)", epsilon = A, drop = ". ~ . - Type")
case("aliased-no-intercept", "warpbreaks", "breaks ~ 0 + wool + tension + I(wool == \"A\")", family = P,
     epsilon = A)
# ---- numbers that are hard
case("scales", "toy", "count ~ huge + tiny + x", family = P, drop = ". ~ . - tiny")
case("scales-rock", "rock", "log(perm) ~ area + peri + shape", drop = ". ~ . - shape")
case("scales-gamma", "rock", "perm ~ area + peri + shape", family = "Gamma(\"log\")")
case("longley", "longley", "Employed ~ GNP.deflator + GNP + Unemployed + Armed.Forces + Population + Year",
     drop = ". ~ . - Year")
case("perfect", "toy", "exact ~ x", anova = FALSE, settled = FALSE)
case("saturated", "dobson", "counts ~ outcome * treatment", family = P, anova = FALSE, settled = FALSE)
case("products-only", "warpbreaks", "breaks ~ wool:tension", family = P, epsilon = A, other_basis = TRUE)
case("no-intercept-products", "warpbreaks", "breaks ~ 0 + wool:tension", family = P)
case("epil", "epil", "y ~ trt * log(base) + log(age) + V4", family = P, drop = ". ~ . - trt:log(base)")
case("infert", "infert", "case ~ education + parity + induced * spontaneous", family = B,
     drop = ". ~ . - education")
case("births-large", "births", "low ~ age + lwt + race + smoke + ui + ptl + ftv", family = B,
     drop = ". ~ . - age - ftv")
case("quakes-sqrt", "quakes", "stations ~ mag + depth", family = "quasipoisson(\"sqrt\")")
case("names-with-dots", "iris", "Sepal.Width ~ Petal.Length * Species + Sepal.Length",
     family = "inverse.gaussian(\"log\")", drop = ". ~ . - Sepal.Length")
# ---- what R warns of
case("separated", "toy", "h ~ x", family = B, epsilon = A, anova = FALSE)
case("not-whole-successes", "births", "low ~ smoke + lwt", weights = "age/20", family = B,
     drop = ". ~ . - smoke")
