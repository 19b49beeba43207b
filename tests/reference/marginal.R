# Average marginal effects, contrasts and predictions with delta-method standard errors from exact
# gradients, and emmeans. Run from this folder; writes marginal.json.
library(jsonlite)
library(MASS)
suppressMessages(library(emmeans))
tight <- list(epsilon = 1e-13, maxit = 50)
births <- birthwt
births$race <- factor(births$race, labels = c("white", "black", "other"))
ins <- transform(Insurance, District = factor(District), Group = factor(Group, ordered = FALSE),
                 Age = factor(Age, ordered = FALSE))
fits <- list(
  logit = glm(low ~ lwt + age + race, binomial, births, control = tight),
  probit = glm(low ~ lwt * race, binomial("probit"), births, control = tight),
  poisson = glm(Claims ~ District + Group + offset(log(Holders)), poisson, ins, control = tight),
  Gamma = glm(Ozone ~ Wind + poly(Temp, 2), Gamma("log"), na.omit(airquality), control = tight),
  gaussian = glm(Fertility ~ Agriculture * Education + splines::ns(Catholic, 3), gaussian, swiss, control = tight),
  warp = glm(breaks ~ wool * tension, quasipoisson, warpbreaks, control = tight)
)
parts <- function(f, data) {
  tt <- delete.response(terms(f))
  mf <- model.frame(tt, data, xlev = f$xlevels)
  X <- model.matrix(tt, mf, contrasts.arg = f$contrasts)
  off <- model.offset(mf); if (is.null(off)) off <- 0
  X <- X[, !is.na(coef(f)), drop = FALSE]
  eta <- drop(X %*% na.omit(coef(f))) + off
  list(mu = f$family$linkinv(eta), J = f$family$mu.eta(eta) * X)
}
said <- function(f, est, J) list(estimate = est, se = sqrt(drop(t(J) %*% vcov(f, complete = FALSE) %*% J)))
slope <- function(f, data, x) {
  h <- diff(range(data[[x]])) * 1e-5
  up <- data; up[[x]] <- up[[x]] + h; down <- data; down[[x]] <- down[[x]] - h
  a <- parts(f, up); b <- parts(f, down)
  said(f, mean(a$mu - b$mu) / (2 * h), colMeans(a$J - b$J) / (2 * h))
}
contrast <- function(f, data, x, to, from) {
  up <- data; up[[x]] <- factor(to, levels(data[[x]])); down <- data; down[[x]] <- factor(from, levels(data[[x]]))
  a <- parts(f, up); b <- parts(f, down)
  said(f, mean(a$mu - b$mu), colMeans(a$J - b$J))
}
averages <- function(f, data, x) lapply(split(seq_len(nrow(data)), data[[x]]), function(rows) {
  p <- parts(f, data[rows, ]); said(f, mean(p$mu), colMeans(p$J))
})
air <- na.omit(airquality)
out <- list(
  logit = list(slopes = list(lwt = slope(fits$logit, births, "lwt"), age = slope(fits$logit, births, "age")),
               contrasts = list(black = contrast(fits$logit, births, "race", "black", "white"),
                                other = contrast(fits$logit, births, "race", "other", "white")),
               averages = averages(fits$logit, births, "race"), by = "race"),
  probit = list(slopes = list(lwt = slope(fits$probit, births, "lwt")),
                contrasts = list(black = contrast(fits$probit, births, "race", "black", "white")),
                averages = averages(fits$probit, births, "race"), by = "race"),
  poisson = list(slopes = list(),
                 contrasts = list(`>2l` = contrast(fits$poisson, ins, "Group", ">2l", "<1l")),
                 averages = averages(fits$poisson, ins, "Group"), by = "Group"),
  Gamma = list(slopes = list(Wind = slope(fits$Gamma, air, "Wind"), Temp = slope(fits$Gamma, air, "Temp")),
               contrasts = list(), averages = list()),
  gaussian = list(slopes = list(Agriculture = slope(fits$gaussian, swiss, "Agriculture"),
                                Education = slope(fits$gaussian, swiss, "Education"),
                                Catholic = slope(fits$gaussian, swiss, "Catholic")),
                  contrasts = list(), averages = list())
)
em <- function(object) {
  s <- as.data.frame(summary(object))
  list(level = as.character(s[[1]]), estimate = s[[2]], se = s$SE)
}
out$emmeans <- list(
  response = em(emmeans(fits$warp, "tension", regrid = "response")),
  pairs = em(pairs(emmeans(fits$warp, "wool", regrid = "response")))
)
# columns that a formula reads as levels or in steps, and other words of formulas
births$ftvs <- pmin(birthwt$ftv, 3); births$raced <- birthwt$race; births$smokes <- birthwt$smoke == 1
births$raceo <- factor(birthwt$race, ordered = TRUE); births$t <- births$lwt / 100
births$k <- birthwt$ftv; births$m <- 7 - birthwt$ftv; births$w <- 1 + (births$age %% 3)
forms <- list(
  list("low ~ age + factor(raced)", "binomial", "raced", 3, 1, "age"),
  list("low ~ age * factor(raced)", "binomial", "raced", 2, 1, "age"),
  list("low ~ lwt + interaction(raced, smokes)", "binomial", "raced", 3, 1, "lwt"),
  list("low ~ age + ftvs + factor(ftvs)", "binomial", "ftvs", 2, 0, "age"),
  list("low ~ lwt + smokes", "binomial", "smokes", TRUE, FALSE, "lwt"),
  list("low ~ lwt + raceo", "binomial", "raceo", 3, 1, "lwt"),
  list("low ~ lwt + ordered(raced)", "binomial", "raced", 3, 1, "lwt"),
  list("low ~ age + cut(lwt, c(0, 100, 150, 400))", "binomial", "lwt", 160, 90, "age"),
  list("low ~ age + ifelse(lwt > 120, 1, 0)", "binomial", "lwt", 130, 110, "age"),
  list("low ~ age + I(raced == 2)", "binomial", "raced", 2, 1, "age"),
  list("low ~ bs(lwt, df = 4) + scale(age)", "binomial", "age", 30, 20, "lwt"),
  list("low ~ lwt + I(lwt^2)", "binomial", "lwt", 150, 100, "lwt"),
  list("k ~ age + smokes + offset(log(t))", "poisson", "smokes", TRUE, FALSE, "age"),
  list("cbind(k, m) ~ age + factor(raced)", "binomial", "raced", 2, 1, "age"),
  list("k ~ age + factor(raced, labels = c(\"w\", \"b\", \"o\"), levels = 1:3)", "poisson", "raced", 3, 2, "age")
)
library(splines)
tight <- list(epsilon = 1e-12, maxit = 100)
out$words <- suppressWarnings(lapply(forms, function(form) {
  f <- do.call(glm, list(as.formula(form[[1]]), get(form[[2]]), births, control = tight))
  x <- form[[3]]
  at <- function(value) {
    data <- births
    data[[x]] <- if (x == "raceo") factor(rep(value, nrow(data)), 1:3, ordered = TRUE) else value
    parts(f, data)
  }
  a <- at(form[[4]]); b <- at(form[[5]])
  list(formula = form[[1]], family = form[[2]], variable = x, to = form[[4]], from = form[[5]],
       contrast = said(f, mean(a$mu - b$mu), colMeans(a$J - b$J)), by = form[[6]],
       slope = slope(f, births, form[[6]]), converged = f$converged)
}))
f <- glm(low ~ age + factor(raced), binomial, births, weights = w, control = tight)
out$weighted <- averages(f, births, "raced")
write(toJSON(out, digits = 12, auto_unbox = TRUE), "marginal.json")
