# Every word and feature of a formula.

B <- "binomial()"
P <- "poisson()"
# ---- contrasts and ordered factors
case("ordered", "esoph", "cbind(ncases, ncontrols) ~ agegp + tobgp + alcgp", family = B,
     drop = ". ~ . - tobgp")
case("ordered-interaction", "esoph", "cbind(ncases, ncontrols) ~ agegp + tobgp * alcgp", family = B)
case("contrasts-sum", "warpbreaks", "breaks ~ wool * tension", family = P,
     contrasts = "list(wool = \"contr.sum\", tension = \"contr.sum\")", drop = ". ~ . - wool:tension")
case("contrasts-helmert", "warpbreaks", "breaks ~ wool + tension", family = P,
     contrasts = "list(tension = \"contr.helmert\")", drop = ". ~ . - wool")
case("contrasts-poly", "insects", "count ~ spray", family = P, contrasts = "list(spray = \"contr.poly\")")
case("contrasts-treatment", "esoph", "ncontrols ~ agegp + alcgp", family = P,
     contrasts = "list(agegp = \"contr.treatment\")")
case("contrasts-mixed", "quine", "Days ~ Sex * Age + Eth", family = "quasipoisson()",
     contrasts = "list(Age = \"contr.helmert\", Sex = \"contr.sum\", Eth = \"contr.treatment\")")
case("contrasts-own", "warpbreaks", "breaks ~ tension", family = P,
     contrasts = "list(tension = cbind(c(-1, 0, 1), c(1, -2, 1)))")
case("contrasts-C", "warpbreaks", "breaks ~ C(tension, contr.sum) + wool", family = P)
# ---- interactions, nesting, algebra
case("main-effects", "warpbreaks", "breaks ~ wool + tension", family = P, drop = ". ~ . - tension")
case("factor-factor", "warpbreaks", "breaks ~ wool * tension", family = "quasipoisson()",
     drop = ". ~ . - wool:tension")
case("factor-numeric", "tooth", "len ~ supp * dose", drop = ". ~ . - supp:dose")
case("numeric-numeric", "mtcars", "mpg ~ wt * hp", drop = ". ~ . - wt:hp")
case("numeric-colon-only", "mtcars", "mpg ~ wt + wt:qsec", family = "Gamma(\"log\")")
case("three-way", "housing", "Freq ~ Infl * Type * Cont + Sat", family = P,
     drop = ". ~ . - Infl:Type:Cont")
case("square", "housing", "Freq ~ (Infl + Type + Cont + Sat)^2", family = P,
     drop = ". ~ . - Infl:Sat")
case("square-mixed", "CO2", "uptake ~ (Type + Treatment + log(conc))^2", family = "Gamma(\"log\")")
case("nested", "warpbreaks", "breaks ~ wool / tension", family = P)
case("nested-numeric", "tooth", "len ~ supp / dose")
case("nested-no-intercept", "tooth", "len ~ supp / dose - 1")
case("in", "warpbreaks", "breaks ~ wool + tension %in% wool", family = P)
case("slopes-only", "tooth", "len ~ supp:dose", drop = ". ~ 1")
case("slopes-by-factor", "CO2", "uptake ~ Type:log(conc) + Treatment", family = "gaussian(\"log\")",
     etastart = "log(uptake)")
case("minus-term", "warpbreaks", "breaks ~ wool * tension - wool:tension", family = P)
case("dot", "swiss", "Fertility ~ .", drop = ". ~ . - Examination")
case("dot-minus", "swiss", "Fertility ~ . - Examination - Education")
case("dot-names", "iris", "Sepal.Length ~ .", drop = ". ~ . - Species")
case("dot-square", "trees", "Volume ~ .^2", family = "Gamma(\"log\")")
case("no-intercept", "mtcars", "mpg ~ wt + hp - 1")
case("plus-zero", "mtcars", "mpg ~ 0 + wt", tests = c("Chisq", "F", "Cp"))
case("no-intercept-factor", "insects", "count ~ spray - 1", family = P)
case("no-intercept-two-factors", "warpbreaks", "breaks ~ wool + tension + 0", family = P)
case("intercept", "insects", "count ~ 1", family = P)
case("intercept-gaussian", "trees", "Volume ~ 1")
case("term-order", "mtcars", "mpg ~ wt:qsec + hp + wt", drop = ". ~ . - hp")
# ---- arithmetic
case("arithmetic", "mtcars", "mpg ~ I(wt^2) + I(hp/100 + 1) + log(disp + 1) + sqrt(qsec)")
case("I-powers", "mtcars", "mpg ~ wt + I(wt^2) + I(wt^2 + 1 + hp)")
case("logs", "trees", "log(Volume) ~ log2(Girth) + log10(Height) + exp(Girth/10)")
case("log1p", "swiss", "Fertility ~ log1p(Catholic) + abs(Education - 10)")
case("response-expression", "mtcars", "I(mpg/10) ~ poly(wt, 2)")
case("poly", "mtcars", "mpg ~ poly(hp, 3) + wt", drop = ". ~ . - poly(hp, 3)")
case("poly-raw", "mtcars", "mpg ~ poly(wt, 2, raw = TRUE)")
case("poly-interaction", "tooth", "len ~ poly(dose, 2) * supp", drop = ". ~ . - poly(dose, 2):supp")
case("poly-binomial", "infert", "case ~ poly(age, 2) + spontaneous + induced", family = B,
     drop = ". ~ . - poly(age, 2)")
far <- "data.frame(hp = c(30, 60, 120, 335, 400), wt = c(1, 2, 3, 5, 6.5))"
case("bs-df", "mtcars", "mpg ~ bs(hp, df = 5) + wt", new = far, drop = ". ~ . - bs(hp, df = 5)")
case("bs-knots", "mtcars", "mpg ~ bs(hp, knots = c(100, 180), degree = 2)", new = far)
case("bs-intercept", "mtcars", "mpg ~ 0 + bs(hp, df = 5, intercept = TRUE)", new = far,
     tests = c("Chisq", "F", "Cp"))
case("bs-boundary", "mtcars", "mpg ~ bs(wt, knots = 3, Boundary.knots = c(0, 8))",
     family = "Gamma(\"log\")", new = far)
case("ns-df", "mtcars", "mpg ~ ns(hp, df = 3) + ns(wt, 2)", new = far, drop = ". ~ . - ns(wt, 2)")
case("ns-knots", "mtcars", "mpg ~ ns(hp, knots = c(110, 200), Boundary.knots = c(60, 300))", new = far)
case("ns-poisson", "quakes", "stations ~ ns(mag, 3) + depth", family = P)
case("scale", "swiss", "Fertility ~ scale(Education) + scale(Catholic, scale = FALSE)")
case("cut", "mtcars", "mpg ~ cut(hp, c(0, 100, 150, 400)) + wt",
     drop = ". ~ . - cut(hp, c(0, 100, 150, 400))")
case("cut-number", "infert", "case ~ cut(age, 3)", family = B, new = "NULL")
case("relevel", "insects", "count ~ relevel(spray, ref = \"C\")", family = P)
case("ifelse", "mtcars", "mpg ~ ifelse(hp > 150, 1, 0) + wt")
case("condition", "mtcars", "mpg ~ I(hp > 150) + (cyl == 4)")
case("factor-word", "mtcars", "mpg ~ factor(cyl) + as.factor(gear)", drop = ". ~ . - factor(cyl)")
case("factor-levels", "mtcars", "mpg ~ factor(cyl, levels = c(8, 4, 6))")
case("ordered-word", "tooth", "len ~ ordered(dose) * supp",
     new = "data.frame(dose = c(0.5, 1, 2, 2, 0.5), supp = factor(c(\"OJ\", \"VC\", \"VC\", \"OJ\", \"OJ\")))")
# ---- responses
case("proportion", "budworm", "numdead/20 ~ sex + ldose", weights = "rep(20, 12)", arrays = "weights",
     family = B)
case("proportion-weights", "menarche", "Menarche/Total ~ Age", weights = "Total", family = B,
     drop = ". ~ 1")
case("proportion-snails", "snails", "Deaths/N ~ Species * Exposure + Rel.Hum + Temp", weights = "N",
     family = "binomial(\"cloglog\")", drop = ". ~ . - Species:Exposure")
case("counts-expression", "snails", "cbind(Deaths, N - Deaths) ~ Species + Exposure", family = B)
case("factor-response", "bacteria", "y ~ trt + I(week > 2)", family = B, drop = ". ~ . - trt")
case("string-response", "births", "factor(weight) ~ age + ui", pyformula = "weight ~ age + ui",
     family = B)
case("logical-response", "births", "low ~ smoke * ui + race", family = B, drop = ". ~ . - smoke:ui")
case("comparison-response", "births", "(ptl > 0) ~ smoke + age", family = B)
case("logical-predictor", "births", "bwt ~ smoke * race", drop = ". ~ . - smoke:race")
case("string-predictor", "births", "bwt ~ ui * age")
