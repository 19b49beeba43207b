# Functions of coefficients with standard errors: car's deltaMethod.
# Needs car, MASS, nnet, pscl, jsonlite. Run from this folder; writes delta_method.json.
suppressMessages({library(jsonlite); library(car); library(MASS); library(nnet); library(pscl)})
source("glm/typed_data.R")
for (name in c("budworm", "menarche", "mtcars", "quine", "biochemists", "beps")) assign(name, read(name))
options(digits = 7, width = 80)
tight <- list(epsilon = 1e-14, maxit = 100)
case <- function(fit, g, value, rhs = NULL, level = 0.95, ...) {
  list(fit = fit, g = g, rhs = rhs, level = level, estimate = value[["Estimate"]], se = value[["SE"]],
       columns = as.list(names(value)), values = as.list(unname(unlist(value))),
       page = as.list(capture.output(print(value))), ...)
}
of_fit <- function(name, fit, g, ...) case(name, g, deltaMethod(fit, g, ...), ...)
of_vector <- function(name, fit, g, estimates = coef(fit)) case(name, g, deltaMethod(estimates, g, vcov. = vcov(fit)))

cars <- lm(mpg ~ wt + hp, mtcars)
doses <- glm(Menarche / Total ~ Age, binomial, weights = Total, data = menarche, control = tight)
worms <- glm(cbind(numdead, 20 - numdead) ~ sex * ldose, quasibinomial, budworm, control = tight)
days <- glm.nb(Days ~ Sex + Age, quine, control = glm.control(epsilon = 1e-14, maxit = 100))
papers <- zeroinfl(art ~ fem + ment | ment, biochemists, dist = "negbin", reltol = 1e-15)
hurdles <- hurdle(art ~ fem + ment | ment, biochemists, dist = "poisson", reltol = 1e-15)
votes <- multinom(vote ~ age + gender, beps, trace = FALSE, reltol = 1e-15, maxit = 1000)
levels <- polr(factor(cyl, ordered = TRUE) ~ qsec + am, mtcars, Hess = TRUE, control = list(reltol = 1e-16, maxit = 1000))
vote_names <- outer(colnames(coef(votes)), rownames(coef(votes)), function(a, b) paste0(b, ":", a))
vote_values <- setNames(as.vector(t(coef(votes))), as.vector(vote_names))
first <- rownames(coef(votes))[1]; second <- rownames(coef(votes))[2]

cases <- list(
  of_fit("cars", cars, "wt/hp"), of_fit("cars", cars, "wt/hp", rhs = 100), of_fit("cars", cars, "wt/hp", level = 0.9),
  of_fit("cars", cars, "`(Intercept)`/wt"), of_fit("cars", cars, "wt*1"), of_fit("cars", cars, "2*wt - hp^2 + 1"),
  of_fit("cars", cars, "exp(wt/10)*hp"), of_fit("cars", cars, "sqrt(-wt)"), of_fit("cars", cars, "log(hp^2)/wt"),
  of_fit("cars", cars, "(-wt)^hp"), of_fit("cars", cars, "sin(wt)+cos(hp)"), of_fit("cars", cars, "(-wt)^(1/3) - 1", rhs = 0.5),
  case("cars", "wt/hp", deltaMethod(cars, "wt/hp", vcov. = hccm(cars, type = "hc3")), vcov = "HC3"),
  case("cars", "b1/b2", deltaMethod(cars, "b1/b2", parameterNames = paste0("b", 0:2))),
  case("cars", "(wt - k)/hp", deltaMethod(cars, "(wt - k)/hp", constants = c(k = 3)), constants = list(k = 3)),
  case("cars", "wt/hp", deltaMethod(cars, "wt/hp", func = "ratio"), func = "ratio"),
  of_fit("doses", doses, "-`(Intercept)`/Age"), of_fit("doses", doses, "exp(Age)-1", rhs = 0), of_fit("doses", doses, "1/(1+exp(-(Intercept+13*Age)))"),
  of_fit("doses", doses, "pnorm(Intercept+13*Age)"),
  of_fit("worms", worms, "exp(`sexM:ldose`)"), of_fit("worms", worms, "-`(Intercept)`/ldose + (`(Intercept)`+sexM)/(ldose+`sexM:ldose`)", rhs = 0),
  of_fit("days", days, "exp(SexM)"),
  of_vector("papers", papers, "count_ment/zero_ment"), of_vector("papers", papers, "exp(count_femWomen) - exp(zero_ment)"),
  of_vector("hurdles", hurdles, "exp(count_femWomen)*count_ment/zero_ment"),
  of_vector("levels", levels, "(`4|6` - `6|8`)/qsec", c(coef(levels), levels$zeta)), of_fit("levels", levels, "exp(qsec) - am"),
  of_vector("votes", votes, sprintf("exp(`%s:age`)/exp(`%s:age`)", first, second), vote_values),
  of_vector("votes", votes, sprintf("`%s:gendermale` - `%s:gendermale`", first, second), vote_values)
)
write_json(cases, "delta_method.json", digits = NA, auto_unbox = TRUE, null = "null", na = "string")
