# More of R's words and of the algebra of formulas, one after another.

G <- "Gamma(\"log\")"
# ---- algebra
case("dot-transformed-response", "trees", "log(Volume) ~ .", drop = ". ~ . - Height")
case("star-minus-main", "warpbreaks", "breaks ~ wool * tension - wool", family = P)
case("square-minus", "housing", "Freq ~ (Infl + Type + Cont)^2 - Infl:Cont + Sat", family = P)
case("star-minus-three-way", "CO2", "uptake ~ Type * Treatment * conc - Type:Treatment:conc", family = G,
     drop = ". ~ . - Type:conc")
case("power-no-I", "mtcars", "mpg ~ wt^2 + hp:hp")
case("slashes", "housing", "Freq ~ Infl/Type/Cont", family = P)
case("slash-group", "CO2", "uptake ~ Type/(Treatment + log(conc))", family = G)
case("colon-then-main", "CO2", "uptake ~ Treatment:Type + Type + log(conc)", family = G)
case("colon-with-main", "tooth", "len ~ dose:supp + supp", drop = ". ~ . - dose:supp")
case("colon-reversed", "warpbreaks", "breaks ~ tension + tension:wool", family = P)
case("interaction-no-intercept", "warpbreaks", "breaks ~ 0 + tension * wool", family = P)
case("three-numeric", "mtcars", "mpg ~ wt * hp * qsec", drop = ". ~ . - wt:hp:qsec")
case("one-plus", "mtcars", "mpg ~ 1 + wt")
case("minus-one-first", "insects", "count ~ -1 + spray", family = P)
case("plus-minus", "mtcars", "mpg ~ wt + hp + qsec - hp", drop = ". ~ . - wt")
case("parentheses", "mtcars", "mpg ~ (wt + (hp + qsec)) + ((am))")
case("repeated", "mtcars", "mpg ~ wt + wt + hp + hp:wt + wt:hp")
case("spaces", "mtcars", "mpg~wt+  I( hp/100 )+log( disp , 2 )+poly(qsec,2,raw=TRUE)")
case("family-name", "insects", "count ~ spray", family = "\"poisson\"")
case("helmert-interaction", "housing", "Freq ~ Infl * Type + Sat", family = P,
     contrasts = "list(Infl = \"contr.helmert\", Type = \"contr.sum\", Sat = \"contr.treatment\")")
case("contrasts-base", "warpbreaks", "breaks ~ wool * tension", family = P,
     contrasts = "list(tension = contr.treatment(3, base = 2))")
case("sum-no-intercept", "warpbreaks", "breaks ~ 0 + tension + wool", family = P,
     contrasts = "list(tension = \"contr.sum\", wool = \"contr.sum\")")
case("ordered-alone", "esoph", "cbind(ncases, ncontrols) ~ 0 + agegp + alcgp", family = B)
case("SAS", "insects", "count ~ spray", family = P, contrasts = "list(spray = \"contr.SAS\")")
case("C-treatment", "warpbreaks", "breaks ~ C(tension, contr.helmert) * wool", family = P)
case("C-name", "warpbreaks", "breaks ~ C(tension, \"contr.sum\")", family = P)
# ---- arithmetic and its names
case("I-square", "mtcars", "mpg ~ I((wt-3)^2) + I(-hp) + I(disp*(qsec+1))")
case("I-division", "mtcars", "mpg ~ I(hp/wt) + I(1/disp) + I(hp%/%50) + I(carb %% 2)")
case("I-negative", "mtcars", "mpg ~ I(wt - -1) + I(-(wt^2)) + I(2^gear)")
case("I-logical", "mtcars", "mpg ~ I(hp > 150 & wt < 3.5) + I(!(am == 1))")
case("I-parentheses", "mtcars", "mpg ~ I((hp * wt) + disp) + log((qsec)) + I(((am + 1)))")
case("I-in", "mtcars", "mpg ~ I(carb %in% c(1, 2)) + wt")
case("base-log", "mtcars", "mpg ~ log(hp, 2) + log(wt, base = 10) + log(disp)")
case("hockey-stick", "mtcars", "mpg ~ wt + pmax(wt - 3, 0) + pmin(hp, 200)")
case("trigonometry", "airquality", "Temp ~ sin(2 * pi * Day/31) + cos(2 * pi * Day/31) + factor(Month)")
case("rounding", "mtcars", "mpg ~ round(wt) + floor(qsec) + exp(-wt) + abs(hp - 150)")
case("numbers", "mtcars", "mpg ~ I(wt * 1e-05) + I(hp * 100000) + I(disp * 0.1) + I(qsec + 1e6)",
     epsilon = A)
case("matrix-predictor", "mtcars", "mpg ~ cbind(wt, hp) + qsec", drop = ". ~ . - cbind(wt, hp)")
case("as-numeric", "warpbreaks", "breaks ~ as.numeric(tension) + as.integer(wool)", family = P)
case("ifelse-factor", "insects", "count ~ ifelse(spray == \"A\", 1, 0) + I(spray %in% c(\"B\", \"F\"))",
     family = P)
case("ifelse-strings", "mtcars", "mpg ~ ifelse(hp > 150, \"strong\", \"mild\") + wt")
# ---- factors
case("factor-decimals", "tooth", "len ~ factor(dose / 10) * supp",
     new = "data.frame(dose = c(0.5, 1, 2, 2, 0.5), supp = factor(c(\"OJ\", \"VC\", \"VC\", \"OJ\", \"OJ\")))")
case("factor-large", "tooth", "len ~ factor(dose * 1e5) + factor(dose * 1e-5)", epsilon = A,
     new = "data.frame(dose = c(0.5, 1, 2, 2, 0.5))")
case("factor-labels", "mtcars", "mpg ~ factor(am, labels = c(\"automatic\", \"manual\")) * wt")
case("factor-of-logical", "births", "bwt ~ factor(smoke) + age")
case("logical-no-intercept", "births", "bwt ~ 0 + smoke")
case("logical-logical", "births", "bwt ~ smoke * I(age > 25)", drop = ". ~ . - smoke:I(age > 25)")
case("logical-numeric", "births", "bwt ~ smoke:age + lwt")
case("logical-negated", "births", "low ~ !smoke", family = B)
case("relevel-interaction", "births", "low ~ relevel(race, ref = \"other\") * smoke", family = B)
case("cut-right", "births", "bwt ~ cut(age, c(14, 20, 25, 45), right = FALSE)")
case("cut-lowest", "births", "bwt ~ cut(age, c(14, 20, 30, 45), include.lowest = TRUE) + smoke")
case("cut-labels", "births", "bwt ~ cut(age, c(0, 20, 30, 50), labels = c(\"young\", \"middle\", \"old\"))")
case("cut-codes", "births", "bwt ~ cut(age, c(0, 20, 30, 50), labels = FALSE)")
case("cut-ordered", "births", "bwt ~ cut(age, c(0, 20, 30, 50), ordered_result = TRUE)")
# ---- bases
case("poly-factor", "CO2", "uptake ~ poly(conc, 2):Type + Treatment", family = G)
case("poly-poly", "mtcars", "mpg ~ poly(wt, 2) * poly(hp, 2)")
case("poly-degree", "mtcars", "mpg ~ poly(hp, degree = 4)")
case("poly-one", "mtcars", "mpg ~ poly(hp, 1) + wt")
case("poly-log", "mtcars", "mpg ~ poly(log(hp), 2)")
case("bs-plain", "mtcars", "mpg ~ bs(wt)", new = far)
case("bs-linear", "mtcars", "mpg ~ bs(hp, df = 4, degree = 1)", new = far)
case("bs-factor", "CO2", "uptake ~ bs(conc, df = 4) * Treatment", family = G, drop = ". ~ . - bs(conc, df = 4):Treatment")
case("ns-intercept", "mtcars", "mpg ~ 0 + ns(wt, df = 4, intercept = TRUE)", new = far,
     tests = c("Chisq", "F", "Cp"))
case("ns-factor", "CO2", "uptake ~ Type:ns(conc, 2)", family = G)
case("ns-plain", "mtcars", "mpg ~ ns(wt)", new = far)
case("scale-factor", "CO2", "uptake ~ scale(conc):Type + Type", family = G)
case("scale-center", "mtcars", "mpg ~ scale(wt, center = 3) + scale(hp, center = FALSE)")
# ---- responses, weights and offsets
case("relevel-response", "bacteria", "relevel(y, ref = \"y\") ~ trt", family = B)
case("negated-response", "births", "!low ~ smoke", family = B)
case("trials-weights", "budworm", "cbind(numdead, 20 - numdead) ~ sex + ldose", weights = "ldose + 1", family = B,
     epsilon = 1e-14)  # at 1e-12 R's refits for Rao, with another mustart, stop elsewhere
case("zero-trials", "toy", "cbind(round(w * x/12), w - round(w * x/12)) ~ x", family = B)
case("offset-missing", "airquality", "Temp ~ Wind + offset(Ozone/100)")
case("weights-missing", "airquality", "Temp ~ Wind", weights = "Ozone")
case("subset-missing", "airquality", "Temp ~ Wind", subset = "Ozone > 20")
case("subset-in", "insects", "count ~ spray", subset = "spray %in% c(\"A\", \"C\", \"F\") & count > 0", family = P,
     new = "data.frame(spray = factor(c(\"A\", \"C\", \"F\", \"A\", \"C\")))")
case("offset-x", "mtcars", "mpg ~ wt + offset(wt) + offset(-2 * wt)")
case("sqrt-zero", "insects", "count ~ 0 + spray", family = "poisson(\"sqrt\")")
case("one-row-left", "dobson", "counts ~ outcome * treatment", family = "quasipoisson()", subset = "counts > 10",
     anova = FALSE, settled = FALSE)
