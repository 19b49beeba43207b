# The shipped data sets beside R's own copies, and the fits that textbooks print of them.
# Run from this folder: Rscript datasets.R   (R 4.2.2, MASS 7.3-58; writes datasets.json)
# Numbers are written as strings of 17 significant digits, which hold a double exactly.
suppressPackageStartupMessages(library(MASS))
library(jsonlite)

shipped <- function(name) read.csv(file.path("../../rglm/datasets/data", paste0(name, ".csv")))
text <- function(x) lapply(x, function(v) if (is.numeric(v)) sprintf("%.17g", v) else as.character(v))
fits <- list()
tight <- list(epsilon = 1e-14, maxit = 100)
keep <- function(name, fit, ...) {
  fits[[name]] <<- text(list(coef = coef(fit), se = sqrt(diag(vcov(fit))), deviance = deviance(fit),
                             df = df.residual(fit), ...))
}

# our copies, value for value, against ?glm, ?dose.p and ?warpbreaks
dobson <- shipped("dobson")
stopifnot(dobson$counts == c(18, 17, 15, 20, 10, 20, 25, 13, 12),
          dobson$outcome == gl(3, 1, 9), dobson$treatment == gl(3, 3))
example(glm, package = "stats", echo = FALSE, ask = FALSE)  # leaves clotting behind
ours <- shipped("clotting")
stopifnot(ours$u == clotting$u, ours$lot1 == clotting$lot1, ours$lot2 == clotting$lot2)
example(dose.p, package = "MASS", echo = FALSE, ask = FALSE)  # leaves ldose, numdead and sex
budworm <- shipped("budworm")
stopifnot(budworm$ldose == ldose, budworm$numdead == numdead, budworm$sex == sex, budworm$n == 20)
ours <- shipped("warpbreaks")
stopifnot(nrow(ours) == 54, ours$breaks == warpbreaks$breaks, ours$wool == warpbreaks$wool,
          ours$tension == warpbreaks$tension)

keep("dobson", glm(counts ~ factor(outcome) + factor(treatment), poisson, dobson, control = tight))
keep("clotting_lot1", glm(lot1 ~ log(u), Gamma, clotting, control = tight))
keep("clotting_lot2", glm(lot2 ~ log(u), Gamma, clotting, control = tight))
keep("budworm", glm(cbind(numdead, n - numdead) ~ factor(sex, c("F", "M")) + ldose, binomial,
                    budworm, control = tight))
keep("warpbreaks", glm(breaks ~ wool + tension, poisson, warpbreaks, control = tight))
ours <- shipped("mtcars")
stopifnot(ours$model == rownames(mtcars), ours[-1] == mtcars)
keep("mtcars", lm(mpg ~ wt + hp, ours))
keep("hubble", lm(velocity ~ distance, shipped("hubble")))

galaxies <- shipped("galaxies")
keep("galaxies_logit", glm(has_gc ~ logmass, binomial, galaxies, control = tight))
keep("galaxies_sample", glm(has_gc ~ logmass + sample, binomial, galaxies, control = tight))
counts <- glm(n_gc ~ logmass, poisson, galaxies, control = tight)
keep("galaxies_poisson", counts,
     dispersion = sum(residuals(counts, "pearson")^2) / df.residual(counts))
nb <- glm.nb(n_gc ~ logmass, galaxies, control = glm.control(1e-14, 100))
keep("galaxies_nb", nb, theta = nb$theta, se_theta = nb$SE.theta)

# a list of vectors keeps no names in JSON: every vector is in R's own order
writeLines(toJSON(lapply(fits, lapply, unname), auto_unbox = FALSE, pretty = TRUE), "datasets.json")
