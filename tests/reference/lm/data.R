# Data sets of the lm references that those of glm have not: written beside them, in the same way.

lm_made <- list(
  # a two-way layout with unequal cells, and one of them empty
  cells = local({
    a <- rep(c("a1", "a2", "a3"), c(7, 5, 6))
    b <- c("b1", "b1", "b1", "b2", "b2", "b3", "b3", "b1", "b2", "b2", "b3", "b3", "b1", "b1", "b1", "b3", "b3", "b3")
    data.frame(a = factor(a), b = factor(b),
               x = c(1.2, 0.4, 2.2, 3.1, 1.7, 0.9, 2.8, 1.1, 3.6, 2.4, 0.7, 1.9, 2.6, 3.3, 0.2, 1.4, 2.1, 3.8),
               y = c(4.1, 3.7, 5.9, 8.2, 6.3, 2.8, 5.1, 5.5, 9.9, 8.7, 4.2, 5.6, 7.4, 8.1, 3.3, 5.2, 6.8, 9.1),
               w = c(1, 2, 0, 3, 1, 1, 2, 0.5, 1, 4, 0, 1, 2, 1, 1, 3, 0.25, 1))
  }),
  # the rows are a time series with a trend and correlated errors
  series = local({
    e <- c(0.31, 0.42, 0.18, -0.22, -0.51, -0.37, -0.61, -0.12, 0.27, 0.55, 0.83, 0.47, 0.22, -0.09,
           -0.44, -0.28, -0.73, -0.55, -0.08, 0.19, 0.61, 0.92, 0.66, 0.38, 0.04, -0.31, -0.62, -0.87,
           -0.41, -0.16, 0.29, 0.58, 0.35, 0.71, 0.13, -0.24, -0.58, -0.33, 0.02, 0.46)
    t <- seq_along(e)
    x <- round(sin(t / 3) + t / 20, 3)
    z <- round(cos(t * 1.7), 3)
    data.frame(t = t, x = x, z = z, g = factor(rep(c("k", "l", "m", "n", "o"), each = 8)),
               id = rep(1:10, 4), y = round(2 + 0.8 * x - 0.3 * z + e * (1 + x / 2), 3),
               w = rep(c(1, 2, 1.5, 0.5), 10))
  })
)
journals <- function() {
  data("Journals", package = "AER", envir = environment())
  data.frame(subs = Journals$subs, citeprice = Journals$price / Journals$citations,
             age = 2000 - Journals$foundingyear, society = Journals$society,
             price = Journals$price, citations = Journals$citations, pages = Journals$pages,
             chars = Journals$charpp * Journals$pages / 10^6)
}
lm_sets <- function() c(lm_made, list(
  attitude = attitude, cars = cars, chickwts = chickwts, faithful = faithful[1:60, ],
  journals = journals(), Orange = local({
    d <- as.data.frame(Orange)
    data.frame(Tree = factor(as.character(d$Tree)), age = d$age, circumference = d$circumference)
  }), PlantGrowth = PlantGrowth, sleep = sleep, stackloss = stackloss, women = women,
  cement = MASS::cement))
