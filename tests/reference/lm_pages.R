# lm() of R, its pages: what R, car and lmtest print of the fits of lm/cases.R, as lines of text,
# for test_lm_pages.py. R 4.2.2; from the repository's root, after lm.R, which writes the data:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/lm_pages.R
# Writes tests/reference/lm_pages.json.
suppressMessages({library(MASS); library(splines); library(car); library(lmtest); library(sandwich)})
options(width = 80, digits = 7, scipen = 0, useFancyQuotes = "UTF-8")
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("glm/json", "glm/data", "glm/record", "lm/cases", "lm/record"))
  source(file.path(HERE, paste0(part, ".R")))

HC3 <- function(m, ...) vcovHC(m, type = "HC3")
EVERY <- c(print = "fit", summary = "summary(fit)", anova = "anova(fit)", confint = "confint(fit)")
MANY <- c("drop1-F" = "drop1(fit, test = \"F\")", "drop1-none" = "drop1(fit)", "Anova-II" = "Anova(fit)", "Anova-III" = "Anova(fit, type = 3)",
          alias = "alias(fit)", "step" = "step(fit)", "waldtest" = "waldtest(m1, fit)", "between-F" = "anova(%s)")
FEW <- c(correlation = "summary(fit, correlation = TRUE)", "between-Chisq" = "anova(%s, test = \"Chisq\")",
         "between-Cp" = "anova(%s, test = \"Cp\")", "drop1-Chisq" = "drop1(fit, test = \"Chisq\")",
         "drop1-scale" = "drop1(fit, scale = 4, test = \"Chisq\")", "add1-F" = "add1(fit, ADD, test = \"F\")",
         "add1-none" = "add1(fit, ADD)", "step-both" = "step(fit, scope = list(lower = ~ 1, upper = ADD))",
         "step-forward" = "step(update(fit, . ~ 1), scope = ADD, direction = \"forward\")",
         "step-bic" = "step(fit, k = log(nobs(fit)))",
         "Anova-II-hc3" = "Anova(fit, white.adjust = TRUE)", "Anova-III-hc0" = "Anova(fit, type = 3, white.adjust = \"hc0\")",
         "waldtest-Chisq" = "waldtest(m1, fit, test = \"Chisq\")", "waldtest-hc" = "waldtest(m1, fit, vcov = HC3)",
         "waldtest-overall" = "waldtest(fit)", lrtest = "lrtest(m1, fit)", "lrtest-null" = "lrtest(fit)",
         influence_measures = "influence.measures(fit)", "influence-summary" = "summary(influence.measures(fit))",
         vif = "vif(fit)", dwtest = "dwtest(fit)", bptest = "bptest(fit)", "bptest-plain" = "bptest(fit, studentize = FALSE)",
         ncvTest = "ncvTest(fit)", outlierTest = "outlierTest(fit)", "outlierTest-all" = "outlierTest(fit, cutoff = Inf, n.max = 3)",
         coeftest = "coeftest(fit)", "coeftest-hc3" = "coeftest(fit, vcov. = HC3)", "coefci-hc3" = "coefci(fit, vcov. = HC3)",
         "confint-90" = "confint(fit, level = 0.9)", "summary-digits" = "print(summary(fit), digits = 3)", "print-digits" = "print(fit, digits = 3)",
         "summary-no-stars" = "print(summary(fit), signif.stars = FALSE)",
         "AIC" = "AIC(m1, fit)", "BIC" = "BIC(m1, fit)", logLik = "logLik(fit)", "anova-descending" = "anova(fit, m1)")
WITH_MANY <- c("cars", "mtcars", "swiss", "stackloss", "attitude", "longley", "iris", "PlantGrowth", "warpbreaks", "contr-sum",
  "tooth", "three-way", "one-margin", "logical", "unbalanced", "poly", "response-log", "intercept", "one-column", "weights",
  "weights-zeros", "offset-word", "offset-argument", "na-omit", "na-exclude", "subset", "aliased", "aliased-npk", "aliased-cells",
  "scales", "response-tiny", "response-huge", "series", "journals-long", "ordered", "journals-society", "cars-origin", "cell-means")
WITH_FEW <- c("mtcars", "attitude", "swiss", "warpbreaks", "weights", "na-omit", "journals-society", "aliased", "cars", "stackloss")
ROW_PAGES <- c("influence_measures", "influence-summary")

capture <- function(text, env) {
  out <- suppressMessages(quietly(utils::capture.output(print_once(text, env))))
  if (is.null(out$value)) return(NULL)
  I(out$value)
}
# what R would show at its prompt
print_once <- function(text, env) {
  value <- withVisible(eval(parse(text = text)[[1]], env))
  if (value$visible) print(value$value)
}
hypothesis_pages <- function(case) {
  h <- case$hypotheses
  one <- function(i, more) sprintf("linearHypothesis(fit, %s%s)", deparse1(h[[i]]), more)
  i <- seq_along(h)
  c(setNames(vapply(i, one, "", ""), sprintf("hypothesis-%d-F", i)),
    if (length(h)) setNames(one(1, ", test = \"Chisq\""), "hypothesis-1-Chisq"),
    if (length(h)) setNames(one(1, ", white.adjust = \"hc3\""), "hypothesis-1-hc3"))
}
pages_of <- function(case, d) {
  env <- fit_lm(case, d)$env
  assign("d", d, globalenv())
  small <- sprintf("m%d", seq_along(case$drop))
  for (i in seq_along(case$drop)) env[[small[i]]] <- eval(bquote(update(fit, .(as.formula(case$drop[i])))), env)
  wanted <- c(EVERY, if (case$id %in% WITH_MANY) c(MANY, hypothesis_pages(case)), if (case$id %in% WITH_FEW) FEW)
  if (nrow(d) > 50 || !case$id %in% c("attitude", "stackloss")) wanted <- wanted[setdiff(names(wanted), ROW_PAGES[1])]
  if (!length(case$drop)) wanted <- wanted[!grepl("m1|%s", wanted)]
  if (is.null(case$add)) wanted <- wanted[!grepl("ADD", wanted)]
  wanted <- sub("ADD", if (is.null(case$add)) "" else case$add, wanted, fixed = TRUE)
  wanted <- sub("%s", paste(c(small, "fit"), collapse = ", "), wanted, fixed = TRUE)
  pages <- Filter(Negate(is.null), lapply(wanted, capture, env))
  c(python_arguments(case, d), list(pages = pages))
}
types <- jsonlite::fromJSON(file.path(DATA, "types.json"), simplifyDataFrame = FALSE)
records <- lapply(unname(lm_cases), function(case) pages_of(case, read_typed(case$data, types[[case$data]])))
write_short(records, "lm_pages")
message(length(records), " fits, ", sum(lengths(lapply(records, `[[`, "pages"))), " pages")
