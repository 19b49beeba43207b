# The dose of a given mean with its standard error: MASS's dose.p.
# Run from this folder; writes dose_p.json.
suppressMessages({library(jsonlite); library(MASS)})
source("glm/typed_data.R")
for (name in c("budworm", "menarche", "mtcars", "quine", "insects")) assign(name, read(name))
tight <- list(epsilon = 1e-14, maxit = 100)
case <- function(id, fit, ours, cf, p) {
  d <- dose.p(fit, cf = cf, p = p)
  c(list(id = id), ours, list(cf = as.list(cf), p = as.list(p), names = as.list(names(d)), dose = as.list(unname(unclass(d)[seq_along(p)])),
    se = as.list(as.vector(attr(d, "SE"))), page = as.list(capture.output(print(d)))))
}
budworm_fit <- function(link) glm(cbind(numdead, 20 - numdead) ~ sex + ldose - 1, family = binomial(link), data = budworm, control = tight)
ours <- function(data, formula, family = NULL, weights = NULL, fun = "glm") list(fun = fun, data = data, formula = formula, family = family, weights = weights)
sexes <- "cbind(numdead, 20 - numdead) ~ sex + ldose - 1"
p4 <- c(0.01, 0.05, 0.5, 0.95)
cases <- list(
  case("budworm", budworm_fit("logit"), ours("budworm", sexes, "binomial()"), c(1, 3), 1:3 / 4),
  case("budworm-default", budworm_fit("logit"), ours("budworm", sexes, "binomial()"), c(2, 3), 0.5),
  case("budworm-probit", budworm_fit("probit"), ours("budworm", sexes, "binomial('probit')"), c(1, 3), p4),
  case("budworm-cloglog", budworm_fit("cloglog"), ours("budworm", sexes, "binomial('cloglog')"), c(1, 3), p4),
  case("budworm-cauchit", budworm_fit("cauchit"), ours("budworm", sexes, "binomial('cauchit')"), c(2, 3), p4),
  case("budworm-ends", budworm_fit("logit"), ours("budworm", sexes, "binomial()"), c(1, 3), c(0, 0.5, 1)),
  case("quasi", glm(cbind(numdead, 20 - numdead) ~ sex + ldose - 1, family = quasibinomial, data = budworm, control = tight),
       ours("budworm", sexes, "quasibinomial()"), c(1, 3), p4),
  case("menarche", glm(Menarche / Total ~ Age, family = binomial, weights = Total, data = menarche, control = tight),
       ours("menarche", "Menarche / Total ~ Age", "binomial()", "Total"), c(1, 2), c(0.1, 0.5, 0.9)),
  case("poisson", glm(carb ~ wt, family = poisson, data = mtcars, control = tight), ours("mtcars", "carb ~ wt", "poisson()"), c(1, 2), c(3, 1 / 3)),
  case("gaussian", glm(mpg ~ wt, data = mtcars), ours("mtcars", "mpg ~ wt", "gaussian()"), c(1, 2), c(20, 25)),
  case("lm", lm(mpg ~ wt, data = mtcars), ours("mtcars", "mpg ~ wt", fun = "lm"), c(1, 2), c(20, 25)),
  case("glm.nb", glm.nb(Days ~ Lrn, data = quine, control = glm.control(epsilon = 1e-14, maxit = 100)),
       ours("quine", "Days ~ Lrn", fun = "glm_nb"), c(1, 2), 10)
)
write_json(cases, "dose_p.json", digits = NA, auto_unbox = TRUE, null = "null", na = "string")
