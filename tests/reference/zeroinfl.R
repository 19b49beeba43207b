# zeroinfl() of pscl 1.5.5 at its tightest: reltol = 1e-15, started again from where it ended until the
# log-likelihood does not rise. `usual` holds the fit at R's defaults, `loose` says that the likelihood
# is flat there (a zero part that runs off). Run from this folder; writes zeroinfl.json.
suppressMessages({library(jsonlite); library(pscl)})
source("counts/common.R")
case <- function(id, data, formula, dist = NULL, link = NULL, ...)
  list(id = id, data = data, formula = formula, dist = dist, link = link, ...)
bio <- "art ~ fem + mar + kid5 + phd + ment"
nmes <- "visits ~ hospital + health + chronic + gender + school + insurance"
links <- c("logit", "probit", "cloglog", "cauchit", "log")
by_link <- function(dist, data, formula) lapply(links, function(link)
  case(paste(dist, link, sep = "-"), data, formula, dist, link, pages = FALSE))
cases <- c(
  by_link("poisson", "biochemists", paste(bio, "| fem + ment")),
  by_link("negbin", "biochemists", "art ~ fem + kid5 + ment | ment"),
  by_link("geometric", "nmes", "hospital ~ health + chronic | chronic"),
  list(
    case("one", "biochemists", paste(bio, "| 1")),
    case("one-negbin", "biochemists", paste(bio, "| 1"), "negbin"),
    case("one-geometric", "biochemists", paste(bio, "| 1"), "geometric"),
    case("no-bar", "biochemists", "art ~ fem + ment"),
    case("no-bar-all", "biochemists", bio, "negbin"),
    case("parts", "biochemists", paste(bio, "| fem + ment"), "negbin"),
    case("intercepts", "biochemists", "art ~ 1 | 1"),
    case("intercept-no-bar", "biochemists", "art ~ 1", "negbin"),
    case("no-intercept-zero", "biochemists", "art ~ fem | 0 + ment"),
    case("no-intercept-count", "biochemists", "art ~ 0 + fem | mar"),
    case("no-intercept-no-bar", "biochemists", "art ~ 0 + fem + ment"),
    case("terms", "biochemists", "art ~ fem * log(phd) + I(kid5 > 0) | log(ment + 1)"),
    case("poly", "biochemists", "art ~ poly(phd, 2) | log(ment + 1)"),
    case("no-stars", "biochemists", "art ~ 0 + I(phd - 3.1) | 0 + I(phd - 3.1)", subset = "ment == 7"),
    case("nmes", "nmes", paste(nmes, "| hospital + chronic + insurance + school + gender"), "negbin"),
    case("nmes-smaller", "nmes", paste(nmes, "| school + gender"), "negbin"),
    case("nmes-poisson", "nmes", paste(nmes, "| hospital + chronic + insurance + school + gender")),
    case("recreation", "recreation", "trips ~ . | quality + income", "negbin"),
    case("recreation-poisson", "recreation", "trips ~ . | quality + income"),
    case("dot-no-bar", "recreation", "trips ~ . - userfee", "poisson", subset = "costC < 60"),
    case("weights", "biochemists", "art ~ fem + ment | ment", weights = "kid5 + 0.5"),
    case("weights-negbin", "biochemists", "art ~ fem + ment | ment", "negbin", weights = "kid5 + 0.5"),
    case("weights-zero", "biochemists", "art ~ ment | ment", weights = "ifelse(fem == 'Men', 0, 2)"),
    case("offset-argument", "biochemists", "art ~ fem | ment", offset = "log(phd)"),
    case("offset-argument-no-bar", "biochemists", "art ~ fem", offset = "log(phd)"),
    case("offset-count", "biochemists", "art ~ fem + offset(log(phd)) | ment"),
    case("offset-zero", "biochemists", "art ~ fem | ment + offset(log(phd))"),
    case("offset-no-bar", "biochemists", "art ~ fem + offset(log(phd))"),
    case("offset-both", "biochemists", "art ~ fem + offset(phd / 5) | ment + offset(kid5 / 3)", "negbin", offset = "log(phd)"),
    case("na", "biochemists", "art ~ fem + phd | ment", na = list(phd = c(2, 9), ment = I(5))),
    case("na-exclude", "biochemists", "art ~ fem + phd | ment", na = list(phd = c(2, 9), ment = I(5)), na_action = "na.exclude"),
    case("subset", "biochemists", "art ~ fem + ment | fem", "poisson", subset = "kid5 < 1"),
    case("contrasts", "biochemists", "art ~ fem * mar + ment | fem", contrasts = list(fem = "contr.sum", mar = "contr.helmert")),
    case("aliased-count", "biochemists", "art ~ phd + I(2 * phd) | 1"),
    case("aliased-zero", "biochemists", "art ~ 1 | phd + I(2 * phd)"),
    case("no-zeros", "biochemists", "art ~ fem", subset = "art > 0"),
    case("fractions", "biochemists", "I(art * 1.5) ~ fem"),
    case("negative", "biochemists", "I(art - 1) ~ fem"),
    case("all-zero", "biochemists", "art ~ fem", subset = "art == 0")
  )
)
write_cases(lapply(cases, function(c) c(c, list(results = record("zeroinfl", c)))), "zeroinfl")
