# What glm_nb.R, multinom.R and polr.R share: values as JSON, and calls with their warnings or error.
options(width = 80, warn = 1)
source("glm/json.R"); source("glm/typed_data.R")
json_string <- local({old <- json_string; function(x) gsub("\n", "\\n", old(x), fixed = TRUE)})

L <- function(x) if (is.null(x)) list() else I(x)
named <- function(x) list(names = L(names(x)), values = L(unname(x)))
table_of <- function(x) list(rows = L(rownames(x)), columns = L(colnames(x)), values = unname(as.matrix(x)))
frame_of <- function(x) c(list(rows = L(rownames(x)), columns = L(names(x))), list(values = lapply(unname(as.list(x)), L)))
page <- function(...) paste(capture.output(...), collapse = "\n")
heard <- function(expr) {  # the value, and its warnings
  said <- character()
  value <- withCallingHandlers(expr, warning = function(w) {
    said <<- c(said, conditionMessage(w)); invokeRestart("muffleWarning")
  }, message = function(m) invokeRestart("muffleMessage"))
  list(value = value, said = unique(said))
}
case <- function(id, data, formula, ...) list(id = id, data = data, formula = formula, ...)
write_records <- function(cases, calls, name) {
  tried <- lapply(calls, function(e) {
    out <- tryCatch(heard(page(print(eval(str2lang(e$r))))), error = function(x) list(error = conditionMessage(x)))
    c(e, list(error = out$error, warnings = L(out$said), page = out$value))
  })
  lines <- function(l) paste(vapply(l, json, ""), collapse = ",\n")
  writeLines(c("{\"cases\": [", lines(cases), "], \"errors\": [", lines(tried), "]}"), paste0(name, ".json"))
}
