# One workload in R's glm or lm: the protocol of worker.py, without a JSON package.
# Rscript rival.R FILE ROWS FORMULA FAMILY NAMES(comma-separated)
given <- commandArgs(trailingOnly = TRUE)
n <- as.integer(given[2])
formula <- as.formula(given[3])
family <- switch(given[4], binomial = binomial(), poisson = poisson(), Gamma = Gamma("log"))
columns <- strsplit(given[5], ",")[[1]]
file <- file(given[1], "rb")
data <- as.data.frame(setNames(lapply(columns, function(name) readBin(file, "double", n)), columns))
close(file)

status <- function(field) {
  line <- grep(field, readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) * 1024 / 1e6
}
call <- function(data) {
  fit <- if (given[4] == "gaussian") lm(formula, data) else glm(formula, family = family, data = data)
  summary(fit)$coefficients
}
numbers <- function(x) paste0(format(x, digits = 17, trim = TRUE), collapse = ",")
pairs <- function(x) {
  paste0("{", paste0("\"", names(x), "\":", format(x, digits = 17, trim = TRUE), collapse = ","), "}")
}
timed <- function(count, first) {
  if (first) {
    invisible(gc())
    cat("5", file = "/proc/self/clear_refs")
    before <- status("VmRSS")
  }
  seconds <- numeric(count)
  for (i in seq_len(count)) {
    begun <- Sys.time()
    last <<- call(data)
    seconds[i] <- as.numeric(Sys.time() - begun, units = "secs")
  }
  extra <- if (first) paste0(",\"extra_mb\":", status("VmHWM") - before) else ""
  paste0("{\"seconds\":[", numbers(seconds), "]", extra, "}")
}

last <- NULL
for (i in 1:10) invisible(call(head(data, 2000)))  # the byte compiler takes a few calls
first <- TRUE
cat("{}\n")
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) == 1) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "time") {
    cat(timed(as.integer(words[2]), first), "\n", sep = "")
  } else {
    cat("{\"coef\":", pairs(last[, 1]), ",\"se\":", pairs(last[, 2]), "}\n", sep = "")
  }
  first <- FALSE
}
