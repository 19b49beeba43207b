# R's numeric words of a formula: poly, bs, ns, scale, cut and the contrasts.
# Run from this folder: Rscript design.R   (R 4.2.2; writes design.json)
# Numbers are written as strings of 17 significant digits, which hold a double exactly.
library(splines)
library(jsonlite)

set.seed(42)
data <- list(
  ties = c(1, 2, 2, 3, 5, 8, 13, 21),
  counts = rep(0:6, c(6, 4, 3, 3, 2, 1, 1)),
  normal = rnorm(20),
  wide = exp(rnorm(14, sd = 4)),
  years = 1990 + c(0, 3, 4, 4, 7, 8, 11, 15, 20, 21, 22, 30),
  heavy = rep(c(1, 2, 3, 10), c(6, 3, 2, 2)),
  top = rep(c(1, 4, 7, 10), c(2, 2, 2, 6)),
  gaps = c(4.5, NA, -2, 0, 1.25, NA, 3, 8, -7.5)
)
# new rows: inside, at the ends and well outside
new <- lapply(data, function(x) {
  r <- range(x, na.rm = TRUE)
  w <- diff(r)
  c(r, r[1] + w * c(0.1, 0.37, 0.5, 0.93), r[1] - w * c(0.01, 0.5, 2), r[2] + w * c(0.01, 0.5, 2))
})

text <- function(x) {
  if (is.list(x)) return(lapply(x, text))
  if (is.double(x)) {
    out <- ifelse(is.na(x), "NaN", sprintf("%.17g", x))
    if (is.matrix(x)) dim(out) <- dim(x)
    return(out)
  }
  x
}
plain <- function(m) matrix(as.double(m), nrow(m))
cases <- list()
add <- function(word, ...) cases[[length(cases) + 1]] <<- list(word = unbox(word), ...)
quiet <- function(expr) {
  said <- character()
  value <- withCallingHandlers(expr, warning = function(w) {
    said <<- c(said, conditionMessage(w))
    invokeRestart("muffleWarning")
  })
  list(value = value, warnings = said)
}

# --- poly -------------------------------------------------------------------------------------
for (name in setdiff(names(data), "gaps")) for (degree in 1:4) {
  x <- data[[name]]
  if (degree >= length(unique(x))) next
  basis <- poly(x, degree)
  add("poly", data = unbox(name), degree = unbox(degree), basis = plain(basis),
      predicted = plain(predict(basis, new[[name]])), alpha = attr(basis, "coefs")$alpha,
      norm2 = attr(basis, "coefs")$norm2)
}
basis <- poly(data$normal, 12)
add("poly", data = unbox("normal"), degree = unbox(12L), basis = plain(basis),
    predicted = plain(predict(basis, new$normal[1:6])), alpha = attr(basis, "coefs")$alpha,
    norm2 = attr(basis, "coefs")$norm2)

# --- bs and ns --------------------------------------------------------------------------------
spline <- function(word, name, args) {
  x <- data[[name]]
  made <- tryCatch(quiet(do.call(word, c(list(x), args))), error = function(e) NULL)
  if (is.null(made)) { # ns with a knot on the upper boundary
    add(word, data = unbox(name), args = args, refused = unbox(TRUE))
    return(invisible())
  }
  basis <- made$value
  add(word, data = unbox(name), args = args, basis = plain(basis), warnings = made$warnings,
      knots = as.double(attr(basis, "knots")), boundary = as.double(attr(basis, "Boundary.knots")),
      predicted = plain(quiet(predict(basis, new[[name]]))$value))
}
inner <- function(x, p) unname(quantile(x, p, na.rm = TRUE)) + 0.25
ends <- function(x, p) unname(quantile(x, p, na.rm = TRUE))
for (name in names(data)) {
  x <- data[[name]]
  for (intercept in c(FALSE, TRUE)) {
    for (degree in c(1, 2, 3, 5)) for (df in c(2, 5, 7))
      spline("bs", name, list(df = df, degree = degree, intercept = intercept))
    for (df in c(0, 1, 2, 3, 4, 6)) spline("ns", name, list(df = df, intercept = intercept))
    for (word in c("bs", "ns")) {
      spline(word, name, list(intercept = intercept))
      spline(word, name, list(knots = inner(x, c(0.6, 0.3)), intercept = intercept))
      spline(word, name, list(knots = inner(x, 0.5), Boundary.knots = ends(x, 0:1) + c(-3, 4)))
    }
  }
}
# boundary inside the data: rows beyond it when learning already
for (name in c("counts", "normal", "years")) for (word in c("bs", "ns")) {
  inside <- ends(data[[name]], c(0.2, 0.8))
  for (df in c(4, 6)) spline(word, name, list(df = df, Boundary.knots = rev(inside)))
}
# knots that coincide: with one another, with a boundary
spline("bs", "ties", list(knots = c(5, 5, 8)))
spline("ns", "ties", list(knots = c(5, 5, 8)))
spline("bs", "ties", list(knots = c(5, 5, 5)))
spline("bs", "ties", list(df = 9, knots = 4))

# --- scale ------------------------------------------------------------------------------------
for (name in names(data)) for (center in list(TRUE, FALSE, 2.5)) for (scale in list(TRUE, FALSE, 3))
  add("scale", data = unbox(name), center = unbox(center), scale = unbox(scale),
      scaled = as.double(base::scale(data[[name]], center, scale)))

# --- contrasts --------------------------------------------------------------------------------
contrast <- function(word, args) {
  m <- do.call(word, args)
  add("contrasts", name = unbox(word), args = args, matrix = plain(m),
      columns = if (is.null(colnames(m))) as.character(seq_len(ncol(m))) else colnames(m))
}
for (n in 2:12) {
  for (word in c("contr.treatment", "contr.sum", "contr.helmert", "contr.poly", "contr.SAS")) {
    contrast(word, list(n = as.double(n)))
    contrast(word, list(n = LETTERS[1:n]))
  }
  contrast("contr.treatment", list(n = letters[1:n], base = as.double(n %/% 2 + 1)))
  contrast("contr.poly", list(n = letters[1:n], scores = (1:n)^1.5))
}
contrast("contr.poly", list(n = 4, scores = c(1, 2, 4, 8)))
contrast("contr.poly", list(n = 5, scores = c(3, -1, 0, 10, 4)))
contrast("contr.poly", list(n = 3, scores = c(1990, 1995, 2005)))
g <- factor(letters[c(1:5, 5, 2)])
for (m in list(matrix(c(1, 0, 0, 0, -1), 5), matrix(c(1, 2, 3, 4, 5, 1, 0, 0, 1, 7), 5)))
  add("complete", given = plain(m), matrix = plain(contrasts(C(g, m))))

# --- cut --------------------------------------------------------------------------------------
cutting <- function(name, args) {
  x <- if (is.character(name)) data[[name]] else name
  out <- do.call(cut, c(list(x), args))
  add("cut", x = as.double(x), args = args, codes = as.integer(out), levels = levels(out))
}
for (name in names(data)) {
  x <- data[[name]]
  for (right in c(TRUE, FALSE)) for (lowest in c(FALSE, TRUE)) {
    more <- list(right = right, include.lowest = lowest)
    for (k in c(2, 3, 5, 10)) cutting(name, c(list(breaks = k), more))
    if (!anyDuplicated(ends(x, c(0, .3, .7, 1))))
      cutting(name, c(list(breaks = ends(x, c(0, 0.3, 0.7, 1))), more))
    cutting(name, c(list(breaks = c(Inf, 2, 5, -Inf)), more))
    cutting(name, c(list(breaks = c(2, 5, 8), labels = c("low", "high")), more))
    cutting(name, c(list(breaks = c(2, 5, 8), labels = FALSE), more))
  }
  cutting(name, list(breaks = 4, dig.lab = 6))
}
cutting("ties", list(breaks = c(1, 5, 9, 21), labels = c("a", "b", "a")))
cutting("ties", list(breaks = 3, labels = c(10, 20, 30)))
cutting(c(0, 0, 0), list(breaks = 3))
cutting(c(5, 5), list(breaks = 4))
cutting(c(-5, -5), list(breaks = 2))
cutting(c(0, 1e6, 123456.789), list(breaks = 4))
cutting(c(0, 1e6, -Inf, Inf), list(breaks = c(-Inf, 1e-5, 1.000001, 1.0000012, Inf)))
cutting(1:10, list(breaks = c(0, 1e5, 1e6, 1e7, 123456, 1e-5, 1e-4, 12345678)))
cutting(1:10, list(breaks = c(1, 1 + 1e-13, 2)))
cutting(1:10, list(breaks = c(1, 1 + 3e-16, 2), dig.lab = 20))
cutting(1:10, list(breaks = c(1, 2, 3), dig.lab = 0))
cutting(1:10, list(breaks = c(-1e-20, 100000, 1234567, 1e15)))
cutting(1:10, list(breaks = c(0.1, 0.25, 0.333333, 100.5)))
cutting(1:10, list(breaks = c(-5, -0, 5)))

writeLines(toJSON(list(data = text(data), new = text(new), cases = text(cases)), null = "null"),
           "design.json")
