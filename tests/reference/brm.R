# Posteriors of rstanarm 2.21.3 (stan_glm, 4 chains of 2,500 + 2,500) and brms 2.18.0 (2 chains of
# 2,000 + 2,000) under explicit priors, with loo 2.5.1, bridgesampling 1.1.2 and posterior 1.4.0.
# brms compiles each model, about 40 s; BRM_CACHE=folder keeps its fits, R_MAKEVARS_USER=file with
# CXX14FLAGS=-O1 halves the time.
# Run from this folder; writes brm.json (a case a line) and brm_pages.json.
suppressMessages({library(jsonlite); library(rstanarm); library(brms); library(loo); library(posterior)})
for (part in c("common", "record", "cases_rstanarm", "cases_brms", "pages"))
  source(file.path("brm", paste0(part, ".R")))

fits <- setNames(lapply(brms_cases, fit_brms), vapply(brms_cases, function(case) case$id, ""))
pages <- lapply(setNames(nm = names(more_calls)), function(name) pages_of(name, fits))
writeLines(prettify(json(pages)), "brm_pages.json")
write_cases(c(lapply(rstanarm_cases, record_rstanarm), lapply(brms_cases, function(case) record_brms(case, fits[[case$id]]))),
            "brm.json")
