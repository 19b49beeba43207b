# Tests of residuals and of simulations that are given here: base R.
# Needs jsonlite, and splines, which comes with R. Run from this folder; writes simulated_residuals.json.
library(splines)

set.seed(20)
n <- 60
nsim <- 99
x <- round(runif(n, 0, 2), 3)
mu <- exp(0.3 + 0.5 * x)
y <- rpois(n, mu * rgamma(n, 2, 2))
y[7] <- 30
drawn <- matrix(rpois(n * nsim, mu), n)
u <- ppois(y - 1, mu) + runif(n) * dpois(y, mu)
rank_x <- (rank(x) - 0.5) / n

ks <- ks.test(u, "punif")

# dispersion: Pearson's chi-square over the degrees of freedom, beside that of simulations
ratio <- sum((y - mu)^2 / mu) / (n - 2)
ratios <- colSums((drawn - mu)^2 / mu) / n
two_sided <- function(observed, simulated) {
  above <- (1 + sum(simulated >= observed)) / (length(simulated) + 1)
  below <- (1 + sum(simulated <= observed)) / (length(simulated) + 1)
  min(1, 2 * min(above, below))
}

# outliers: of counts beside those of each simulation, of normal responses binomial
outside <- function(one, others) sum(one < apply(others, 1, min) | one > apply(others, 1, max))
counts <- sapply(1:nsim, function(j) outside(drawn[, j], cbind(y, drawn[, -j])))
normal <- rnorm(n) * 1.5
normal_drawn <- round(matrix(rnorm(n * nsim), n), 3)
extreme <- outside(normal, normal_drawn)

# the score statistic of the quartiles along x, on a natural spline of the ranks
tau <- c(0.25, 0.5, 0.75)
basis <- ns(rank_x, knots = c(1 / 3, 2 / 3), Boundary.knots = c(0, 1), intercept = TRUE)
below <- sapply(tau, function(p) (u < p) - p)
omega <- outer(tau, tau, pmin) - outer(tau, tau)
sums <- t(basis) %*% below
score <- sum(diag(solve(omega) %*% t(sums) %*% solve(crossprod(basis)) %*% sums))

shape <- shapiro.test(normal^2)

jsonlite::write_json(list(
  x = x, mu = mu, y = y, drawn = t(drawn), u = u,
  normal = normal, normal_drawn = t(normal_drawn),
  ks = list(statistic = ks$statistic[[1]], p_value = ks$p.value),
  dispersion = list(ratio = ratio, ratios = ratios, p_value = two_sided(ratio, ratios)),
  zeros = list(observed = sum(y == 0), simulated = colSums(drawn == 0),
               p_value = two_sided(sum(y == 0), colSums(drawn == 0))),
  outliers = list(observed = outside(y, drawn), simulated = counts,
                  p_value = two_sided(outside(y, drawn), counts)),
  normal_outliers = list(observed = extreme,
                         p_value = binom.test(extreme, n, 2 / (nsim + 1))$p.value),
  score = list(statistic = score, p_value = pchisq(score, 12, lower.tail = FALSE)),
  shapiro = list(values = normal^2, statistic = shape$statistic[[1]], p_value = shape$p.value)
), "simulated_residuals.json", digits = NA, auto_unbox = TRUE)
