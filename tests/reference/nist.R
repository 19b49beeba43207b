# The correct digits of R's lm() on NIST's sets for linear regression: worst coefficient, worst
# standard error, sigma, R squared and F, at R's own tolerance and at tol = 1e-10. At its own R
# leaves a column of Filip out, and all digits are lost. R 4.2.2; from the repository's root:
#   LANG=C.UTF-8 Rscript --vanilla tests/reference/nist.R
# Writes tests/reference/nist/lm_digits.json.
FOLDER <- "tests/reference/nist"
source("tests/reference/glm/json.R")
data <- read.csv(file.path(FOLDER, "data.csv"))
certified <- read.csv(file.path(FOLDER, "certified.csv"))
powers <- function(degree) paste("y ~", paste0("I(x1^", seq_len(degree), ")", collapse = " + "))
FORMULAS <- c(Norris = "y ~ x1", Pontius = powers(2), NoInt1 = "y ~ x1 - 1", NoInt2 = "y ~ x1 - 1", Filip = powers(10),
  Longley = "y ~ x1 + x2 + x3 + x4 + x5 + x6", setNames(rep(powers(5), 5), paste0("Wampler", 1:5)))
# log relative error, 15 at most; absolute where 0 is certified
digits <- function(found, known) {
  if (any(is.na(found))) return(0)
  size <- ifelse(known == 0, 1, abs(known))
  max(0, round(min(pmin(15, -log10(abs(found - known) / size))), 1))
}
of_set <- function(name, tol) {
  known <- certified[certified$dataset == name, ]
  scalar <- function(term) known$value[known$term == term]
  s <- suppressWarnings(summary(fit <- lm(as.formula(FORMULAS[[name]]), data[data$dataset == name, ], tol = tol)))
  p <- length(coef(fit))
  errors <- rep(NA, p)
  errors[!is.na(coef(fit))] <- coef(s)[, 2]
  f <- scalar("f_statistic")
  list(coefficients = digits(coef(fit), known$value[1:p]), std_errors = digits(errors, known$std_error[1:p]),
       sigma = digits(s$sigma, scalar("residual_sd")), r_squared = digits(s$r.squared, scalar("r_squared")),
       fstatistic = if (is.finite(f)) digits(s$fstatistic[[1]], f), aliased = I(as.character(names(which(is.na(coef(fit)))))))
}
out <- lapply(setNames(names(FORMULAS), names(FORMULAS)), function(name)
  list(formula = FORMULAS[[name]], default = of_set(name, 1e-7), tol = of_set(name, 1e-10)))
writeLines(c("{", paste0(vapply(names(out), function(n) paste0("\"", n, "\": ", json(out[[n]])), ""),
                         c(rep(",", length(out) - 1), "")), "}"), file.path(FOLDER, "lm_digits.json"))
