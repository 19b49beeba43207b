# Sandwich covariances of zeroinfl, hurdle and polr fits (sandwich 3.0). Run from this folder;
# writes robust_likelihood.json. R's Hessians are by differences, good to some four digits.
suppressMessages({library(jsonlite); library(pscl); library(MASS); library(sandwich)})
read <- function(name) read.csv(file.path("data", paste0(name, ".csv")), stringsAsFactors = TRUE)
d <- read("biochemists")
wine <- read("wine")
wine$rating <- factor(wine$rating, ordered = TRUE)
tight <- list(reltol = 1e-15, maxit = 20000)
fits <- list(
  zeroinfl = zeroinfl(art ~ fem + ment | ment, data = d, dist = "negbin", control = do.call(zeroinfl.control, tight)),
  hurdle = hurdle(art ~ fem + ment | ment, data = d, dist = "negbin", control = do.call(hurdle.control, tight)),
  polr = polr(rating ~ temp + contact, data = wine, Hess = TRUE, control = list(reltol = 1e-15, maxit = 5000)))
by <- list(zeroinfl = d$kid5, hurdle = d$kid5, polr = wine$judge)
out <- lapply(names(fits), function(name) {
  fit <- fits[[name]]
  v <- list(HC0 = sandwich(fit), cluster = vcovCL(fit, cluster = by[[name]]),
            cluster_HC1 = vcovCL(fit, cluster = by[[name]], type = "HC1"))
  c(list(names = rownames(v$HC0)), lapply(v, unname))
})
writeLines(toJSON(setNames(out, names(fits)), digits = NA, auto_unbox = TRUE), "robust_likelihood.json")
