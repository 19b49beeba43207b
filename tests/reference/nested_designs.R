# Nesting that emmeans 1.8.4 finds in random designs, and averages over their reference grids.
# Run from this folder: Rscript nested_designs.R   (R 4.2.2; writes nested_designs.json)
suppressPackageStartupMessages({library(jsonlite); library(emmeans)})
invisible(Sys.setlocale("LC_COLLATE", "C"))
set.seed(2026)
number <- function(v) I(ifelse(is.na(v), "NaN", sprintf("%.12g", v)))
levels_below <- function(d, outer, inner) paste0(d[[outer]], d[[inner]])

design <- function() {
  count <- sample(2:4, 1); n <- sample(6:16, 1); names <- LETTERS[1:count]
  d <- as.data.frame(lapply(names, function(i) sample(letters[1:sample(2:3, 1)], n, TRUE)))
  names(d) <- names
  if (runif(1) < .7) d$B <- levels_below(d, "A", "B")
  if (count > 2 && runif(1) < .5) d$C <- levels_below(d, sample(c("A", "B"), 1), "C")
  if (count > 3 && runif(1) < .5) d$D <- levels_below(d, sample(c("A", "B", "C"), 1), "D")
  variables <- sample(names); operators <- sample(c("+", "*", "/", ":", "+"), count, TRUE)
  text <- paste(c(variables[1], rbind(operators[-1], variables[-1])), collapse = " ")
  list(d = d, text = text, size = prod(sapply(d, function(v) length(unique(v)))),
    varies = all(sapply(d, function(v) length(unique(v))) > 1))
}

average <- function(one, grid) {
  names <- if (runif(1) < .15) "1" else sample(names(grid@levels), sample(1:2, 1))
  kind <- sample(c("equal", "proportional", "outer", "cells", "flat"), 1)
  e <- try(suppressMessages(emmeans(grid, names, weights = kind)), silent = TRUE)
  if (inherits(e, "try-error")) return(NULL)
  shown <- if (is.null(e@misc$display)) rep(TRUE, nrow(e@grid)) else e@misc$display
  groups <- e@grid[shown, setdiff(names(e@grid), c(".wgt.", ".offset.")), drop = FALSE]
  list(data = lapply(one$d, I), formula = unbox(one$text), names = I(names), weights = unbox(kind),
    groups = lapply(groups, function(v) I(as.character(v))), value = number((e@linfct %*% e@bhat)[shown]),
    counts = I(e@grid$.wgt.[shown]), averaged = I(as.character(e@misc$avgd.over)),
    nesting = lapply(grid@model.info$nesting, I))
}

cases <- list()
while (length(cases) < 60) {
  one <- design()
  if (!one$varies || one$size > 100) next
  one$d$y <- round(rnorm(nrow(one$d)), 3)
  fit <- lm(as.formula(paste("y ~", one$text)), one$d)
  grid <- try(suppressMessages(ref_grid(fit, data = one$d)), silent = TRUE)
  if (inherits(grid, "try-error")) next
  size <- nrow(grid@grid)
  grid@linfct <- diag(size); grid@bhat <- sqrt(seq_len(size)); grid@V <- diag(size)
  grid@nbasis <- estimability::all.estble
  found <- average(one, grid)
  if (!is.null(found)) cases[[length(cases) + 1]] <- found
}
writeLines(toJSON(cases, digits = 12, null = "null"), "nested_designs.json")
