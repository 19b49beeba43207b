# The models benchmark in R: Rscript models.R FILE ROWS COLUMNS OUT
# FILE holds the columns as doubles, one after the other; OUT gets seconds and coefficients.
given <- commandArgs(trailingOnly = TRUE)
n <- as.integer(given[2])
columns <- strsplit(given[3], ",")[[1]]
file <- file(given[1], "rb")
data <- as.data.frame(setNames(lapply(columns, function(name) readBin(file, "double", n)), columns))
close(file)
suppressPackageStartupMessages({library(MASS); library(nnet); library(pscl); library(VGAM)})
data$level <- factor(data$level, ordered = TRUE)
data$kind <- factor(data$kind)
terms <- paste(grep("^x", columns, value = TRUE), collapse = " + ")
f <- function(left) as.formula(paste(left, "~", terms))
# each ends with standard errors
models <- list(
  `glm_nb` = function() { fit <- glm.nb(f("counts"), d); vcov(fit); coef(fit) },
  `polr` = function() { fit <- polr(f("level"), d, Hess = TRUE); vcov(fit); c(coef(fit), fit$zeta) },
  `multinom` = function() { fit <- multinom(f("kind"), d, trace = FALSE, maxit = 500); vcov(fit); coef(fit) },
  `zeroinfl poisson` = function() { fit <- zeroinfl(f("zip"), d); vcov(fit); coef(fit) },
  `zeroinfl negbin` = function() { fit <- zeroinfl(f("zinb"), d, dist = "negbin"); vcov(fit); coef(fit) },
  `hurdle poisson` = function() { fit <- hurdle(f("zip"), d); vcov(fit); coef(fit) },
  `hurdle negbin` = function() { fit <- hurdle(f("zinb"), d, dist = "negbin"); vcov(fit); coef(fit) },
  `betabinomial` = function() {
    fit <- vglm(as.formula(paste("cbind(won, lost) ~", terms)), betabinomial, d)
    vcov(fit)
    coef(fit)
  }
)
lines <- vapply(names(models), function(name) {
  d <<- head(data, 2000)  # some of them look for their data where the formula was made
  suppressWarnings(models[[name]]())
  d <<- data
  begun <- Sys.time()
  answer <- suppressWarnings(models[[name]]())
  seconds <- as.numeric(Sys.time() - begun, units = "secs")
  paste(name, format(seconds, digits = 6), paste(format(c(t(answer)), digits = 15, trim = TRUE), collapse = " "), sep = "|")
}, "")
writeLines(lines, given[4])
