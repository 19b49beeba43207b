# The inference benchmark in R: Rscript inference.R FILE ROWS COLUMNS OUT
# FILE holds y and x1, x2, ... as doubles, column after column; OUT gets the answers.
given <- commandArgs(trailingOnly = TRUE)
n <- as.integer(given[2])
columns <- strsplit(given[3], ",")[[1]]
file <- file(given[1], "rb")
data <- as.data.frame(setNames(lapply(columns, function(name) readBin(file, "double", n)), columns))
close(file)
suppressPackageStartupMessages(library(MASS))

questions <- list(
  confint = function(fit) suppressMessages(confint(fit)),
  anova = function(fit) anova(fit)[["Resid. Dev"]],
  drop1 = function(fit) drop1(fit)[["Deviance"]],
  step = function(fit) sort(names(coef(step(fit, trace = 0)))),
  influence = function(fit) {
    found <- influence(fit)
    c(sum(found$hat), sum(abs(found$coefficients)), sum(found$sigma))
  }
)
formula <- reformulate(columns[-1], "y")
ask <- function(data) {
  current <<- data  # step() looks for its data where the formula was made
  fit <- glm(formula, binomial, current)
  lapply(questions, function(question) {
    begun <- Sys.time()
    answer <- question(fit)
    list(seconds = as.numeric(Sys.time() - begun, units = "secs"), answer = answer)
  })
}
for (i in 1:3) invisible(ask(head(data, 500)))  # the byte compiler takes a few calls
found <- ask(data)
shown <- function(x) paste(if (is.numeric(x)) format(c(t(x)), digits = 15, trim = TRUE) else x, collapse = " ")
writeLines(vapply(names(found), function(name) {
  paste(name, format(found[[name]]$seconds, digits = 6), shown(found[[name]]$answer))
}, ""), given[4])
