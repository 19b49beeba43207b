# Contrasts of means by R's emmeans 1.8.4: methods, adjustments, by groups, scales, interactions,
# joint tests, effect sizes, letters. Each case is a call of R beside the call of rglm that is to give
# the same page and the same numbers. Needs emmeans, multcomp, multcompView, MASS, nnet, pscl, jsonlite.
# Run from this folder; writes contrasts.json.
suppressMessages({library(jsonlite); library(emmeans); library(multcomp); library(MASS)})
source("glm/typed_data.R")
options(width = 200, digits = 7)
for (name in c("warpbreaks", "tooth", "npk", "cells", "iris", "insects", "infert", "mtcars", "housing", "biochemists", "quine"))
  assign(name, read(name))
tight <- list(epsilon = 1e-14, maxit = 100)
fits <- list()
model <- function(id, fit, python, data) fits[[id]] <<- list(fit = fit, python = python, data = data)

model("warp", lm(breaks ~ wool * tension, warpbreaks), "rglm.lm('breaks ~ wool * tension', data)", "warpbreaks")
model("additive", lm(breaks ~ wool + tension, warpbreaks), "rglm.lm('breaks ~ wool + tension', data)", "warpbreaks")
model("one", lm(breaks ~ wool, warpbreaks), "rglm.lm('breaks ~ wool', data)", "warpbreaks")
model("poisson", glm(breaks ~ wool * tension, poisson, warpbreaks, control = tight), "rglm.glm('breaks ~ wool * tension', data, rglm.poisson(), control=TIGHT)", "warpbreaks")
model("additive_poisson", glm(breaks ~ wool + tension, poisson, warpbreaks, control = tight), "rglm.glm('breaks ~ wool + tension', data, rglm.poisson(), control=TIGHT)", "warpbreaks")
model("sqrt_poisson", glm(breaks ~ wool + tension, poisson("sqrt"), warpbreaks, control = tight), "rglm.glm('breaks ~ wool + tension', data, rglm.poisson('sqrt'), control=TIGHT)", "warpbreaks")
model("gamma", glm(breaks ~ wool + tension, Gamma("log"), warpbreaks, control = tight), "rglm.glm('breaks ~ wool + tension', data, rglm.Gamma('log'), control=TIGHT)", "warpbreaks")
model("inverse", glm(breaks ~ wool + tension, Gamma, warpbreaks, control = tight), "rglm.glm('breaks ~ wool + tension', data, rglm.Gamma(), control=TIGHT)", "warpbreaks")
infert_formula <- case ~ education * induced + spontaneous
infert_python <- "rglm.glm('case ~ education * induced + spontaneous', data, rglm.binomial(%s), control=TIGHT)"
model("logit", glm(infert_formula, binomial, infert, control = tight), sprintf(infert_python, ""), "infert")
model("probit", glm(infert_formula, binomial("probit"), infert, control = tight), sprintf(infert_python, "'probit'"), "infert")
model("log_response", lm(log(breaks) ~ wool * tension, warpbreaks), "rglm.lm('log(breaks) ~ wool * tension', data)", "warpbreaks")
model("sqrt_response", lm(sqrt(count) ~ spray, insects), "rglm.lm('sqrt(count) ~ spray', data)", "insects")
model("negbin", glm.nb(Days ~ Eth * Sex + Age, quine, control = glm.control(epsilon = 1e-14, maxit = 100)), "rglm.glm_nb('Days ~ Eth * Sex + Age', data)", "quine")
model("tooth", lm(len ~ supp * factor(dose), tooth), "rglm.lm('len ~ supp * factor(dose)', data)", "tooth")
model("slope", lm(len ~ supp * dose, tooth), "rglm.lm('len ~ supp * dose', data)", "tooth")
model("cells", lm(y ~ a * b + x, cells), "rglm.lm('y ~ a * b + x', data)", "cells")
model("weighted", lm(y ~ a + b + x, cells, weights = w), "rglm.lm('y ~ a + b + x', data, weights='w')", "cells")
model("npk", lm(yield ~ block + N * P * K, npk), "rglm.lm('yield ~ block + N * P * K', data)", "npk")
model("iris", lm(Sepal.Length ~ Species * Petal.Length + Sepal.Width, iris), "rglm.lm('`Sepal.Length` ~ Species * `Petal.Length` + `Sepal.Width`', data)", "iris")
model("cars", lm(mpg ~ wt * factor(cyl) + poly(hp, 2), mtcars), "rglm.lm('mpg ~ wt * factor(cyl) + poly(hp, 2)', data)", "mtcars")
model("three", lm(mpg ~ wt * hp * qsec, mtcars), "rglm.lm('mpg ~ wt * hp * qsec', data)", "mtcars")
model("polr", polr(Sat ~ Infl * Type + Cont, housing, weights = Freq, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000)), "rglm.polr('Sat ~ Infl * Type + Cont', data, weights='Freq')", "housing")
model("multinom", nnet::multinom(Sat ~ Infl + Type + Cont, housing, weights = Freq, trace = FALSE, reltol = 1e-15, abstol = 0, maxit = 2000), "rglm.multinom('Sat ~ Infl + Type + Cont', data, weights='Freq')", "housing")
model("zeroinfl", pscl::zeroinfl(art ~ fem * mar + ment | fem + ment, biochemists, control = pscl::zeroinfl.control(reltol = 1e-15)), "rglm.zeroinfl('art ~ fem * mar + ment | fem + ment', data)", "biochemists")
model("hurdle", pscl::hurdle(art ~ fem * mar + ment | fem + ment, biochemists, control = pscl::hurdle.control(reltol = 1e-15)), "rglm.hurdle('art ~ fem * mar + ment | fem + ment', data)", "biochemists")

table_of <- function(x) {
  s <- as.data.frame(if (inherits(x, "emmGrid")) summary(x) else x)
  names(s) <- trimws(names(s))
  lapply(s[setdiff(names(s), "note")], function(column) I(if (is.numeric(column)) column else as.character(column)))
}
cases <- list()
# emmeans has t of 14 for multinom (its number of coefficients), and t of the residuals for hurdle:
# degrees of freedom that rglm is told
DF <- c(multinom = 14, hurdle = 907)
with_df <- function(model, python) if (model %in% names(DF)) sub("(emmeans|joint_tests)\\(([^)]*)\\)", sprintf("\\1(\\2, df=%d)", DF[[model]]), python) else python
case <- function(model, r, python) {
  python <- sub("(, ", "(", with_df(model, python), fixed = TRUE)
  fit <- fits[[model]]$fit
  set.seed(1)
  value <- suppressWarnings(suppressMessages(eval(parse(text = r)[[1]], list(fit = fit, "|>" = NULL), globalenv())))
  set.seed(1)
  said <- character()
  lines <- withCallingHandlers(capture.output(print(value)), message = function(m) { said <<- c(said, conditionMessage(m)); invokeRestart("muffleMessage") },
    warning = function(w) invokeRestart("muffleWarning"))
  set.seed(1)
  parts <- suppressMessages(suppressWarnings(if (inherits(value, "emm_list")) lapply(seq_along(value), function(i) table_of(value[[i]])) else list(table_of(value))))
  said <- unlist(strsplit(trimws(said), "\n"))
  cases[[length(cases) + 1]] <<- list(model = model, r = r, python = python, page = I(sub(" +$", "", lines)), said = I(as.character(said)), tables = parts)
}

# ---- methods and adjustments, by groups
by_wool <- "emmeans(fit, ~ tension | wool)"
py_by <- "fit.emmeans('tension', by='wool')"
for (method in c("pairwise", "revpairwise", "tukey", "consec", "mean_chg", "eff", "del.eff", "poly", "trt.vs.ctrl", "trt.vs.ctrlk", "identity"))
  case("warp", sprintf("contrast(%s, \"%s\")", by_wool, method), sprintf("%s.contrast(\"%s\")", py_by, gsub(".", "_", method, fixed = TRUE)))
for (adjust in c("tukey", "scheffe", "sidak", "bonferroni", "dunnettx", "mvt", "holm", "hochberg", "hommel", "BH", "BY", "fdr", "none"))
  case("warp", sprintf("contrast(%s, \"pairwise\", adjust = \"%s\", infer = TRUE)", by_wool, adjust), sprintf("%s.contrast(\"pairwise\", adjust=\"%s\", infer=True)", py_by, adjust))
for (adjust in c("tukey", "scheffe", "dunnettx", "mvt", "holm", "fdr"))
  case("poisson", sprintf("contrast(emmeans(fit, ~ tension * wool), \"consec\", adjust = \"%s\", infer = TRUE, type = \"response\")", adjust),
       sprintf("fit.emmeans(\"tension * wool\").contrast(\"consec\", adjust=\"%s\", infer=True, type=\"response\")", adjust))
both <- function(r, python, models = "warp") for (m in models) case(m, r, python)
both("contrast(emmeans(fit, ~ tension | wool))", "fit.emmeans('tension', by='wool').contrast()", c("warp", "poisson"))
both("pairs(emmeans(fit, ~ tension | wool))", "fit.emmeans('tension', by='wool').pairs()", c("poisson", "log_response", "gamma"))
both("pairs(emmeans(fit, ~ tension | wool), reverse = TRUE)", "fit.emmeans('tension', by='wool').pairs(reverse=True)")
both("pairs(emmeans(fit, ~ tension | wool), by = NULL)", "fit.emmeans('tension', by='wool').pairs(by=None)", c("warp", "poisson"))
both("pairs(pairs(emmeans(fit, ~ tension | wool)), by = NULL)", "fit.emmeans('tension', by='wool').pairs().pairs(by=None)")
both("pairs(pairs(emmeans(fit, ~ tension | wool)))", "fit.emmeans('tension', by='wool').pairs().pairs()")
both("pairs(pairs(emmeans(fit, ~ tension | wool)), by = \"contrast\")", "fit.emmeans('tension', by='wool').pairs().pairs(by='contrast')")
both("pairs(pairs(emmeans(fit, ~ tension | wool), type = \"response\"), by = NULL)", "fit.emmeans('tension', by='wool').pairs(type='response').pairs(by=None)", "poisson")
both("contrast(contrast(emmeans(fit, ~ tension | wool), \"consec\"), \"pairwise\", by = \"contrast\")", "fit.emmeans('tension', by='wool').contrast('consec').contrast('pairwise', by='contrast')")
both("contrast(emmeans(fit, ~ tension | wool), \"trt.vs.ctrl\", ref = \"M\", infer = TRUE)", "fit.emmeans('tension', by='wool').contrast('trt_vs_ctrl', ref='M', infer=True)")
both("contrast(emmeans(fit, ~ tension | wool), \"trt.vs.ctrl\", ref = 1:2)", "fit.emmeans('tension', by='wool').contrast('trt_vs_ctrl', ref=[1, 2])")
both("contrast(emmeans(fit, ~ tension | wool), \"eff\", wts = 1:3)", "fit.emmeans('tension', by='wool').contrast('eff', wts=[1, 2, 3])")
both("contrast(emmeans(fit, ~ tension | wool), \"pairwise\", exclude = \"M\")", "fit.emmeans('tension', by='wool').contrast('pairwise', exclude='M')")
both("contrast(emmeans(fit, ~ tension | wool), \"pairwise\", offset = 3)", "fit.emmeans('tension', by='wool').contrast('pairwise', offset=3)")
both("contrast(emmeans(fit, ~ tension | wool), \"pairwise\", scale = 0.1)", "fit.emmeans('tension', by='wool').contrast('pairwise', scale=0.1)")
both("contrast(emmeans(fit, ~ tension | wool), \"pairwise\", name = \"cmp\")", "fit.emmeans('tension', by='wool').contrast('pairwise', name='cmp')")
both("contrast(emmeans(fit, ~ tension | wool), \"pairwise\", enhance.levels = \"tension\")", "fit.emmeans('tension', by='wool').contrast('pairwise', enhance_levels='tension')")
both("contrast(emmeans(fit, ~ tension | wool), list(a = c(1, 0, -1), b = c(.5, .5, -1)))", "fit.emmeans('tension', by='wool').contrast({'a': [1, 0, -1], 'b': [.5, .5, -1]})")
both("contrast(emmeans(fit, ~ wool * tension), list(L = c(1, 0, 0, 0, 0, -1), M = c(1, 1, 1, -1, -1, -1) / 3), adjust = \"mvt\")", "fit.emmeans(['wool', 'tension']).contrast({'L': [1, 0, 0, 0, 0, -1], 'M': np.array([1, 1, 1, -1, -1, -1]) / 3}, adjust='mvt')")
both("contrast(emmeans(fit, ~ tension | wool), data.frame(u = c(1, -1, 0), v = c(0, 1, -1)))", "fit.emmeans('tension', by='wool').contrast(pd.DataFrame({'u': [1, -1, 0], 'v': [0, 1, -1]}))")
both("contrast(emmeans(fit, ~ tension | wool), list(a = c(1, 0, 0), b = c(1, -1, 0)), type = \"response\", infer = TRUE)", "fit.emmeans('tension', by='wool').contrast({'a': [1, 0, 0], 'b': [1, -1, 0]}, type='response', infer=True)", "poisson")

# ---- simple and interaction contrasts
both("contrast(emmeans(fit, ~ wool * tension), interaction = \"pairwise\")", "fit.emmeans('wool * tension').contrast(interaction='pairwise')", c("warp", "poisson"))
both("contrast(emmeans(fit, ~ wool * tension, type = \"response\"), interaction = \"pairwise\")", "fit.emmeans('wool * tension', type='response').contrast(interaction='pairwise')", "poisson")
both("contrast(emmeans(fit, ~ wool * tension), interaction = c(\"pairwise\", \"consec\"), adjust = \"holm\")", "fit.emmeans('wool * tension').contrast(interaction=['pairwise', 'consec'], adjust='holm')")
both("contrast(emmeans(fit, ~ wool * tension), interaction = c(\"trt.vs.ctrl\", \"del.eff\"))", "fit.emmeans('wool * tension').contrast(interaction=['trt_vs_ctrl', 'del_eff'])")
both("contrast(emmeans(fit, ~ wool * tension), interaction = TRUE)", "fit.emmeans('wool * tension').contrast(interaction=True)")
both("pairs(emmeans(fit, ~ wool * tension), interaction = TRUE)", "fit.emmeans('wool * tension').pairs(interaction=True)")
both("contrast(emmeans(fit, ~ wool * tension), interaction = \"eff\", by = \"wool\")", "fit.emmeans('wool * tension').contrast(interaction='eff', by='wool')")
both("contrast(emmeans(fit, ~ wool * tension), interaction = \"poly\", type = \"response\")", "fit.emmeans('wool * tension').contrast(interaction='poly', type='response')", "poisson")
both("pairs(contrast(emmeans(fit, ~ wool * tension), interaction = \"consec\"), by = \"wool_consec\")", "fit.emmeans('wool * tension').contrast(interaction='consec').pairs(by='wool_consec')")
both("contrast(emmeans(fit, ~ wool * tension), simple = \"each\")", "fit.emmeans('wool * tension').contrast(simple='each')")
both("pairs(emmeans(fit, ~ wool * tension), simple = \"each\")", "fit.emmeans('wool * tension').pairs(simple='each')")
both("pairs(emmeans(fit, ~ wool * tension), simple = \"wool\")", "fit.emmeans('wool * tension').pairs(simple='wool')")
both("contrast(emmeans(fit, ~ wool * tension), simple = \"each\", combine = TRUE, adjust = \"mvt\")", "fit.emmeans('wool * tension').contrast(simple='each', combine=True, adjust='mvt')")
both("contrast(emmeans(fit, ~ wool * tension), \"consec\", simple = list(\"wool\", \"tension\"), combine = TRUE)", "fit.emmeans('wool * tension').contrast('consec', simple=[['wool'], ['tension']], combine=True)")
both("contrast(emmeans(fit, ~ tension | wool), \"consec\", simple = \"each\")", "fit.emmeans('tension', by='wool').contrast('consec', simple='each')")
both("contrast(emmeans(fit, ~ supp * dose), interaction = list(supp = \"pairwise\", dose = \"poly\"))", "fit.emmeans('supp * dose').contrast(interaction={'supp': 'pairwise', 'dose': 'poly'})", "tooth")
both("pairs(emmeans(fit, ~ dose | supp))", "fit.emmeans('dose', by='supp').pairs()", "tooth")
both("pairs(emmeans(fit, ~ dose * supp))", "fit.emmeans('dose * supp').pairs()", "tooth")
both("pairs(emmeans(fit, ~ supp | dose, at = list(dose = c(0.5, 1, 2))))", "fit.emmeans('supp', by='dose', at={'dose': [0.5, 1, 2]}).pairs()", "slope")
both("pairs(emmeans(fit, ~ dose | supp, at = list(dose = c(0.5, 1, 2))))", "fit.emmeans('dose', by='supp', at={'dose': [0.5, 1, 2]}).pairs()", "slope")

# ---- scales
both("pairs(emmeans(fit, ~ tension | wool), type = \"response\")", "fit.emmeans('tension', by='wool').pairs(type='response')", c("poisson", "log_response", "gamma"))
both("summary(pairs(emmeans(fit, ~ tension | wool)), type = \"response\", infer = TRUE)", "fit.emmeans('tension', by='wool').pairs().summary(type='response', infer=True)", "poisson")
for (method in c("trt.vs.ctrl", "eff", "poly"))
  case("poisson", sprintf("contrast(%s, \"%s\", type = \"response\")", by_wool, method), sprintf("%s.contrast(\"%s\", type='response')", py_by, gsub(".", "_", method, fixed = TRUE)))
both("pairs(emmeans(fit, ~ tension | wool), ratios = FALSE, type = \"response\")", "fit.emmeans('tension', by='wool').pairs(ratios=False, type='response')", "poisson")
both("pairs(regrid(emmeans(fit, ~ tension | wool)))", "fit.emmeans('tension', by='wool').regrid().pairs()", "poisson")
both("pairs(regrid(emmeans(fit, \"spray\")))", "fit.emmeans('spray').regrid().pairs()", "sqrt_response")
both("pairs(emmeans(fit, \"spray\"), type = \"response\")", "fit.emmeans('spray').pairs(type='response')", "sqrt_response")
both("pairs(emmeans(fit, \"tension\"))", "fit.emmeans('tension').pairs()", c("additive", "sqrt_poisson", "inverse", "gamma"))
both("confint(pairs(emmeans(fit, \"tension\", type = \"response\")))", "fit.emmeans('tension', type='response').pairs().confint()", c("sqrt_poisson", "inverse", "gamma", "additive_poisson"))
both("pairs(emmeans(fit, \"education\"))", "fit.emmeans('education').pairs()", c("logit", "probit"))
both("pairs(emmeans(fit, \"education\"), type = \"response\")", "fit.emmeans('education').pairs(type='response')", c("logit", "probit"))
both("confint(pairs(emmeans(fit, \"education\", type = \"response\")), level = 0.9)", "fit.emmeans('education', type='response').pairs().confint(level=0.9)", "logit")
both("pairs(regrid(emmeans(fit, \"education\")))", "fit.emmeans('education').regrid().pairs()", c("logit", "probit"))
both("pairs(regrid(emmeans(fit, \"education\"), transform = \"log\"), type = \"response\")", "fit.emmeans('education').regrid(transform='log').pairs(type='response')", "logit")
both("contrast(emmeans(fit, ~ Eth * Sex), \"eff\", type = \"response\")", "fit.emmeans('Eth * Sex').contrast('eff', type='response')", "negbin")
both("pairs(emmeans(fit, ~ Age | Eth), infer = TRUE, type = \"response\")", "fit.emmeans('Age', by='Eth').pairs(infer=True, type='response')", "negbin")

# ---- one formula for means and contrasts
both("emmeans(fit, pairwise ~ tension | wool)", "fit.emmeans('pairwise ~ tension | wool')", c("warp", "poisson"))
both("emmeans(fit, pairwise ~ tension | wool, type = \"response\")", "fit.emmeans('pairwise ~ tension | wool', type='response')", "poisson")
both("emmeans(fit, consec ~ tension, by = \"wool\", adjust = \"bonferroni\")", "fit.emmeans('consec ~ tension', by='wool', adjust='bonferroni')")
both("emmeans(fit, trt.vs.ctrl ~ tension | wool, ref = 3)", "fit.emmeans('trt.vs.ctrl ~ tension | wool', ref=3)")
both("emmeans(fit, eff ~ tension, infer = TRUE)", "fit.emmeans('eff ~ tension', infer=True)")
both("emmeans(fit, pairwise ~ tension, type = \"response\", adjust = \"bonferroni\", level = 0.9)", "fit.emmeans('pairwise ~ tension', type='response', adjust='bonferroni', level=0.9)", "additive_poisson")

# ---- tests that are not two-sided tests of 0
one_sided <- list(c("side = \">\"", "side='>'"), c("side = \"<\", null = 2", "side='<', null=2"), c("delta = 5, adjust = \"none\"", "delta=5, adjust='none'"),
  c("null = 2, side = \"noninferiority\", delta = 3", "null=2, side='noninferiority', delta=3"), c("side = \"nonsuperiority\", delta = 3, adjust = \"bonferroni\"", "side='nonsuperiority', delta=3, adjust='bonferroni'"),
  c("joint = TRUE", "joint=True"), c("joint = TRUE, by = NULL", "joint=True, by=None"), c("null = 5", "null=5"))
for (s in one_sided) case("warp", sprintf("test(pairs(%s), %s)", by_wool, s[1]), sprintf("%s.pairs().test(%s)", py_by, s[2]))
both("test(emmeans(fit, ~ tension | wool), joint = TRUE)", "fit.emmeans('tension', by='wool').test(joint=True)")
both("test(contrast(emmeans(fit, ~ tension), \"eff\"), joint = TRUE)", "fit.emmeans('tension').contrast('eff').test(joint=True)", "additive_poisson")
both("confint(pairs(emmeans(fit, ~ tension | wool)), side = \"<\")", "fit.emmeans('tension', by='wool').pairs().confint(side='<')")
for (adjust in c("holm", "fdr", "scheffe", "none")) case("warp", sprintf("confint(pairs(%s), adjust = \"%s\")", by_wool, adjust), sprintf("%s.pairs().confint(adjust='%s')", py_by, adjust))
both("test(pairs(emmeans(fit, ~ tension | wool)), null = log(1.5), delta = log(1.25), side = \"equivalence\", type = \"response\")", "fit.emmeans('tension', by='wool').pairs().test(null=np.log(1.5), delta=np.log(1.25), side='equivalence', type='response')", "poisson")
both("test(pairs(emmeans(fit, ~ tension | wool), type = \"response\"), null = log(1.1), side = 1)", "fit.emmeans('tension', by='wool').pairs(type='response').test(null=np.log(1.1), side=1)", "poisson")
both("summary(pairs(emmeans(fit, ~ tension | wool)), by = NULL)", "fit.emmeans('tension', by='wool').pairs().summary(by=None)")
both("summary(pairs(emmeans(fit, ~ tension | wool)), by = NULL, adjust = \"bonferroni\")", "fit.emmeans('tension', by='wool').pairs().summary(by=None, adjust='bonferroni')")
both("update(pairs(emmeans(fit, ~ tension | wool)), adjust = \"none\")", "fit.emmeans('tension', by='wool').pairs().update(adjust='none')")
both("confint(contrast(emmeans(fit, ~ tension), \"trt.vs.ctrl\"), side = \">\", type = \"response\")", "fit.emmeans('tension').contrast('trt_vs_ctrl').confint(side='>', type='response')", "additive_poisson")

# ---- sets of one contrast, of two means, and several sets together
both("pairs(emmeans(fit, \"wool\"), adjust = \"mvt\", infer = TRUE)", "fit.emmeans('wool').pairs(adjust='mvt', infer=True)", "one")
both("contrast(emmeans(fit, \"wool\"))", "fit.emmeans('wool').contrast()", "one")
both("emmeans(fit, pairwise ~ wool)", "fit.emmeans('pairwise ~ wool')", "one")
both("rbind(emmeans(fit, \"wool\"), emmeans(fit, \"tension\"))", "fit.emmeans('wool') + fit.emmeans('tension')", c("additive", "additive_poisson"))
both("rbind(emmeans(fit, \"tension\", type = \"response\"), emmeans(fit, \"wool\"))", "fit.emmeans('tension', type='response').rbind(fit.emmeans('wool'))", "additive_poisson")
both("rbind(pairs(emmeans(fit, \"tension\")), pairs(emmeans(fit, \"wool\")), adjust = \"mvt\")", "fit.emmeans('tension').pairs().rbind(fit.emmeans('wool').pairs(), adjust='mvt')", c("additive", "additive_poisson"))
both("rbind(pairs(emmeans(fit, \"tension\"), type = \"response\"), pairs(emmeans(fit, \"wool\")))", "fit.emmeans('tension').pairs(type='response') + fit.emmeans('wool').pairs()", "additive_poisson")
both("rbind(pairs(emmeans(fit, ~ wool * tension), simple = \"wool\"), pairs(emmeans(fit, ~ wool * tension), simple = \"tension\"))", "fit.emmeans('wool * tension').pairs(simple='wool') + fit.emmeans('wool * tension').pairs(simple='tension')")
both("rbind(pairs(emmeans(fit, ~ tension | wool)))", "fit.emmeans('tension', by='wool').pairs().rbind()")
both("rbind(pairs(emmeans(fit, ~ tension | wool)), adjust = \"tukey\")", "fit.emmeans('tension', by='wool').pairs().rbind(adjust='tukey')")
both("rbind(pairs(emmeans(fit, ~ tension | wool)), adjust = \"scheffe\")", "fit.emmeans('tension', by='wool').pairs().rbind(adjust='scheffe')")
both("rbind(contrast(emmeans(fit, ~ tension | wool), \"poly\", name = \"pol\"), contrast(emmeans(fit, ~ wool | tension), \"pairwise\"))", "fit.emmeans('tension', by='wool').contrast('poly', name='pol').rbind(fit.emmeans('wool', by='tension').contrast('pairwise'))")
both("test(rbind(pairs(emmeans(fit, \"tension\")), pairs(emmeans(fit, \"wool\"))), joint = TRUE)", "(fit.emmeans('tension').pairs() + fit.emmeans('wool').pairs()).test(joint=True)", "additive_poisson")
both("contrast(rbind(emmeans(fit, \"tension\"), emmeans(fit, \"wool\")), \"eff\")", "(fit.emmeans('tension') + fit.emmeans('wool')).contrast('eff')", "additive_poisson")
both("pairs(emmeans(fit, ~ tension | wool))[1:3]", "fit.emmeans('tension', by='wool').pairs()[:3]")
both("pairs(emmeans(fit, ~ tension | wool))[c(1, 4)]", "fit.emmeans('tension', by='wool').pairs()[[0, 3]]")

# ---- empty cells
cells_cases <- c("pairs(emmeans(fit, ~ a | b))" = "fit.emmeans('a', by='b').pairs()", "pairs(emmeans(fit, \"a\"))" = "fit.emmeans('a').pairs()",
  "contrast(emmeans(fit, ~ a * b), interaction = \"pairwise\")" = "fit.emmeans('a * b').contrast(interaction='pairwise')", "pairs(emmeans(fit, ~ a | b), infer = TRUE)" = "fit.emmeans('a', by='b').pairs(infer=True)",
  "contrast(emmeans(fit, ~ a | b), \"eff\")" = "fit.emmeans('a', by='b').contrast('eff')", "contrast(emmeans(fit, ~ a | b), \"trt.vs.ctrl\", infer = TRUE)" = "fit.emmeans('a', by='b').contrast('trt_vs_ctrl', infer=True)",
  "test(emmeans(fit, ~ a * b), joint = TRUE)" = "fit.emmeans('a * b').test(joint=True)")
for (r in names(cells_cases)) case("cells", r, cells_cases[[r]])
both("pairs(emmeans(fit, \"a\"))", "fit.emmeans('a').pairs()", "weighted")

# ---- joint tests
joint <- function(models, r = "", python = "") both(sprintf("joint_tests(fit%s)", r), sprintf("fit.joint_tests(%s)", python), models)
joint(c("warp", "additive", "one", "poisson", "gamma", "logit", "negbin", "cells", "weighted", "npk", "iris", "cars", "three", "slope", "tooth", "polr"))
joint(c("warp", "poisson"), ", by = \"wool\"", "by='wool'")
joint("logit", ", by = \"education\"", "by='education'")
joint("additive", ", show0df = TRUE", "show0df=True")
joint("cells", ", showconf = FALSE", "showconf=False")
joint("cells", ", by = \"a\"", "by='a'")
joint("cells", ", by = \"b\"", "by='b'")
joint("npk", ", by = \"N\"", "by='N'")
joint("three", ", at = list(wt = c(2, 3, 4))", "at={'wt': [2, 3, 4]}")
joint("iris", ", cov.reduce = mean", "cov_reduce=np.mean")
joint("slope", ", by = \"dose\", at = list(dose = c(1, 2))", "by='dose', at={'dose': [1, 2]}")
both("joint_tests(emmeans(fit, ~ tension | wool))", "fit.emmeans('tension', by='wool').joint_tests()", "poisson")
both("joint_tests(emmeans(fit, ~ tension * wool), by = \"tension\")", "fit.emmeans('tension * wool').joint_tests(by='tension')", "poisson")
both("joint_tests(regrid(ref_grid(fit)), showconf = FALSE)", "fit.ref_grid().regrid().joint_tests(showconf=False)", "additive_poisson")
joint("multinom", ", mode = \"latent\"", "mode='latent'")
joint("polr", ", mode = \"mean.class\", showconf = FALSE", "mode='mean_class', showconf=False")
joint("polr", ", mode = \"prob\", showconf = FALSE", "mode='prob', showconf=False")
joint(c("zeroinfl", "hurdle"), ", mode = \"count\", lin.pred = TRUE", "mode='link_count'")
joint(c("zeroinfl", "hurdle"), ", mode = \"zero\", lin.pred = TRUE", "mode='link_zero'")
joint(c("zeroinfl", "hurdle"), ", showconf = FALSE", "showconf=False")

# ---- models of several levels or parts
both("pairs(emmeans(fit, ~ Infl))", "fit.emmeans('Infl').pairs()", "polr")
both("pairs(emmeans(fit, ~ Sat | Infl, mode = \"prob\"))", "fit.emmeans('Sat', by='Infl', mode='prob').pairs()", c("polr", "multinom"))
both("pairs(emmeans(fit, ~ cut | Infl, mode = \"linear.predictor\"))", "fit.emmeans('cut', by='Infl', mode='linear_predictor').pairs()", "polr")
both("pairs(emmeans(fit, ~ Infl | Sat))", "fit.emmeans('Infl', by='Sat').pairs()", "multinom")
both("contrast(emmeans(fit, ~ Infl * Sat, mode = \"latent\"), interaction = c(\"pairwise\", \"consec\"), type = \"response\")", "fit.emmeans('Infl * Sat', mode='latent').contrast(interaction=['pairwise', 'consec'], type='response')", "multinom")
both("pairs(emmeans(fit, ~ fem | mar))", "fit.emmeans('fem', by='mar').pairs()", c("zeroinfl", "hurdle"))
both("pairs(emmeans(fit, ~ fem, mode = \"count\", lin.pred = TRUE), type = \"response\")", "fit.emmeans('fem', mode='link_count').pairs(type='response')", c("zeroinfl", "hurdle"))
both("pairs(emmeans(fit, ~ fem, mode = \"zero\", lin.pred = TRUE), type = \"response\")", "fit.emmeans('fem', mode='link_zero').pairs(type='response')", c("zeroinfl", "hurdle"))

# ---- effect sizes
eff <- function(r, python, models = "warp") both(sprintf("eff_size(%s, sigma = 11, edf = 30)", r), sprintf("%s.eff_size(sigma=11, edf=30)", python), models)
eff("emmeans(fit, ~ tension | wool)", "fit.emmeans('tension', by='wool')")
eff("regrid(emmeans(fit, \"tension\"))", "fit.emmeans('tension').regrid()", "additive_poisson")
both("eff_size(emmeans(fit, ~ tension | wool), sigma = 11, edf = Inf, method = \"trt.vs.ctrl\")", "fit.emmeans('tension', by='wool').eff_size(sigma=11, edf=np.inf, method='trt_vs_ctrl')")
both("eff_size(contrast(emmeans(fit, ~ tension | wool), \"eff\"), sigma = 11, edf = 30, method = \"identity\")", "fit.emmeans('tension', by='wool').contrast('eff').eff_size(sigma=11, edf=30, method='identity')")
both("eff_size(pairs(emmeans(fit, ~ tension | wool)), sigma = 11, edf = 30, method = \"identity\")", "fit.emmeans('tension', by='wool').pairs().eff_size(sigma=11, edf=30, method='identity')")
both("test(eff_size(emmeans(fit, ~ tension), sigma = 11, edf = 30))", "fit.emmeans('tension').eff_size(sigma=11, edf=30).test()")

# ---- letters
both("cld(emmeans(fit, ~ tension | wool))", "fit.emmeans('tension', by='wool').cld()", c("warp", "poisson"))
both("cld(emmeans(fit, ~ tension | wool), Letters = letters, reversed = TRUE, type = \"response\")", "fit.emmeans('tension', by='wool').cld(letters='abcdefghijklmnopqrstuvwxyz', reversed=True, type='response')", "poisson")
both("cld(emmeans(fit, ~ tension * wool), adjust = \"bonferroni\", alpha = 0.01)", "fit.emmeans('tension * wool').cld(adjust='bonferroni', alpha=0.01)", "poisson")
both("cld(emmeans(fit, ~ tension | wool), by = NULL)", "fit.emmeans('tension', by='wool').cld(by=None)", "poisson")
both("cld(emmeans(fit, \"spray\"), sort = FALSE)", "fit.emmeans('spray').cld(sort=False)", "sqrt_response")
both("cld(emmeans(fit, \"spray\"))", "fit.emmeans('spray').cld()", "sqrt_response")
both("cld(emmeans(fit, ~ tension | wool), delta = 0.3)", "fit.emmeans('tension', by='wool').cld(delta=0.3)", "poisson")
both("cld(emmeans(fit, ~ a * b))", "fit.emmeans('a * b').cld()", "cells")
both("cld(emmeans(fit, \"education\"), details = TRUE, type = \"response\")", "fit.emmeans('education').cld(details=True, type='response')", "logit")

models <- lapply(fits, function(m) m[c("python", "data")])
writeLines(c("{\"models\":", toJSON(models, auto_unbox = TRUE), ", \"cases\": [",
  paste(vapply(cases, function(c) as.character(toJSON(c, digits = I(15), auto_unbox = TRUE, na = "string", null = "null")), ""), collapse = ",\n"), "]}"), "contrasts.json")
message(length(cases), " cases")
