# Brant's test of parallel regressions, written out from the paper (Brant 1990, Biometrics 46).
# Run from this folder; writes brant.json. R 4.2 with MASS.
# The package brant is not at hand. Its page of survey is published in its manual, and these are
# its numbers to all digits shown: Omnibus 3.28 4 0.51, SexMale 1.58 2 0.45, Height 0.02 2 0.99.
suppressMessages({library(jsonlite); library(MASS)})
source("glm/typed_data.R")
for (name in c("housing", "wine", "beps", "births", "ozone")) assign(name, read(name))

brant <- function(y, X, w, o, groups) {
  J <- max(y); q <- ncol(X)
  coefs <- matrix(0, J - 1, q); P <- matrix(0, length(y), J - 1)
  for (m in 1:(J - 1)) {
    g <- suppressWarnings(glm.fit(X, as.numeric(y > m), weights = w, offset = o, family = binomial(), control = list(epsilon = 1e-14, maxit = 100)))
    coefs[m, ] <- g$coefficients; P[, m] <- plogis(drop(X %*% g$coefficients) + o)
  }
  V <- array(0, c(J - 1, q, J - 1, q))
  inverse <- lapply(1:(J - 1), function(m) solve(crossprod(X, X * (w * (P[, m] - P[, m]^2)))))
  for (m in 1:(J - 1)) for (l in m:(J - 1)) {
    both <- inverse[[m]] %*% crossprod(X, X * (w * (P[, l] - P[, m] * P[, l]))) %*% inverse[[l]]
    V[m, , l, ] <- both; V[l, , m, ] <- t(both)
  }
  wald <- function(k) {
    p <- length(k)
    b <- as.vector(t(coefs[, k, drop = FALSE]))
    S <- matrix(aperm(V[, k, , k, drop = FALSE], c(2, 1, 4, 3)), p * (J - 1))
    D <- cbind(kronecker(matrix(1, J - 2, 1), diag(p)), -diag((J - 2) * p))
    d <- D %*% b
    c(drop(t(d) %*% solve(D %*% S %*% t(D), d)), (J - 2) * p)
  }
  lines <- function(at) {
    rows <- rbind(wald(2:q), t(sapply(at, wald)))
    list(X2 = rows[, 1], df = rows[, 2], probability = pchisq(rows[, 1], rows[, 2], lower.tail = FALSE))
  }
  own <- as.list(2:q)
  c(list(names = c("Omnibus", colnames(X)[-1]), coefficients = coefs, by_coefficient = lines(own)),
    list(terms = c("Omnibus", names(groups)), by_term = lines(groups)))
}
case <- function(id, data, formula, weights = NULL, o = NULL, more = NULL) {
  d <- if (is.character(data)) get(data) else data
  f <- as.formula(formula)
  mf <- model.frame(f, d)
  X <- model.matrix(f, mf)
  w <- if (is.null(weights)) rep(1, nrow(mf)) else d[[weights]]
  offset <- if (is.null(model.offset(mf))) rep(0, nrow(mf)) else model.offset(mf)
  labels <- attr(terms(mf), "term.labels")
  groups <- split(seq_len(ncol(X))[-1], factor(labels[attr(X, "assign")[-1]], labels))
  c(list(id = id, data = if (is.character(data)) data, formula = formula, weights = weights), more, brant(as.integer(model.response(mf)), X, w, offset, groups))
}
s <- survey
s$Smoke <- ordered(s$Smoke, levels = c("Never", "Occas", "Regul", "Heavy"))
s <- s[complete.cases(s[, c("Smoke", "Sex", "Height")]), c("Smoke", "Sex", "Height")]
births$size <- cut(births$bwt, c(0, 2500, 3000, 3500, 6000))
cut_births <- "cut(bwt, c(0, 2500, 3000, 3500, 6000))"
cases <- list(
  case("survey", s, "Smoke ~ Sex + Height", more = list(columns = lapply(as.list(s), function(v) if (is.factor(v)) as.character(v) else v))),
  case("housing", "housing", "Sat ~ Infl + Type + Cont", weights = "Freq"),
  case("housing-interaction", "housing", "Sat ~ Infl * Cont", weights = "Freq"),
  case("births", "births", paste(cut_births, "~ lwt + race + smoke")),
  case("births-one", "births", paste(cut_births, "~ lwt")),
  case("births-offset", "births", paste(cut_births, "~ race + smoke + offset(lwt / 100)")),
  case("beps", "beps", "knowledge ~ age + gender + Europe"),
  case("ozone", "ozone", "level ~ Wind + Temp")
)
write_json(cases, "brant.json", digits = NA, auto_unbox = TRUE, null = "null", na = "string")
