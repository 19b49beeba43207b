# glm() of R, its pages: what R prints for the fits of tests/reference/glm/cases_pages.R, for
# test_glm_pages.py. R 4.2.2, at its default epsilon; from the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/glm_pages.R
# Writes tests/reference/glm_pages.json; glm.R has written the data. The pages are those of R 4.3
# and later: the "Deviance Residuals" block is cut out, the test of anova() is named.
suppressMessages({library(MASS); library(statmod); library(splines)})
options(width = 80, digits = 7, scipen = 0, useFancyQuotes = "UTF-8")
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("json", "data", "record", "cases_pages"))
  source(file.path(HERE, "glm", paste0(part, ".R")))

sets <- write_data()
modern <- function(lines) {
  from <- match("Deviance Residuals: ", lines)
  if (is.na(from)) return(lines)
  to <- from + match("", lines[-seq_len(from)])
  lines[-(from:to)]
}
test_of <- function(kind) {
  test <- sub("^[a-z]+-", "", kind)
  if (test == "none") NULL else test
}
print_page <- function(kind, fit, smaller) {
  out <- quiet(capture.output(print(switch(sub("-.*", "", kind),
    print = fit, summary = summary(fit), correlation = summary(fit, correlation = TRUE),
    dispersion = summary(fit, dispersion = 1.5), anova = anova(fit, test = test_of(kind)),
    between = do.call(anova, c(smaller, list(fit, test = test_of(kind))))))))
  modern(out)
}
pages <- lapply(unname(page_cases), function(case) {
  d <- sets[[case$data]]
  maxit <- if (is.null(case$maxit)) 25L else case$maxit
  fit_of <- function(formula) {
    case$formula <- formula
    fit_case(case, d, 1e-8, maxit)$fit
  }
  fit <- fit_of(case$formula)
  smaller <- lapply(case$models, fit_of)
  shown <- lapply(setNames(case$pages, case$pages), function(k) I(print_page(k, fit, smaller)))
  python <- case[setdiff(names(case), c("pages", "models", "maxit"))]
  for (name in c("start", "contrasts")) if (!is.null(case[[name]]))
    python[[name]] <- eval(parse(text = case[[name]])[[1]])
  if (!is.null(python$family)) python$family <- python_family(python$family)
  c(python, list(epsilon = 1e-8, maxit = maxit, models = I(as.character(case$models)), pages = shown))
})
write_cases(pages, file.path(HERE, "glm_pages.json"))
message(length(pages), " fits, ", sum(lengths(lapply(pages, `[[`, "pages"))), " pages")
