# Pages of fits without error, or without degrees of freedom: R's NaN, NA and -Inf. Run from this
# folder; writes degenerate.json.
suppressMessages({library(jsonlite); library(car)})
options(width = 80)
zero <- data.frame(y = 0, x = 1:6, f = c("a", "a", "b", "b", "c", "c"))
one <- zero[1, ]
three <- data.frame(y = c(1, 4, 2), x = 1:3, f = c("a", "b", "c"))
page <- function(x) capture.output(print(x))
fit <- glm(y ~ x + f, gaussian, zero)
small <- glm(y ~ 1, gaussian, zero)
single <- glm(y ~ x, gaussian, one)
full <- glm(y ~ f, gaussian, three)
tail_of <- function(m) { lines <- page(summary(m)); lines[grep("^Coefficients", lines):length(lines)] }
out <- list(
  summary = tail_of(fit), anova_F = page(anova(fit, test = "F")), anova_Chisq = page(anova(fit, test = "Chisq")),
  two = page(anova(small, fit, test = "F")), drop1 = page(drop1(fit)), drop1_F = page(drop1(fit, test = "F")),
  drop1_Chisq = page(drop1(fit, test = "Chisq")), add1_F = page(add1(small, ~ x + f, test = "F")),
  Anova = page(Anova(fit)), Anova_F = page(Anova(fit, test = "F")), wald = page(confint.default(fit)),
  measures = page(influence.measures(fit))[-(1:2)], sigma = influence(fit)$sigma,
  single_summary = tail_of(single), single_wald = page(confint.default(single)), single_drop1 = page(drop1(single)),
  full_coefficients = page(summary(full)$coefficients), full_wald = page(confint.default(full)),
  full_dispersion = grep("^\\(Dispersion", page(summary(full)), value = TRUE), full_sigma = influence(full)$sigma)
write(toJSON(out, digits = NA, auto_unbox = TRUE, na = "null"), "degenerate.json")
