# Reference grids and averages over them as emmeans 1.8.4 makes them: levels, counts, offsets, nesting.
# Run from this folder: Rscript reference_grid.R   (R 4.2.2; writes reference_grid.json)
suppressPackageStartupMessages({library(jsonlite); library(emmeans)})
invisible(Sys.setlocale("LC_COLLATE", "C"))

set.seed(41)
n <- 36
d <- data.frame(x = round(rexp(n), 3), z = round(rnorm(n), 3), g = rep(c("b", "a", "c", "a"), 9),
  h = rep(c("u", "v"), 18), k = rep(1:4, 9), two = rep(c(0, 3), each = 18), w = rep(1:3, 12),
  L = rep(c(TRUE, FALSE, FALSE), 12), off = round(runif(n, 1, 3), 3))
d$y <- round(rnorm(n) + d$x, 3)
d$count <- rpois(n, 3 * d$off)
d$o <- factor(d$g, levels = c("c", "q", "a", "b"))
d$gap <- d$x; d$gap[c(2, 11)] <- NA
cross <- d[!(d$g == "b" & d$h == "u") & !(d$g == "c" & d$k == 3 & d$L), ]
cross$m <- rep(c("m1", "m2", "m3"), length.out = nrow(cross))

letters_of <- function(text, names) {
  rows <- do.call(rbind, strsplit(strsplit(text, " ")[[1]], ""))
  out <- as.data.frame(rbind(rows, rows)); names(out) <- names
  out$y <- round(rnorm(nrow(out)), 3); out$x <- round(runif(nrow(out)), 3); out
}
nest <- letters_of("axp ayp ayq bzp bzq bwp bwq bvq bvp bvp", c("R", "D", "C"))
deep <- letters_of("axp axq ayr ays ayt bzu bwv bwg bvh bvh", c("A", "B", "C"))
pairs <- letters_of("axp axq ayp azq bup bvp bvq bur bup", c("A", "B", "C"))
both <- letters_of("axp ayq bxr bys axt axt ayu byv bxw", c("A", "B", "C"))
full <- letters_of("axp axq ayp ayq bxp bxq byp byq", c("A", "B", "C"))
mutual <- letters_of("ax by", c("A", "B"))
part <- letters_of("ax ay bz", c("A", "B"))
four <- letters_of("axps axpt aypt aypu bzqv bzqw ayqv bzps axqv", c("A", "B", "C", "D"))
tables <- list(d = d, cross = cross, nest = nest, deep = deep, pairs = pairs, both = both, full = full,
  mutual = mutual, part = part, four = four)

number <- function(v) I(ifelse(is.na(v), "NaN", sprintf("%.12g", v)))
reducer <- function(text) {
  if (is.logical(text)) text else if (grepl("~", text)) as.formula(text) else get(text)
}
of_json <- function(given) {
  args <- list()
  if (!is.null(given$at)) args$at <- given$at
  cr <- given$cov_reduce
  if (is.list(cr)) args$cov.reduce <- unname(lapply(cr, reducer)) else if (!is.null(cr)) args$cov.reduce <- reducer(cr)
  if (is.list(cr)) names(args$cov.reduce) <- ifelse(sapply(cr, function(v) is.character(v) && grepl("~", v)), "", names(cr))
  if (!is.null(given$cov_keep)) args$cov.keep <- as.character(given$cov_keep)
  if (!is.null(given$offset)) args$offset <- given$offset
  if (!is.null(given$nesting)) { if (given$nesting == "none") args["nesting"] <- list(NULL) else args$nesting <- given$nesting }
  args
}
columns <- function(frame) lapply(frame, function(v) if (is.numeric(v)) number(v) else I(as.character(v)))

averages <- function(grid, specs, kinds) {
  size <- nrow(grid@grid)
  grid@linfct <- diag(size); grid@bhat <- sqrt(seq_len(size)); grid@V <- diag(size)
  grid@nbasis <- estimability::all.estble
  out <- list()
  for (spec in specs) for (kind in kinds) {
    names <- if (spec == "1") "1" else strsplit(spec, "*", fixed = TRUE)[[1]]
    e <- try(suppressMessages(emmeans(grid, names, weights = kind)), silent = TRUE)
    if (inherits(e, "try-error")) next
    shown <- if (is.null(e@misc$display)) TRUE else e@misc$display
    groups <- e@grid[shown, setdiff(names(e@grid), c(".wgt.", ".offset.")), drop = FALSE]
    out[[length(out) + 1]] <- list(names = I(names), weights = if (is.numeric(kind)) I(kind) else unbox(kind),
      groups = columns(groups), counts = I(e@grid$.wgt.[shown]), value = number((e@linfct %*% e@bhat)[shown]),
      averaged = I(as.character(e@misc$avgd.over)))
  }
  out
}

case <- function(data, formula, ..., family = "gaussian", weights = NULL, offset_arg = NULL,
                 specs = character(), kinds = c("equal", "proportional", "outer", "cells", "flat")) {
  given <- list(...)
  call <- list(as.formula(formula), data = as.name(data))
  if (!is.null(weights)) call$weights <- str2lang(weights)
  if (!is.null(offset_arg)) call$offset <- str2lang(offset_arg)
  if (family != "gaussian") call$family <- family
  fit <- suppressWarnings(do.call(if (family == "gaussian") "lm" else "glm", call))
  grid <- suppressMessages(do.call(ref_grid, c(list(fit), of_json(given))))
  estimable <- estimability::is.estble(grid@linfct, grid@nbasis)
  beta <- ifelse(is.na(coef(fit)), 0, coef(fit))
  offset <- if (is.null(grid@grid$.offset.)) 0 else grid@grid$.offset.
  x <- matrix(0, nrow(grid@grid), length(beta)); kept <- !is.na(coef(fit))
  x <- if (ncol(grid@linfct) == length(beta)) grid@linfct else { x[, kept] <- grid@linfct; x }
  rows <- grid@grid[setdiff(names(grid@grid), c(".wgt.", ".offset.", "1"))]
  list(data = unbox(data), formula = unbox(formula), family = unbox(family),
    weights = unbox(if (is.null(weights)) "" else weights), offset_arg = unbox(if (is.null(offset_arg)) "" else offset_arg),
    given = lapply(given, function(v) if (is.list(v)) lapply(v, function(u) if (length(u) == 1) unbox(u) else u)
      else if (length(v) == 1) unbox(v) else v),
    rows = columns(rows), counts = I(grid@grid$.wgt.), nesting = lapply(grid@model.info$nesting, I),
    offset = if (is.null(grid@grid$.offset.)) NULL else number(grid@grid$.offset.),
    estimable = I(unname(estimable)), predicted = number(as.vector(x %*% beta + offset)),
    averages = averages(grid, specs, kinds))
}

cases <- list(
  case("d", "y ~ x + g + h", specs = c("g", "h", "1")),
  case("d", "y ~ x + g", weights = "w"),
  case("d", "I(y > 0.5) ~ x + o", family = "binomial", specs = "o"),
  case("d", "y ~ two * L", specs = c("L", "two", "1")),
  case("d", "y ~ log(x) + I(z^2) + poly(x, 2) + h"),
  case("d", "y ~ factor(k) + x", specs = c("k", "1")),
  case("d", "y ~ factor(k) + k"),
  case("d", "y ~ gap + z + g", specs = "1"),
  case("d", "count ~ x + g + offset(log(off))", family = "poisson", specs = "g"),
  case("d", "count ~ x + g", family = "poisson", offset_arg = "log(off)"),
  case("d", "count ~ offset(z) + g", family = "poisson", offset_arg = "log(off)"),
  case("d", "count ~ g + offset(log(off))", family = "poisson", offset = 1.5),
  case("d", "y ~ g", offset = 1),
  case("d", "y ~ x * g + z", cov_reduce = "range", specs = c("g", "1")),
  case("d", "y ~ x * g + z", cov_reduce = list(x = "range", z = "median"), specs = "g"),
  case("d", "y ~ x * g + z", cov_reduce = list(x = "range")),
  case("d", "y ~ x * g + z", cov_reduce = "x ~ g"),
  case("d", "y ~ x * g + z", cov_reduce = list(x = "x ~ g", z = "z ~ x"), specs = "g"),
  case("d", "y ~ x * g + z", cov_reduce = list(x = "x ~ g + z", z = "range")),
  case("d", "y ~ x * g + z", cov_reduce = "x ~ g", at = list(z = c(0, 1))),
  case("d", "y ~ x + two", cov_reduce = list(x = "x ~ two")),
  case("d", "y ~ two + x", cov_reduce = "median"),
  case("d", "y ~ k + h", cov_reduce = FALSE),
  case("d", "y ~ two + k", cov_keep = 0),
  case("d", "y ~ two + k", cov_keep = 4, specs = c("k", "1")),
  case("d", "y ~ two + k", cov_keep = "k"),
  case("d", "y ~ x + g + two", at = list(g = c("c", "a"), two = c(3, 0, 1), x = 2), specs = c("g", "two")),
  case("d", "y ~ factor(k) + x", at = list(k = c(2, 4))),
  case("d", "y ~ L + x", at = list(L = TRUE)),
  case("d", "y ~ 1"),
  case("d", "log(y + 10) ~ g + z"),
  case("d", "y ~ scale(z) + g + sin(x)"),
  case("d", "y ~ g:x + h", at = list(x = 1:2)),
  case("cross", "y ~ g + h + m + x", specs = c("g", "h", "1", "g*m", "m*g")),
  case("cross", "y ~ g * h + m", specs = c("g", "h", "1", "g*h")),
  case("cross", "y ~ g + h + m + x", at = list(h = "v", m = c("m2", "m1")), specs = c("g", "m")),
  case("cross", "y ~ g + h + two + m", specs = "g", kinds = list(1:12, "cells")),
  case("nest", "y ~ R/D + C", specs = c("R", "C", "1", "D", "R*C", "C*D", "R*D", "D*R*C")),
  case("nest", "y ~ C + D + R", specs = c("R", "C", "D")),
  case("nest", "y ~ (R/D) * C", specs = c("R", "C")),
  case("nest", "y ~ R/D + x", at = list(x = 1:2), specs = c("x", "D")),
  case("nest", "y ~ R/D + C", nesting = "none", specs = c("R", "D")),
  case("nest", "y ~ R + D + C", nesting = "D %in% R", specs = c("R", "D")),
  case("nest", "y ~ R + R:D + C", at = list(R = "a")),
  case("deep", "y ~ A/B/C", specs = c("A", "B", "C", "B*C", "A*C"), kinds = c("equal", "proportional", "cells")),
  case("pairs", "y ~ A/B + A/C", specs = c("A", "B", "C", "B*C", "A*C")),
  case("four", "y ~ A + B + C + D", specs = c("A", "B", "A*D", "B*D", "A*C")),
  case("both", "y ~ A * B + C", specs = c("A", "B", "A*B", "C"), kinds = c("equal", "proportional", "cells"))
)

nestings <- function(data, formulas) lapply(formulas, function(text) {
  fit <- suppressWarnings(lm(as.formula(text), tables[[data]]))
  grid <- suppressMessages(ref_grid(fit, data = tables[[data]]))
  list(data = unbox(data), formula = unbox(text), nesting = lapply(grid@model.info$nesting, function(v) I(sort(v))))
})
found <- c(
  nestings("mutual", paste("y ~", c("A + B", "B + A", "A * B", "A/B", "A:B", "B/A"))),
  nestings("part", paste("y ~", c("A + B", "B + A", "A * B", "A:B", "A/B", "B/A", "B", "A:B + x", "B + A:B",
    "B + A:x", "A + B:x", "A:B - 1"))),
  nestings("full", paste("y ~", c("A/B", "A + A:B", "B + A:B", "A:B", "A * B", "A + B %in% A", "A:x + A",
    "A * B - A", "A * B - B", "factor(A)/B", "A * x + A:B", "A + x:A + x:B", "x + A:B", "A:x:B + A", "A:x + B:x",
    "A * B:x", "A * B/C", "A/B/C", "A/C + B", "A/(B + C)", "A/(B * C)", "A * B + A:B:C", "A + B + A:B:C",
    "A * B + C %in% A", "A + B:C", "A + B + C + A:B:C", "A:B + A:C", "A + A:B + A:C + A:B:C", "A * B * C - C",
    "A * B * C - C - A:C", "A:B:C", "A + A:B:C", "A:B + A:B:C", "A + B + A:C + B:C", "(A + B)/C"))),
  nestings("both", paste("y ~", c("A + B + C", "A * B/C", "A:B:C", "C + A + B", "A:B/C", "(A + B)/C"))),
  nestings("nest", paste("y ~", c("R + D + C", "C * R + D", "C/R/D", "C:R:D + R", "R:D + C", "C * D", "D + R:D"))))

tables <- lapply(tables, function(t) lapply(t, function(v) if (is.factor(v)) I(as.character(v)) else I(v)))
writeLines(toJSON(list(tables = tables, cases = cases, nestings = found), digits = 12, na = "null", null = "null",
  auto_unbox = FALSE), "reference_grid.json")
