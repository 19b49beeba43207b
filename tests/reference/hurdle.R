# hurdle() of pscl 1.5.5 at its tightest: reltol = 1e-15, started again from where it ended until the
# log-likelihood does not rise. `usual` holds the fit at R's defaults, `loose` says that the likelihood
# is flat there (a theta that runs off); `hurdletest` is the page of that Wald test.
# Run from this folder; writes hurdle.json.
suppressMessages({library(jsonlite); library(pscl); library(car)})
source("counts/common.R")
case <- function(id, data, formula, dist = NULL, zero_dist = NULL, link = NULL, ...)
  list(id = id, data = data, formula = formula, dist = dist, zero_dist = zero_dist, link = link, ...)
bio <- "art ~ fem + mar + kid5 + phd + ment"
nmes <- "visits ~ hospital + health + chronic + gender + school + insurance"
dists <- c("poisson", "negbin", "geometric")
by_link <- lapply(c("logit", "probit", "cloglog", "cauchit", "log"), function(link)
  case(paste("binomial", link, sep = "-"), "biochemists", paste(bio, if (link == "log") "| kid5" else "| fem + ment"),
       "poisson", "binomial", link, pages = FALSE))
by_dist <- unlist(lapply(dists, function(dist) lapply(c("binomial", dists), function(zero)
  case(paste(dist, zero, sep = "-"), "nmes", "hospital ~ health + chronic | chronic", dist, zero))), recursive = FALSE)
cases <- c(by_link, by_dist, list(
  case("one", "biochemists", paste(bio, "| 1")),
  case("no-bar", "biochemists", bio, "negbin"),
  case("no-bar-poisson", "biochemists", "art ~ fem + ment", "poisson", "poisson"),
  case("no-bar-negbin", "biochemists", "art ~ fem + ment", "negbin", "negbin"),
  case("no-bar-geometric", "biochemists", "art ~ fem + ment", "geometric", "geometric"),
  case("no-bar-negbin-nmes", "nmes", "hospital ~ chronic", "negbin", "negbin"),
  case("negbin-zero-part-one", "nmes", "hospital ~ chronic | 1", "negbin", "negbin"),
  case("visits-negbin-poisson", "nmes", paste(nmes, "| chronic + insurance + gender"), "negbin", "poisson"),
  case("link-ignored", "biochemists", "art ~ fem | ment", "poisson", "geometric", "probit"),
  case("intercepts", "biochemists", "art ~ 1 | 1"),
  case("intercept-no-bar", "biochemists", "art ~ 1", "negbin", "geometric"),
  case("no-intercept-zero", "biochemists", "art ~ fem | 0 + ment"),
  case("no-intercept-count", "biochemists", "art ~ 0 + fem | mar"),
  case("terms", "biochemists", "art ~ fem * log(phd) + I(kid5 > 0) | log(ment + 1)"),
  case("no-stars", "biochemists", "art ~ 0 + I(phd - 3.1) | 0 + I(phd - 3.1)", subset = "ment == 7"),
  case("nmes", "nmes", paste(nmes, "| hospital + chronic + insurance + school + gender"), "negbin"),
  case("recreation", "recreation", "trips ~ . | quality + income", "negbin"),
  case("recreation-poisson", "recreation", "trips ~ . | quality + income"),
  case("dot-no-bar", "recreation", "trips ~ . - userfee", "poisson", subset = "costC < 60"),
  case("weights", "biochemists", "art ~ fem + ment | ment", weights = "kid5 + 0.5"),
  case("weights-negbin", "biochemists", "art ~ fem + ment | ment", "negbin", "geometric", weights = "kid5 + 0.5"),
  case("weights-zero", "biochemists", "art ~ ment | ment", weights = "ifelse(fem == 'Men', 0, 2)"),
  case("offset-argument", "biochemists", "art ~ fem | ment", offset = "log(phd)"),
  case("offset-argument-no-bar", "biochemists", "art ~ fem", offset = "log(phd)"),
  case("offset-count", "biochemists", "art ~ fem + offset(log(phd)) | ment"),
  case("offset-zero", "biochemists", "art ~ fem | ment + offset(log(phd))"),
  case("offset-no-bar", "biochemists", "art ~ fem + offset(log(phd))"),
  case("offset-both", "biochemists", "art ~ fem + offset(phd / 5) | ment + offset(kid5 / 3)", "negbin", "poisson", offset = "log(phd)"),
  case("na", "biochemists", "art ~ fem + phd | ment", na = list(phd = c(2, 9), ment = I(5))),
  case("na-exclude", "biochemists", "art ~ fem + phd | ment", na = list(phd = c(2, 9), ment = I(5)), na_action = "na.exclude"),
  case("subset", "biochemists", "art ~ fem + ment | fem", "negbin", subset = "kid5 < 1"),
  case("contrasts", "biochemists", "art ~ fem * mar + ment | fem", contrasts = list(fem = "contr.sum", mar = "contr.helmert")),
  case("aliased-count", "biochemists", "art ~ phd + I(2 * phd) | 1"),
  case("aliased-zero", "biochemists", "art ~ 1 | phd + I(2 * phd)"),
  case("no-zeros", "biochemists", "art ~ fem", subset = "art > 0"),
  case("fractions", "biochemists", "I(art * 1.5) ~ fem"),
  case("negative", "biochemists", "I(art - 1) ~ fem"),
  case("ones", "biochemists", "art ~ fem", subset = "art < 2"),
  case("ones-negbin", "biochemists", "art ~ fem", "negbin", subset = "art < 2"),
  case("all-zero", "biochemists", "art ~ fem", subset = "art == 0")
))
tested <- function(case) {
  f <- two_part("hurdle", case)$value
  if (is.null(f)) return(NULL)
  run <- listen(page(print(hurdletest(f))))
  if (is.null(run$error)) run$value else list(error = run$error)
}
write_cases(lapply(cases, function(c) {
  results <- record("hurdle", c)
  if (grepl("^no-bar|^geometric-geometric", c$id)) results$hurdletest <- tested(c)
  c(c, list(results = results))
}), "hurdle")
