# R values as JSON. A number is its shortest text that reads back as the same double; NA and NaN
# are null, infinities the strings "Inf" and "-Inf". A named list is an object, I(x) always a list.

number_text <- function(x) {
  out <- sprintf("%.15g", x)
  for (digits in 16:17) {
    off <- is.finite(x) & suppressWarnings(as.numeric(out)) != x
    out[off] <- sprintf(paste0("%.", digits, "g"), x[off])
  }
  out[is.na(x)] <- ""
  out
}
json_string <- function(x) {
  x <- gsub("\\", "\\\\", x, fixed = TRUE)
  x <- gsub("\"", "\\\"", x, fixed = TRUE)
  x <- gsub("\t", "\\t", x, fixed = TRUE)
  x <- gsub("\n", "\\n", x, fixed = TRUE)
  ifelse(is.na(x), "null", paste0("\"", x, "\""))
}
json_atoms <- function(x) {
  if (is.factor(x)) x <- as.character(x)
  if (is.character(x)) return(json_string(x))
  if (is.logical(x)) return(ifelse(is.na(x), "null", tolower(x)))
  text <- number_text(as.numeric(x))
  text[is.na(x)] <- "null"
  text[x %in% Inf] <- "\"Inf\""
  text[x %in% -Inf] <- "\"-Inf\""
  text
}
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x) && !length(x)) return(if (is.null(names(x))) "[]" else "{}")
  if (is.matrix(x)) x <- lapply(seq_len(nrow(x)), function(i) I(unname(x[i, ])))
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ", "), "]"))
    return(paste0("{", paste0(json_string(names(x)), ": ", parts, collapse = ", "), "}"))
  }
  parts <- json_atoms(unclass_I(x))
  if (length(x) == 1 && !inherits(x, "AsIs")) parts
  else paste0("[", paste(parts, collapse = ", "), "]")
}
unclass_I <- function(x) {
  class(x) <- setdiff(class(x), c("AsIs", "numeric", "character", "logical", "integer"))
  x
}
# one case a line, so that a change shows as the cases it touches
write_cases <- function(cases, path) {
  lines <- vapply(cases, json, "")
  writeLines(c("[", paste0(lines, c(rep(",", length(lines) - 1), "")), "]"), path)
}
