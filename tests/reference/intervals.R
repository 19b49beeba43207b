# confint() of the models that are no glm, at its default: nnet, pscl, MASS and VGAM of R 4.2.2, for
# tests/inference/test_interval_methods.py. From the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/intervals.R
# Writes tests/reference/intervals.json.
suppressMessages({library(MASS); library(nnet); library(pscl); library(VGAM); library(jsonlite)})
bio <- read.csv("tests/reference/data/biochemists.csv", stringsAsFactors = TRUE)
worm <- read.csv("tests/reference/data/budworm.csv", stringsAsFactors = TRUE)
rows <- function(m) list(names = rownames(m), low = unname(m[, 1]), high = unname(m[, 2]))
looms <- transform(warpbreaks, tension = factor(tension, levels = c("L", "M", "H")))
several <- multinom(tension ~ breaks, looms, trace = FALSE, reltol = 1e-14, maxit = 1000)
by_level <- confint(several)
flat <- do.call(rbind, lapply(dimnames(by_level)[[3]], function(l) { m <- by_level[, , l]; rownames(m) <- paste0(l, ":", rownames(m)); m }))
ordered_ <- polr(ordered(tension) ~ breaks + wool, looms, Hess = TRUE, control = list(reltol = 1e-15))
zip <- zeroinfl(art ~ fem + ment | ment, bio, control = zeroinfl.control(reltol = 1e-16))
hur <- hurdle(art ~ fem + ment | ment, bio, control = hurdle.control(reltol = 1e-16))
lirat <- read.csv("tests/reference/data/lirat.csv", stringsAsFactors = TRUE)
beta <- vglm(cbind(R, N - R) ~ hb, betabinomial, lirat, epsilon = 1e-12)
profiled <- suppressMessages(confint(beta, method = "profile"))
out <- list(multinom = rows(flat), polr = rows(suppressMessages(confint(ordered_))), zeroinfl = rows(confint(zip)), hurdle = rows(confint(hur)),
  betabinomial = rows(confint(beta)), betabinomial_profile = rows(profiled), nb = rows(suppressMessages(confint(glm.nb(breaks ~ wool + tension, warpbreaks)))),
  glm = rows(suppressMessages(confint(glm(breaks ~ wool + tension, poisson, warpbreaks)))))
write(toJSON(out, auto_unbox = TRUE, digits = 15, pretty = TRUE), "tests/reference/intervals.json")
