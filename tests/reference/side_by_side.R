# The left-hand cells of vignettes/from-r-to-python.md: what R gives for each, as numbers.
# R 4.2.2, with MASS, sandwich, lmtest, car, pscl, AER, brglm2, nnet, VGAM, broom, emmeans,
# multcomp; run from the root
# of the repository; writes tests/reference/side_by_side.json. Cells of packages that are not
# installed, those that give no numbers (pictures, text) and random ones are left out; errors are
# printed, and should be of missing packages only.
suppressMessages({
  library(jsonlite); library(MASS); library(sandwich); library(lmtest); library(splines)
  library(brglm2)
})
d <- warpbreaks
read <- function(name) read.csv(file.path("rglm/datasets/data", paste0(name, ".csv")))
g <- read("galaxies")
b <- transform(read("budworm"), dead = numdead, alive = n - numdead)
cars <- mtcars
fit <- glm(breaks ~ wool + tension, poisson, d)
m1 <- glm(breaks ~ wool, poisson, d)
m2 <- fit
line <- lm(mpg ~ wt, cars)
two <- lm(mpg ~ wt + hp, cars)
yarn <- aov(breaks ~ wool + tension, d)
logit <- glm(has_gc ~ logmass, binomial, g)
cross <- lm(mpg ~ wt * factor(am), cars)
emm <- emmeans::emmeans(fit, "tension")
x <- cars$wt
y <- cars$mpg
new <- data.frame(wool = c("A", "B"), tension = c("L", "H"))
newcars <- data.frame(wt = c(2, 3), hp = c(100, 150))

# a fit is its coefficients; a table its columns of numbers, one after the other
numbers <- function(v) {
  if (inherits(v, "vglm")) return(VGAM::coef(v))
  if (inherits(v, "polr")) return(coef(v))
  if (inherits(v, "multinom")) return(as.vector(coef(v)))
  if (inherits(v, c("lm", "zeroinfl", "hurdle"))) return(as.vector(coef(v)))
  if (inherits(v, "TukeyHSD")) return(as.vector(v[[1]]))
  if (inherits(v, "ncvTest")) return(c(v$ChiSquare, v$Df, v$p))
  if (inherits(v, "htest")) return(c(v$statistic, v$p.value))
  if (inherits(v, "summary.aov")) v <- v[[1]]
  if (inherits(v, "emmGrid")) v <- as.data.frame(v)
  if (is.data.frame(v)) return(unlist(v[vapply(v, is.numeric, NA)]))
  if (is.numeric(v)) return(as.vector(v))
  NULL
}
page <- readLines("vignettes/from-r-to-python.md", encoding = "UTF-8")
page <- page[grep("side by side: tests", page):grep("^## An analysis", page)]
# Bayesian models have random numbers, and references of their own, in tests/reference/brm
bayesian <- grep("^### Bayesian", page)
page <- page[-(bayesian:(bayesian + grep("^### ", page[-seq_len(bayesian)])[1] - 1))]
rows <- strsplit(page[grep("^\\| `", page)], " | ", fixed = TRUE)
left <- vapply(rows, `[`, "", 1)
cells <- unlist(lapply(regmatches(left, gregexpr("`[^`]+`", left)), gsub, pattern = "`", replacement = ""))
RANDOM <- "qresiduals|simulate|boot::|Boot\\(|vcovBS|permuco"
out <- list()
pdf(NULL)
for (cell in grep(RANDOM, cells, value = TRUE, invert = TRUE)) {
  sink(nullfile())
  value <- tryCatch(suppressMessages(numbers(eval(parse(text = cell), globalenv()))),
                    error = function(e) message(cell, ": ", conditionMessage(e)))
  sink()
  if (length(value)) out[[cell]] <- unname(value)
}
cat(length(cells), "cells,", length(out), "with numbers\n")
write_json(out, "tests/reference/side_by_side.json", digits = NA, auto_unbox = FALSE, na = "null")
