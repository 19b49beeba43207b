# glm() of R, its numbers: fits, predictions, residuals and anova tables of the cases in
# tests/reference/glm/cases_*.R, for test_glm_fits.py. R 4.2.2; from the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/glm.R
# Writes tests/reference/data/ (the data sets), and tests/reference/glm_fits.json.
# Fits run with epsilon = 1e-12, so that they measure the fit and not the stopping rule, but for
# aliased designs: R's rank tolerance is epsilon/1000. `iter` is that of the usual epsilon.
suppressMessages({library(MASS); library(statmod); library(splines)})
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("json", "data", "record", "cases_families", "cases_design", "cases_features", "cases_words"))
  source(file.path(HERE, "glm", paste0(part, ".R")))

sets <- write_data()
records <- suppressWarnings(lapply(unname(glm_cases), function(case) {
  out <- record(case, sets[[case$data]])
  if (!is.null(out$family)) out$family <- python_family(out$family)
  out
}))
write_cases(records, file.path(HERE, "glm_fits.json"))
message(length(records), " fits")
