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
# weights that are numbers of observations: the fits of the rows written out (housing's own are
# those; sandwich of the weighted polr takes scores that are not its own)
times <- function(frame, w) frame[rep(seq_len(nrow(frame)), w), ]
housing <- housing[housing$Freq > 0, ]
bio <- times(d, seq_len(nrow(d)) %% 3)
long <- list(
  housing = polr(Sat ~ Infl + Type + Cont, data = times(housing, housing$Freq), Hess = TRUE, control = list(reltol = 1e-15, maxit = 5000)),
  zip = zeroinfl(art ~ fem + ment | ment, data = bio, control = do.call(zeroinfl.control, tight)),
  hurdle_negbin = hurdle(art ~ fem + ment | ment, data = bio, dist = "negbin", control = do.call(hurdle.control, tight)))
groups <- list(housing = times(housing, housing$Freq)$Type, zip = bio$kid5, hurdle_negbin = bio$kid5)
written <- lapply(names(long), function(name) {
  fit <- long[[name]]
  n <- length(groups[[name]])
  v <- list(HC0 = sandwich(fit), HC1 = vcovCL(fit, cluster = seq_len(n), type = "HC1"),
            cluster = vcovCL(fit, cluster = groups[[name]]),
            cluster_HC1 = vcovCL(fit, cluster = groups[[name]], type = "HC1"))
  c(list(names = rownames(v$HC0)), lapply(v, unname))
})
out <- c(setNames(out, names(fits)), list(written_out = setNames(written, names(long))))
writeLines(toJSON(out, digits = NA, auto_unbox = TRUE), "robust_likelihood.json")
