# What brm.R and brm_pages.R share: data, priors, draws and their summaries. Sourced from tests/reference/.
# Debian's r-cran-bh has no headers of its own: they are in /usr/include.
if (rstan::rstan_options("boost_lib") == "") rstan::rstan_options(boost_lib = "/usr/include")
options(width = 80, digits = 7, mc.cores = 1)
source("glm/json.R")
types <- fromJSON("data/types.json", simplifyVector = TRUE)
read <- function(name) {
  if (name == "galaxies") return(read.csv("../../rglm/datasets/data/galaxies.csv"))
  d <- read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE)
  for (column in names(d)) if (is.list(kind <- types[[name]][[column]]))
    d[[column]] <- factor(d[[column]], levels = kind$levels, ordered = kind$ordered)
  d
}
# every k-th row, from the first
data_of <- function(case) {
  d <- read(case$data)
  if (is.null(case$every)) d else d[seq(1, nrow(d), by = case$every), ]
}
# a prior: its distribution, and what it is of
p <- function(prior, class = "b", coef = "", dpar = "")
  list(prior = prior, class = class, coef = coef, dpar = dpar)

# mean, sd, quantiles of each column of draws (draws x chains x parameters), and their Monte Carlo
# errors (posterior's mcse_*)
summaries <- function(draws) {
  one <- function(fun) apply(draws, 3, fun)
  list(names = I(dimnames(draws)[[3]]), mean = I(one(mean)), sd = I(one(sd)),
       q2.5 = I(one(function(x) quantile(x, 0.025))), q97.5 = I(one(function(x) quantile(x, 0.975))),
       mcse_mean = I(one(mcse_mean)), mcse_sd = I(one(mcse_sd)),
       mcse_q2.5 = I(one(function(x) mcse_quantile(x, 0.025))),
       mcse_q97.5 = I(one(function(x) mcse_quantile(x, 0.975))),
       rhat = I(one(rhat)), ess_bulk = I(one(ess_bulk)))
}
# (draws of all chains) x rows, the chains one after the other -> draws x chains x rows
by_chain <- function(x, chains, rows)
  array(x, c(nrow(x) / chains, chains, ncol(x)), list(NULL, NULL, rows))
shown_rows <- function(n) c(1, n %/% 2, n)
page <- function(expr) paste(capture.output(expr), collapse = "\n")
