# Columns whose names are hard to spell: R's text of formulas, labels, coefficients and pages.
# Run from this folder, in a UTF-8 locale: Rscript names.R   (R 4.2.2; writes names.json)
suppressPackageStartupMessages(library(jsonlite))

names <- c(
  "a`b", "a\\b", "a'b", 'a"b', "a\nb", "a\tb", "a.b", ".x", "..", "a%b", "{a}", "\u00e9", "\u65e5\u672c",
  "if", "lambda", "None", "and", "or", "not", "in", "TRUE", "1", "2.5", "1e5", " a", "a ", "a b",
  "a~b", "a|b", "a:b", "a+b", "log(z)", "I(z)", "_x", "x_", "`", "\\", "a`\\", "\033", "a::b", "pi", "T"
)
y <- c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8)
x <- c(.3, 1.2, -.7, .1, .9, -1.1, .4, -.2, 1.5, -.6, .8, -.9)
z <- c(1, 2, 1, 3, 2, 4, 1, 2, 5, 3, 1, 2)

case <- function(name) {
  d <- data.frame(y, x, z)
  names(d)[2] <- name
  it <- as.name(name)
  text <- function(f) paste(deparse(f, width.cutoff = 500), collapse = "")
  one <- eval(bquote(y ~ .(it) + z))
  fit <- eval(bquote(glm(.(one), poisson, d)))
  other <- eval(bquote(~ . + z:.(it)))
  factors <- transform(d, y = y)
  names(factors)[2] <- name
  factors[[2]] <- rep(c("u", "v", "w"), 4)
  coded <- eval(bquote(glm(y ~ .(it), poisson, factors)))
  list(
    name = name,
    text = text(one),
    labels = attr(terms(fit), "term.labels"),
    coefficients = names(coef(fit)),
    updated = text(update(one, other)),
    wrapped = names(coef(eval(bquote(glm(y ~ I(.(it)^2), poisson, d)))))[2],
    levels = names(coef(coded)),
    page = capture.output(print(coef(summary(fit)), digits = 4)),
    anova = capture.output(print(anova(fit, test = "Chisq"), digits = 4))
  )
}
write(toJSON(list(x = x, y = y, z = z, cases = lapply(names, case)), auto_unbox = TRUE, digits = NA, pretty = TRUE),
  "names.json")
