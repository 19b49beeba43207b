# Models of brms. Its parametrisation: shape of negbinomial, variance mu + mu^2/shape; phi of
# beta_binomial, alpha = mu phi; zi and hu: the logit of P(structural zero), P(zero); cumulative:
# P(y <= k) = logit^-1(Intercept[k] - x'b); shape of hurdle_gamma as of Gamma. Priors of intercepts are
# on centred columns; that of ordered thresholds is not normalised for their order.
# `formula` is rglm's, `bf` brms'. A chain of the negative binomial sticks at a random start: init = 0.
brms_case <- function(id, data, formula, bf, family, priors, ...)
  list(id = paste0("brms-", id), by = "brms", data = data, formula = formula, bf = bf, family = family,
       link = NULL, priors = priors, ...)
two_parts <- function(dpar, ...) list(
  p("normal(0, 1)"), p("normal(0, 2.5)", "Intercept"),
  p("normal(0, 1)", dpar = dpar), p("normal(0, 2.5)", "Intercept", dpar = dpar), ...)
articles <- "art ~ ment + kid5 | fem"
part_of <- function(dpar) c("art ~ ment + kid5", paste(dpar, "~ fem"))
brms_cases <- list(
  brms_case("logistic", "galaxies", "has_gc ~ logmass", "has_gc ~ logmass", "bernoulli",
            list(p("normal(0, 2.5)"), p("normal(0, 2.5)", "Intercept")), hypothesis = "logmass > 1", point = "logmass = 1"),
  brms_case("logistic-one", "galaxies", "has_gc ~ 1", "has_gc ~ 1", "bernoulli", list(p("normal(0, 2.5)", "Intercept"))),
  brms_case("gaussian", "mtcars", "mpg ~ wt + hp", "mpg ~ wt + hp", "gaussian",
            list(p("normal(0, 10)"), p("normal(20, 15)", "Intercept"), p("student_t(3, 0, 5)", "sigma")),
            hypothesis = "wt + 4 < 0", point = "wt = -4"),
  brms_case("negbinomial", "quine", "Days ~ Sex + Age + Eth + Lrn", "Days ~ Sex + Age + Eth + Lrn", "negbinomial",
            list(p("normal(0, 1)"), p("normal(3, 2.5)", "Intercept"), p("inv_gamma(0.4, 0.3)", "shape")),
            hypothesis = "EthN < 0", point = "SexM = 0", init = 0),
  brms_case("beta-binomial", "lirat", "cbind(R, N - R) ~ fgrp", "R | trials(N) ~ fgrp", "beta_binomial",
            list(p("normal(0, 2.5)"), p("normal(0, 2.5)", "Intercept"), p("inv_gamma(0.4, 0.3)", "phi"))),
  brms_case("cumulative", "wine", "rating ~ temp + contact", "rating ~ temp + contact", "cumulative",
            list(p("normal(0, 2.5)"), p("student_t(3, 0, 2.5)", "Intercept")), hypothesis = "tempwarm > 2"),
  brms_case("categorical", "housing", "Sat ~ Infl", "Sat | weights(Freq) ~ Infl", "categorical",
            unlist(lapply(c("muMedium", "muHigh"), function(dpar) list(
              p("normal(0, 2.5)", dpar = dpar), p("normal(0, 2.5)", "Intercept", dpar = dpar))), recursive = FALSE),
            weights = "Freq"),
  brms_case("zero-inflated-poisson", "biochemists", articles, part_of("zi"), "zero_inflated_poisson",
            two_parts("zi"), every = 4),
  brms_case("zero-inflated-negbinomial", "biochemists", articles, part_of("zi"), "zero_inflated_negbinomial",
            two_parts("zi", p("gamma(2, 0.5)", "shape")), every = 4),
  brms_case("hurdle-poisson", "biochemists", articles, part_of("hu"), "hurdle_poisson", two_parts("hu"), every = 4),
  brms_case("hurdle-negbinomial", "galaxies", "n_gc ~ logmass | logmass", c("n_gc ~ logmass", "hu ~ logmass"),
            "hurdle_negbinomial", list(p("normal(0, 2.5)"), p("normal(4, 5)", "Intercept"), p("normal(0, 2.5)", dpar = "hu"),
              p("normal(0, 2.5)", "Intercept", dpar = "hu"), p("inv_gamma(0.4, 0.3)", "shape")),
            hypothesis = c("logmass > 1", "hu_logmass < -1")),
  brms_case("hurdle-gamma", "quine", "Days ~ Lrn | Sex", c("Days ~ Lrn", "hu ~ Sex"), "hurdle_gamma",
            list(p("normal(0, 1)"), p("normal(3, 2.5)", "Intercept"), p("normal(0, 1)", dpar = "hu"),
                 p("normal(0, 2.5)", "Intercept", dpar = "hu"), p("gamma(2, 1)", "shape")))
)
fit_brms <- function(case) {
  priors <- do.call(c, lapply(case$priors, function(one) do.call(set_prior, one)))
  cache <- Sys.getenv("BRM_CACHE")
  data <- data_of(case)
  brm(do.call(bf, lapply(case$bf, as.formula)), data, family = case$family, prior = priors, chains = 2, iter = 4000,
      init = if (is.null(case$init)) "random" else case$init, cores = 1, seed = 19, refresh = 0, silent = 2,
      sample_prior = if (!is.null(case$point)) "yes" else "no",
      save_pars = save_pars(all = TRUE), file = if (nzchar(cache)) file.path(cache, case$id))
}
# the parameters under rglm's names, without brms' own (prior, lp__, centred intercepts)
brms_draws <- function(fit) {
  draws <- as_draws_array(fit)
  names <- dimnames(draws)[[3]]
  keep <- grepl("^b_", names) | names %in% c("sigma", "shape", "phi")
  draws <- unclass(draws)[, , keep, drop = FALSE]
  dimnames(draws)[[3]] <- sub("^b_", "", names[keep])
  draws
}
hypotheses <- function(fit, case) {
  asked <- c(case$hypothesis, case$point)
  if (is.null(asked)) return(NULL)
  table <- hypothesis(fit, asked)$hypothesis
  lapply(seq_along(asked), function(i) c(list(asked = asked[i]), as.list(table[i, ])))
}
record_brms <- function(case, fit) {
  message(case$id)
  evidence <- bridge_sampler(fit, silent = TRUE, repetitions = 5)
  c(case, list(draws = summaries(brms_draws(fit)), predictive = predictive(fit, 2, nobs(fit)),
               log_evidence = I(evidence$logml), hypotheses = hypotheses(fit, case),
               r2 = if (case$family %in% c("gaussian", "bernoulli")) summaries(by_chain(cbind(brms::bayes_R2(fit, summary = FALSE)), 2, "R2"))))
}
