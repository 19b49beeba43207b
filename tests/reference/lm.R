# lm() of R, its numbers: estimates, row values, diagnostics and predictions of the fits of
# lm/cases.R, for test_lm_fits.py. R 4.2.2 with AER's data; from the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/lm.R
# Writes the data sets of lm/data.R into tests/reference/data/, and tests/reference/lm_fits.json.
suppressMessages({library(MASS); library(splines)})
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("glm/json", "glm/data", "glm/record", "lm/data", "lm/cases", "lm/record"))
  source(file.path(HERE, paste0(part, ".R")))

sets <- c(write_data(), write_data(lm_sets()))
records <- lapply(unname(lm_cases), function(case) record_lm(case, sets[[case$data]]))
write_short(records, "lm_fits")
message(length(records), " fits")
