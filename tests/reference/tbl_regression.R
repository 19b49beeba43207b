# What a table of a model with a row for each level has: exp of the estimates, profile intervals,
# p-values, and the observations and events of each level, counted by tapply.
# Run from this folder; writes tbl_regression.json. R 4.2 with MASS.
suppressMessages({library(jsonlite); library(MASS); library(nnet)})
source("glm/typed_data.R")
for (name in c("births", "insurance", "budworm", "warpbreaks", "housing")) assign(name, read(name))
tight <- list(epsilon = 1e-14, maxit = 100)
counts <- function(value, by) lapply(by, function(g) as.list(tapply(value, g, sum)))
say <- function(id, fit, observations, events, by, limits = confint(fit), p = coef(summary(fit))[, 4])
  list(id = id, names = names(coef(fit)), estimate = unname(exp(coef(fit))), low = unname(exp(limits[, 1])),
       high = unname(exp(limits[, 2])), p = unname(p),
       n = counts(observations, by), events = counts(events, by))
quiet <- function(x) suppressMessages(x)

births$heavy <- births$lwt > 120
low <- glm(low ~ age + race * smoke + heavy, binomial, births, control = tight)
claims <- glm(Claims ~ offset(log(Holders)) + District + C(Age, contr.treatment), poisson, insurance, control = tight)
worms <- glm(cbind(numdead, 20 - numdead) ~ sex + ldose, binomial, budworm, control = tight)
ordered <- polr(Sat ~ Infl + Cont, housing, weights = Freq, Hess = TRUE, control = list(reltol = 1e-15, maxit = 5000))
z <- coef(summary(ordered))[names(coef(ordered)), "t value"]
housing$sat <- factor(housing$Sat, ordered = FALSE)
unordered <- multinom(sat ~ Cont, housing, weights = Freq, trace = FALSE, reltol = 1e-15, maxit = 1000)
cases <- list(
  say("births", low, rep(1, nrow(births)), as.numeric(births$low), births[c("race", "smoke", "heavy")], quiet(confint(low))),
  say("insurance", claims, rep(1, nrow(insurance)), insurance$Claims, insurance[c("District", "Age")], quiet(confint(claims))),
  say("budworm", worms, rep(20, 12), budworm$numdead, budworm["sex"], quiet(confint(worms))),
  say("housing", ordered, housing$Freq, 0 * housing$Freq, housing[c("Infl", "Cont")], quiet(confint(ordered)), 2 * pnorm(-abs(z))))
levels <- lapply(levels(housing$sat)[-1], function(l) as.list(tapply(housing$Freq * (housing$sat == l), housing$Cont, sum)))
names(levels) <- levels(housing$sat)[-1]
write_json(list(cases = cases, multinom = list(events = levels, estimate = exp(coef(unordered)[, 2]))),
           "tbl_regression.json", auto_unbox = TRUE, digits = NA)
