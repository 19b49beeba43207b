# Fits with two coefficients of one name. R itself mixes them up in confint() and profile(), so the
# numbers are of the same fits with a factor or a number under another name; names are R's own.
# Run from this folder; writes positions.json.
suppressMessages({library(jsonlite); library(MASS); library(nnet); library(pscl); library(sandwich)})
set.seed(20)
n <- 180
d <- data.frame(f = factor(rep(c("0", "1", "2"), n / 3)), f1 = round(rnorm(n), 2), c = rep(1:12, 15))
mean <- exp(0.4 + 0.3 * (d$f == "1") - 0.4 * d$f1)
d$k <- rpois(n, mean) * rbinom(n, 1, 0.75)
d$q <- rnbinom(n, mu = mean, size = 1.5)
d$w <- rbinom(n, 1, plogis(d$f1))
d$y <- round(d$f1 + rnorm(n), 2)
d$o <- cut(d$f1 + rlogis(n), c(-99, -1, 1, 99), labels = c("f1", "f2", "f3"), ordered_result = TRUE)
d$same <- as.numeric(d$f == "1")
d$p <- factor(sample(c("0", "1|f2", "2"), n, TRUE))
d$a <- factor(sample(c("0", "1", "1:b2"), n, TRUE))
d$b <- factor(sample(c("0", "2", "2:b2"), n, TRUE))
renamed <- transform(d, g = f, h = f1, u = p)
tight <- list(epsilon = 1e-12, maxit = 50)
glms <- list(
  poisson = list("k ~ f + f1", "k ~ g + h", poisson),
  gaussian = list("y ~ f + f1", "y ~ g + h", gaussian),
  logistic = list("w ~ f1 + f", "w ~ h + g", binomial),
  product = list("k ~ f * f1", "k ~ g * h", poisson)
)
of_glm <- function(x) {
  own <- glm(as.formula(x[[1]]), x[[3]], d, control = tight)
  fit <- glm(as.formula(x[[2]]), x[[3]], renamed, control = tight)
  measures <- influence.measures(fit)$infmat
  list(formula = x[[1]], names = names(coef(own)), coef = unname(coef(fit)), vcov = unname(vcov(fit)),
       hc1 = unname(vcovHC(fit, "HC1")), cl = unname(vcovCL(fit, ~ c, type = "HC0")),
       table = unname(summary(fit)$coefficients), wald = unname(confint.default(fit)),
       profile = unname(suppressMessages(confint(fit))), dfbetas = unname(dfbetas(fit))[1:5, ],
       anova = unname(as.matrix(anova(fit))), drop1 = unname(as.matrix(drop1(fit))))
}
# one of the two of a name is aliased, which R sees at its own epsilon only
alias <- glm(k ~ g + same, poisson, renamed)
nb <- glm.nb(q ~ g + h, renamed, control = glm.control(1e-12, 100))
ordinal <- polr(o ~ u + h, renamed, Hess = TRUE, control = list(reltol = 1e-14))
nominal <- multinom(o ~ g + h, renamed, trace = FALSE, reltol = 1e-15, maxit = 1000)
zi <- zeroinfl(k ~ g + h | g + h, renamed, control = zeroinfl.control(reltol = 1e-14))
hu <- hurdle(k ~ g + h | g + h, renamed, control = hurdle.control(reltol = 1e-14))
# within a term, too: a1:b2:b2 is level 1:b2 of a with level 2 of b, and 1 with 2:b2
of_cells <- function() {
  fit <- glm(k ~ A * B, poisson, transform(d, A = a, B = b), control = tight)
  list(names = names(coef(glm(k ~ a * b, poisson, d))), coef = unname(coef(fit)), vcov = unname(vcov(fit)))
}
out <- list(
  data = d,
  glm = lapply(glms, of_glm),
  aliased = list(coef = unname(coef(alias)), table = unname(summary(alias)$coefficients)),
  nb = list(coef = unname(coef(nb)), vcov = unname(vcov(nb)), theta = nb$theta),
  polr = list(names = rownames(summary(polr(o ~ p + f1, d, Hess = TRUE))$coefficients),
              coef = unname(c(coef(ordinal), ordinal$zeta)), vcov = unname(vcov(ordinal)),
              profile = unname(suppressMessages(confint(ordinal)))),
  multinom = list(coef = as.vector(t(coef(nominal))), vcov = unname(vcov(nominal))),
  zeroinfl = list(coef = unname(coef(zi)), vcov = unname(vcov(zi))),
  hurdle = list(coef = unname(coef(hu)), vcov = unname(vcov(hu))),
  cells = of_cells()
)
write(toJSON(out, digits = 12, na = "null", auto_unbox = TRUE), "positions.json")
