# How R prints names with control characters, signs without a width, and others.
# Run from this folder; writes escape.json.
library(jsonlite)
names <- c("\033[31mred", "a\nb", "t\tb", "bell\a", "\b\f\r\v", "\001x", "\x7f", "\u0085", "\u200b", "\u202e", "\u2066",
           "\ufeff", "\u00ad", "\u00a0", "\u3000", "\U1F600", "\u0301e", "\\", "q\"q", "'", "\ue000", "\u2028", "\u2029",
           "\u2060", "\u0378", "\u200d", "\u061c", "plain")
m <- matrix(seq_along(names), ncol = 2, dimnames = list(names[seq_len(length(names) / 2)], c("v\033", "\\w")))
x <- setNames(seq_along(names), names)
d <- data.frame(y = c(3, 1, 4, 1, 5, 9, 2, 6, 5), f = factor(rep(c("a", "\033b", "c\nd"), 3)), g = 1:9)
names(d)[3] <- "g\th"
fit <- glm(y ~ f + `g\th`, poisson, d)
page <- function(x) capture.output(print(x))
out <- list(names = names, matrix = page(m), vector = page(x), frame = page(data.frame(a = c("u", "v\nw"), row.names = names[1:2])),
            data = d, short = page(fit), table = page(coef(summary(fit))), anova = page(anova(fit)), drop1 = page(drop1(fit)), wald = page(confint.default(fit)))
write(toJSON(out, digits = 10, auto_unbox = TRUE), "escape.json")
