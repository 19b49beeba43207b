# What drop1, add1 and step of R answer: pages and numbers, for selection.R and lm_selection.R.
as_scope <- function(s) {
  if (is.null(s)) return(NULL)
  if (is.list(s)) return(lapply(s, as.formula))
  if (length(s) == 1 && grepl("~", s)) as.formula(s) else s
}
values <- function(table) unname(unlist(as.data.frame(table)[sapply(table, is.numeric)]))
page <- function(x) sub("^Signif. codes: .*", "Signif.", x)
ask <- function(fit, a) {
  given <- a[setdiff(names(a), "verb")]
  given$scope <- as_scope(a$scope)
  if (a$verb != "step" && is.null(given$test)) given$test <- "none"
  suppressWarnings(if (a$verb == "step") {
    out <- capture.output(last <- do.call(step, c(list(fit), given)))
    list(page = out, path = capture.output(print(last$anova)), values = values(last$anova), coefficients = unname(coef(last)[!is.na(coef(last))]),
         formula = paste(deparse(formula(last), 500), collapse = " "))
  } else {
    found <- do.call(a$verb, c(list(fit), given))
    list(page = page(capture.output(print(found))), values = values(found))
  })
}
