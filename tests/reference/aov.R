# aov() of R: its tables, TukeyHSD and model.tables, as numbers and as pages. R 4.2.2; from the
# repository's root, after lm.R, which writes the data:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/aov.R
# Writes tests/reference/aov.json.
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("glm/json", "glm/data", "glm/record", "lm/record"))
  source(file.path(HERE, paste0(part, ".R")))
options(width = 80, digits = 7, scipen = 0, useFancyQuotes = "UTF-8")

aov_cases <- list()
case <- function(id, data, formula, ...) aov_cases[[id]] <<- list(id = id, data = data, formula = formula, ...)
case("PlantGrowth", "PlantGrowth", "weight ~ group", tables = TRUE)
case("warpbreaks", "warpbreaks", "breaks ~ wool + tension", tables = TRUE, which = "tension")
case("warpbreaks-product", "warpbreaks", "breaks ~ wool * tension", tables = TRUE, which = c("wool", "wool:tension"))
case("npk", "npk", "yield ~ block + N * P * K", tables = TRUE, which = c("block", "N"))
case("npk-two", "npk", "yield ~ block + N + K", tables = TRUE, which = "N")
case("CO2", "CO2", "uptake ~ Type * Treatment", tables = TRUE, which = c("Type", "Type:Treatment"))
case("CO2-ordered", "CO2", "uptake ~ Plant", tables = TRUE)
case("insects", "insects", "sqrt(count) ~ spray", tables = TRUE)
case("tooth", "tooth", "len ~ supp * factor(dose)", tables = TRUE, which = "factor(dose)")
case("sleep", "sleep", "extra ~ group + ID", tables = TRUE, which = "group")
# ---- unequal cells, an empty cell, a covariate, missing rows, weights, contrasts
case("chickwts", "chickwts", "weight ~ feed", tables = TRUE)
case("unbalanced", "cells", "y ~ a + b", tables = TRUE)
case("one-way", "cells", "y ~ a", tables = TRUE)
case("empty-cell", "cells", "y ~ a * b", tables = TRUE, which = "a")
case("covariate", "cells", "y ~ x + a", which = "a")
case("covariate-only", "cars", "dist ~ speed")
case("missing", "airquality", "Ozone ~ factor(Month)", tables = TRUE)
case("weights", "cells", "y ~ a + b", weights = "w")
case("weights-one-way", "cells", "y ~ a", weights = "w", which = "a")
case("contrasts", "warpbreaks", "breaks ~ wool * tension",
     contrasts = "list(wool = \"contr.sum\", tension = \"contr.helmert\")", tables = TRUE, which = "tension")
case("origin", "PlantGrowth", "weight ~ group - 1")
case("intercept", "PlantGrowth", "weight ~ 1")
case("subset", "insects", "count ~ spray", subset = "spray != \"C\"", tables = TRUE)
case("iris", "iris", "Sepal.Length ~ Species", tables = TRUE)
case("saturated", "toy", "count ~ g", subset = "x < 3")
case("quine", "quine", "log(Days + 2.5) ~ Eth * Sex + Age", which = c("Eth", "Age"))
case("two-levels", "tooth", "len ~ supp", tables = TRUE)
case("offset", "anorexia", "Postwt ~ Treat + offset(Prewt)", which = "Treat")

page_of <- function(text, env) kept(tried(parse(text = sprintf("capture.output(print(%s))", text))[[1]], env), I)
tukey <- function(text, env) kept(tried(parse(text = text)[[1]], env), function(t) lapply(unclass(t), matrix_of))
flat <- function(t) {
  names <- dimnames(t)
  list(value = plain(t), dims = I(dim(t)), levels = lapply(names, I))
}
tables_of <- function(type, env) {
  text <- sprintf("model.tables(fit, \"%s\", se = TRUE)", type)
  out <- tried(parse(text = text)[[1]], env)
  if (failed(out)) out <- tried(parse(text = sub(", se = TRUE", "", text))[[1]], env)
  kept(out, function(m) list(tables = lapply(m$tables, function(t) if (length(dim(t))) flat(t) else list(value = plain(t))),
    n = lapply(m$n, function(n) if (length(dim(n))) flat(n) else n),
    se = if (!is.null(m$se)) lapply(unclass(m$se)[names(m$tables)[names(m$tables) != "Grand mean"]], plain)))
}
record_aov <- function(case, d) {
  env <- new.env(parent = globalenv())
  env$d <- d
  text <- sub("^lm", "aov", lm_call(case))
  env$fit <- eval(parse(text = text)[[1]], env)
  of <- function(text) kept(tried(parse(text = text)[[1]], env), numbers_of)
  which <- if (!is.null(case$which)) sprintf(", which = c(%s)", paste0("\"", case$which, "\"", collapse = ", ")) else ""
  tables <- if (isTRUE(case$tables)) list(means = tables_of("means", env), effects = tables_of("effects", env))
  pages <- list(print = page_of("fit", env), summary = page_of("summary(fit)", env),
    summary_intercept = page_of("summary(fit, intercept = TRUE)", env), anova = page_of("anova(fit)", env),
    summary_lm = page_of("summary.lm(fit)", env),
    tukey = page_of(sprintf("TukeyHSD(fit%s)", which), env), tukey_ordered = page_of(sprintf("TukeyHSD(fit%s, ordered = TRUE)", which), env),
    means = if (isTRUE(case$tables)) page_of("model.tables(fit, \"means\")", env),
    means_se = if (isTRUE(case$tables)) page_of("model.tables(fit, \"means\", se = TRUE)", env),
    effects_se = if (isTRUE(case$tables)) page_of("model.tables(fit, \"effects\", se = TRUE)", env),
    effects = if (isTRUE(case$tables)) page_of("model.tables(fit)", env))
  c(python_arguments(case, d), list(which = I(as.character(case$which)), coefficients = named(coef(env$fit)),
    summary = of("summary(fit)[[1]]"), anova = of("anova(fit)"),
    tukey = tukey(sprintf("TukeyHSD(fit%s)", which), env), tukey_ordered = tukey(sprintf("TukeyHSD(fit%s, ordered = TRUE, conf.level = 0.9)", which), env),
    tables = tables, pages = Filter(Negate(is.null), pages)))
}
types <- jsonlite::fromJSON(file.path(DATA, "types.json"), simplifyDataFrame = FALSE)
records <- lapply(unname(aov_cases), function(case) record_aov(case, read_typed(case$data, types[[case$data]])))
write_short(records, "aov")
message(length(records), " fits")
