# Models of rstanarm: stan_glm(prior, prior_intercept on centred columns, prior_aux); nothing is scaled by the data.
# rstanarm 2.21.3 multiplies the scales of a probit's priors by dnorm(0)/dlogis(0), 1.596 (see its
# prior_summary): they are divided by it here, so that the priors are those that the case says.
# Its auxiliaries: sigma; shape of Gamma, y ~ Gamma(shape, shape/mu); lambda of the inverse gaussian,
# variance mu^3/lambda (here "shape"); reciprocal_dispersion, variance mu + mu^2/shape (here "shape").
case <- function(id, data, formula, family, link, priors, ...)
  list(id = id, by = "rstanarm", data = data, formula = formula, family = family, link = link,
       priors = priors, ...)
unit <- list(p("normal(0, 1)"), p("normal(0, 2.5)", "Intercept"))
with_shape <- function(b = "normal(0, 1)", intercept = "normal(3, 2)", shape = "exponential(0.1)")
  list(p(b), p(intercept, "Intercept"), p(shape, "shape"))
dose <- "cbind(numdead, 20 - numdead) ~ ldose + sex"
rstanarm_cases <- list(
  case("logistic", "galaxies", "has_gc ~ logmass", "bernoulli", "logit",
       list(p("normal(0, 2.5)"), p("normal(0, 2.5)", "Intercept"))),
  case("gaussian", "mtcars", "mpg ~ wt + hp", "gaussian", "identity",
       list(p("normal(0, 10)"), p("normal(20, 15)", "Intercept"), p("exponential(0.17)", "sigma"))),
  case("gaussian-no-intercept", "mtcars", "mpg ~ 0 + wt + hp", "gaussian", "identity",
       list(p("student_t(3, 0, 5)"), p("student_t(3, 0, 5)", "sigma"))),
  case("gaussian-log", "mtcars", "mpg ~ wt", "gaussian", "log",
       list(p("normal(0, 1)"), p("normal(3, 1)", "Intercept"), p("exponential(0.17)", "sigma"))),
  case("gamma-log", "trees", "Volume ~ log(Girth) + log(Height)", "Gamma", "log", with_shape("normal(0, 2.5)")),
  case("gamma-inverse", "clotting", "lot1 ~ log(u)", "Gamma", "inverse",
       with_shape("normal(0, 0.05)", "normal(0.03, 0.05)")),
  case("inverse-gaussian-log", "trees", "Volume ~ log(Girth)", "inverse_gaussian", "log",
       with_shape("normal(0, 2.5)", shape = "exponential(0.001)")),
  case("poisson", "warpbreaks", "breaks ~ wool * tension", "poisson", "log",
       list(p("normal(0, 1)"), p("normal(3, 2)", "Intercept"))),
  case("poisson-offset", "insurance", "Claims ~ Group + offset(log(Holders))", "poisson", "log",
       list(p("cauchy(0, 1)"), p("normal(0, 5)", "Intercept"))),
  case("poisson-sqrt", "insects", "count ~ spray", "poisson", "sqrt",
       list(p("normal(0, 3)"), p("normal(3, 3)", "Intercept"))),
  case("negbinomial", "quine", "Days ~ Sex + Eth + Lrn", "negbinomial", "log",
       with_shape(shape = "exponential(1)")),
  case("binomial", "budworm", dose, "binomial", "logit", unit),
  case("binomial-probit", "budworm", dose, "binomial", "probit",
       list(p("laplace(0, 1)"), p("student_t(7, 0, 2)", "Intercept"))),
  case("binomial-cloglog", "budworm", dose, "binomial", "cloglog",
       list(p("normal(0, 1)"), p("cauchy(0, 2)", "Intercept"))),
  case("binomial-cauchit", "budworm", dose, "binomial", "cauchit", unit)
)
r_family <- function(case) switch(case$family, gaussian = gaussian(case$link), Gamma = Gamma(case$link),
  inverse_gaussian = inverse.gaussian(case$link), poisson = poisson(case$link),
  negbinomial = neg_binomial_2(case$link), binomial(case$link))
fit_rstanarm <- function(case) {
  data <- data_of(case)
  arguments <- list(as.formula(case$formula), r_family(case), data, chains = 4,
                    iter = 5000, cores = 1,
                    seed = 19, refresh = 0)
  places <- c(b = "prior", Intercept = "prior_intercept", sigma = "prior_aux", shape = "prior_aux")
  for (prior in case$priors) {
    call <- str2lang(prior$prior)
    if (case$link == "probit") call[[length(call)]] <- call[[length(call)]] * dlogis(0) / dnorm(0)
    arguments[[places[[prior$class]]]] <- eval(call, asNamespace("rstanarm"))
  }
  do.call(stan_glm, arguments)
}
rstanarm_draws <- function(fit) {
  draws <- as.array(fit)
  names <- dimnames(draws)[[3]]
  names[names == "(Intercept)"] <- "Intercept"
  names[names %in% c("lambda", "reciprocal_dispersion")] <- "shape"
  dimnames(draws)[[3]] <- names
  draws
}
record_rstanarm <- function(case) {
  message(case$id)
  fit <- fit_rstanarm(case)
  r2 <- if (case$family %in% c("gaussian", "bernoulli")) summaries(by_chain(cbind(rstanarm::bayes_R2(fit)), 4, "R2"))
  c(case, list(draws = summaries(rstanarm_draws(fit)), predictive = predictive(fit, 4, nobs(fit)), r2 = r2))
}
