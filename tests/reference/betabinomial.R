# vglm(, betabinomial) of VGAM 1.1: Fisher scoring until the coefficients do not move (crit = "coef",
# epsilon = 1e-12; its own rule, the log-likelihood's change, leaves 1e-7). imethod = 1, 2 and 3 end in
# the same numbers to 1e-13; 4 (rho near 0 at the start) does not converge. vcov is the inverse expected
# information, "(Intercept):2" is logit(rho). VGAM's offset() goes to mu *and* rho: `offset_r`, a matrix
# with a zero column, is the offset of mu alone. Run from this folder; writes betabinomial.json.
suppressMessages({library(jsonlite); library(VGAM)})
source("counts/common.R")
case <- function(id, data, formula, ...) list(id = id, data = data, formula = formula, ...)
counts <- "cbind(R, N - R)"; dead <- "cbind(numdead, 20 - numdead)"; cancer <- "cbind(ncases, ncontrols)"
cases <- list(
  case("linear", "lirat", paste(counts, "~ grp"), new = list(grp = c(1, 2.5, 4))),
  case("factor", "lirat", paste(counts, "~ fgrp + hb"), new = list(fgrp = c("1", "3", "4"), hb = c(5, 8, 11.5))),
  case("one", "lirat", paste(counts, "~ 1"), new = list(hb = c(5, 8))),
  case("no-intercept", "lirat", paste(counts, "~ 0 + fgrp"), new = list(fgrp = c("1", "3", "4"))),
  case("probit", "lirat", paste(counts, "~ fgrp + hb"), link = "probit", new = list(fgrp = c("1", "3", "4"), hb = c(5, 8, 11.5))),
  case("cloglog", "lirat", paste(counts, "~ grp"), link = "cloglog", new = list(grp = c(1, 2.5, 4))),
  case("cauchit", "lirat", paste(counts, "~ grp"), link = "cauchit", new = list(grp = c(1, 2.5, 4))),
  case("weights", "lirat", paste(counts, "~ grp + hb"), weights = "grp", new = list(grp = c(1, 2, 4), hb = c(5, 8, 11.5))),
  case("offset-argument", "lirat", paste(counts, "~ grp"), offset = "hb / 10", offset_r = "cbind(hb / 10, 0)"),
  case("offset", "lirat", paste(counts, "~ grp + offset(hb / 10)"), formula_r = paste(counts, "~ grp"), offset_r = "cbind(hb / 10, 0)"),
  case("subset", "lirat", paste(counts, "~ hb"), subset = "grp < 4", new = list(hb = c(5, 8))),
  case("na", "lirat", paste(counts, "~ hb"), na = list(hb = c(3, 10)), new = list(hb = c(5, 8))),
  case("na-exclude", "lirat", paste(counts, "~ hb"), na = list(hb = c(3, 10)), na_action = "na.exclude"),
  case("budworm-sex", "budworm", paste(dead, "~ sex"), new = list(sex = c("F", "M"))),
  case("budworm-dose", "budworm", paste(dead, "~ ldose"), new = list(ldose = c(0, 2.5))),
  case("budworm-cloglog", "budworm", paste(dead, "~ ldose"), link = "cloglog", new = list(ldose = c(0, 2.5))),
  case("budworm-boundary", "budworm", paste(dead, "~ sex + ldose"), boundary = TRUE), # rho runs to 0: no overdispersion is left
  case("esoph", "esoph", paste(cancer, "~ agegp + tobgp"), new = list(agegp = c("35-44", "75+"), tobgp = c("30+", "10-19"))),
  case("esoph-probit", "esoph", paste(cancer, "~ agegp"), link = "probit", new = list(agegp = c("35-44", "75+"))),
  case("esoph-contrasts", "esoph", paste(cancer, "~ alcgp"), contrasts = list(alcgp = "contr.treatment")),
  case("aliased", "lirat", paste(counts, "~ grp + I(2 * grp)")),
  case("weights-with-zero", "lirat", paste(counts, "~ grp"), weights = "grp - 1"),
  case("bernoulli", "infert", "cbind(case, 1 - case) ~ spontaneous", boundary = TRUE) # rho is not identified
)
fit <- function(case, ...) {
  assign(case$data, prepare(case), envir = globalenv())
  call <- call_of("vglm", case[setdiff(names(case), c("link", "offset"))])
  if (!is.null(case$offset_r)) call$offset <- str2lang(case$offset_r)
  link <- if (!is.null(case$link)) paste0("(lmu = \"", case$link, "link\")")
  call$family <- str2lang(paste0("betabinomial", link))
  run <- listen(eval(as.call(c(as.list(call), list(...))), globalenv()))
  if (!is.null(run$value)) run$value@call <- call
  run
}
recorded <- function(case) {
  run <- fit(case, crit = "coef", epsilon = 1e-12, maxit = 500)
  out <- list(warnings = I(sub("^[0-9]+ diagonal", "# diagonal", run$warnings)), error = run$error)
  out$warnings <- I(unique(out$warnings))
  f <- run$value
  if (is.null(f)) return(out)
  usual <- fit(case)$value
  fitted <- c(fitted(f)); pearson <- suppressWarnings(residuals(f, "pearson"))
  out <- c(out, list(
    names = names(coef(f)), coef = unname(coef(f)), vcov = unname(vcov(f)), se = unname(sqrt(diag(vcov(f)))),
    loglik = logLik(f), aic = AIC(f), bic = BIC(f), nobs = nobs(f), df_residual = df.residual(f), df_total = f@df.total,
    rho = plogis(unname(coef(f)["(Intercept):2"])), usual = list(loglik = logLik(usual), coef = unname(coef(usual))),
    fitted = first(fitted), fitted_n = length(fitted), fitted_ss = sum(fitted^2, na.rm = TRUE),
    response = first(c(residuals(f, "response"))), pearson = unname(as.matrix(pearson)[1:8, ]),
    confint = unname(confint(f)), summary = page(print(summary(f))), print = page(print(f))))
  if (is.null(case$new)) return(out)
  new <- as.data.frame(case$new)
  for (column in names(new)) if (is.list(kind <- types[[case$data]][[column]]))
    new[[column]] <- factor(new[[column]], levels = kind$levels, ordered = kind$ordered)
  link <- predict(f, new, se.fit = TRUE)
  link <- if (is.null(dim(link$fitted.values))) lapply(link, rbind) else link
  c(out, list(link = unname(link$fitted.values[, 1]), se_link = unname(link$se.fit[, 1]),
              predicted = unname(c(predict(f, new, type = "response")))))
}
write_cases(lapply(cases, function(c) c(c, list(results = recorded(c)))), "betabinomial")
