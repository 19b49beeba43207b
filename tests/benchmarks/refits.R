# A thousand refits in R: Rscript refits.R FOLDER
# FOLDER has design (n x p, no constant), responses and weights (R x n), as doubles, and sizes (n p R).
given <- commandArgs(trailingOnly = TRUE)
at <- function(name) file.path(given[1], name)
sizes <- scan(at("sizes"), quiet = TRUE)
n <- sizes[1]; p <- sizes[2]; count <- sizes[3]
numbers <- function(name, size) readBin(at(name), "double", size)
x <- matrix(numbers("design", n * p), n, p, byrow = TRUE)
y <- matrix(numbers("responses", n * count), count, n, byrow = TRUE)
w <- matrix(numbers("weights", n * count), count, n, byrow = TRUE)
data <- as.data.frame(x)
formula <- reformulate(names(data), "y")
design <- cbind(1, x)
timed <- function(fit) {
  for (i in 1:10) fit(i)
  begun <- Sys.time()
  for (i in seq_len(count)) last <- fit(i)
  seconds <- as.numeric(Sys.time() - begun, units = "secs")
  c(seconds, last)
}
quiet <- function(work) suppressWarnings(work)
ways <- list(
  responses = function(i) { data$y <- y[i, ]; coef(glm(formula, binomial(), data)) },
  weights = function(i) {
    data$y <- y[1, ]; data$w <- w[i, ]
    coef(quiet(glm(formula, binomial(), data, weights = w)))
  },
  responses_glm_fit = function(i) glm.fit(design, y[i, ], family = binomial())$coefficients,
  weights_glm_fit = function(i) quiet(glm.fit(design, y[1, ], w[i, ], family = binomial()))$coefficients
)
for (name in names(ways)) cat(name, format(timed(ways[[name]]), digits = 15), "\n")
