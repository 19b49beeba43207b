# Predictions of polr, multinom, zeroinfl and hurdle fits with standard errors by the delta method
# (Jacobians by numDeriv) and intervals on the logit or log scale; broom's glance and augment of
# them. Run from this folder; writes predict_likelihood.json. R's Hessians of polr, zeroinfl and
# hurdle are by differences, good to some four digits.
suppressMessages({library(jsonlite); library(pscl); library(MASS); library(nnet); library(numDeriv); library(broom)})
read <- function(name) read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE)
d <- read("biochemists")
wine <- read("wine")
wine$rating <- factor(wine$rating, ordered = TRUE)
beps <- read("beps")
beps$vote <- relevel(beps$vote, "Labour")
z <- qnorm(0.95)
delta <- function(f, theta, V, scale) {
  value <- f(theta)
  J <- jacobian(f, theta)
  se <- sqrt(pmax(rowSums((J %*% V) * J), 0))
  ends <- switch(scale,
    logit = list(plogis(qlogis(value) - z * se / (value * (1 - value))), plogis(qlogis(value) + z * se / (value * (1 - value)))),
    log = list(value * exp(-z * se / value), value * exp(z * se / value)),
    identity = list(value - z * se, value + z * se))
  list(fit = value, se_fit = se, lwr = ends[[1]], upr = ends[[2]])
}
out <- list()

fit <- polr(rating ~ temp + contact, data = wine, Hess = TRUE, control = list(reltol = 1e-15, maxit = 5000))
X <- cbind(c(0, 1, 1), c(0, 0, 1))
cumulated <- function(t) { e <- X %*% t[1:2]; p <- sapply(1:4, function(k) plogis(t[2 + k] - e)); cbind(0, p, 1) }
out$polr <- list(
  probs = delta(function(t) { p <- cumulated(t); c(p[, -1] - p[, -6]) }, c(fit$coefficients, fit$zeta), vcov(fit), "logit"),
  link = delta(function(t) c(X %*% t[1:2]), c(fit$coefficients, fit$zeta), vcov(fit), "identity"),
  r = unname(as.matrix(predict(fit, data.frame(temp = c("cold", "warm", "warm"), contact = c("no", "no", "yes")), type = "probs"))),
  glance = as.list(glance(fit)), augment = as.character(augment(fit)$.fitted))

fit <- multinom(vote ~ gender + Europe, data = beps, trace = FALSE, maxit = 1000, reltol = 1e-15, abstol = 1e-15)
X <- cbind(1, c(0, 1, 1), c(2, 5, 11))
probs <- function(t) { e <- cbind(0, X %*% matrix(t, 3)); c(exp(e) / rowSums(exp(e))) }
theta <- c(t(coef(fit)))
out$multinom <- list(
  probs = delta(probs, theta, vcov(fit), "logit"),
  link = delta(function(t) c(X %*% matrix(t, 3)), theta, vcov(fit), "identity"),
  levels = fit$lev, rank = fit$rank, glance = as.list(glance(fit)))

tight <- list(reltol = 1e-15, maxit = 20000)
fit <- zeroinfl(art ~ fem + ment | ment, data = d, dist = "negbin", control = do.call(zeroinfl.control, tight))
M <- cbind(1, c(0, 1, 1), c(0, 5, 20))
V <- -solve(fit$optim$hessian)
theta <- c(coef(fit), log(fit$theta))
mu <- function(t) exp(c(M %*% t[1:3]))
p <- function(t) plogis(c(M[, c(1, 3)] %*% t[4:5]))
out$zeroinfl <- list(
  response = delta(function(t) (1 - p(t)) * mu(t), theta, V, "log"), count = delta(mu, theta, V, "log"),
  zero = delta(p, theta, V, "logit"),
  prob = delta(function(t) p(t) + (1 - p(t)) * dnbinom(0, mu = mu(t), size = exp(t[6])), theta, V, "logit"),
  theta = fit$theta, SE_logtheta = fit$SE.logtheta)

fit <- hurdle(art ~ fem + ment | ment, data = d, dist = "negbin", control = do.call(hurdle.control, tight))
V <- matrix(0, 6, 6)
V[c(1:3, 6), c(1:3, 6)] <- -solve(fit$optim$count$hessian)
V[4:5, 4:5] <- -solve(fit$optim$zero$hessian)
theta <- c(coef(fit), log(fit$theta))
above <- function(t) 1 - dnbinom(0, mu = mu(t), size = exp(t[6]))
out$hurdle <- list(
  response = delta(function(t) p(t) * mu(t) / above(t), theta, V, "log"), count = delta(mu, theta, V, "log"),
  zero = delta(function(t) p(t) / above(t), theta, V, "log"),
  prob = delta(function(t) 1 - p(t), theta, V, "logit"), theta = unname(fit$theta), SE_logtheta = unname(fit$SE.logtheta))
# goodness of fit of housing's 24 patterns of predictors by 3 levels
tight_polr <- polr(Sat ~ Infl + Type + Cont, weights = Freq, data = housing, control = list(reltol = 1e-15, maxit = 5000))
whole <- multinom(Sat ~ Infl * Type * Cont, weights = Freq, data = housing, trace = FALSE, maxit = 1000, reltol = 1e-15, abstol = 1e-15)
O <- xtabs(Freq ~ interaction(Infl, Type, Cont) + Sat, data = housing)
P <- fitted(tight_polr)[match(rownames(O), with(housing, interaction(Infl, Type, Cont))), ]
E <- rowSums(O) * P
out$housing <- list(pearson = sum((O - E)^2 / E), deviance = deviance(tight_polr) - deviance(whole), df = 24 * 2 - tight_polr$edf)
out$zeroinfl$pearson <- sum(residuals(zeroinfl(art ~ fem + ment | ment, data = d, control = do.call(zeroinfl.control, tight)), "pearson")^2)
out$hurdle$pearson <- sum(residuals(hurdle(art ~ fem + ment | ment, data = d, control = do.call(hurdle.control, tight)), "pearson")^2)
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE), "predict_likelihood.json")
