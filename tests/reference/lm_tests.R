# lm() of R, its tests: anova, drop1, add1, step, car's Anova and linearHypothesis, lmtest's
# waldtest and lrtest, sandwich, broom, vif and the like, of the fits of lm/cases.R. R 4.2.2;
# from the repository's root, after lm.R, which writes the data:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/lm_tests.R
# Writes tests/reference/lm_tests.json.
suppressMessages({library(MASS); library(splines)})
HERE <- "tests/reference"
DATA <- file.path(HERE, "data")
for (part in c("glm/json", "glm/data", "glm/record", "lm/cases", "lm/record", "lm/record_tests"))
  source(file.path(HERE, paste0(part, ".R")))

types <- jsonlite::fromJSON(file.path(DATA, "types.json"), simplifyDataFrame = FALSE)
records <- lapply(unname(lm_cases), function(case) record_tests(case, read_typed(case$data, types[[case$data]])))
write_short(records, "lm_tests")
message(length(records), " fits")
