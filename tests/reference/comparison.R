# Numbers, logicals and nothing at all beside text: R compares them as text, and %in% is never NA.
# Run from this folder; writes comparison.json.
library(jsonlite)
d <- data.frame(x = c(1, 2, 10, NA, 0.3), l = c(TRUE, FALSE, NA, TRUE, FALSE), n = NA)
calls <- c('x == "10"', 'x != "10"', 'x > "1"', 'x >= "2"', '"10" == x', 'x %in% c("10", "b")',
           'l == "TRUE"', 'l != "b"', 'l %in% c("TRUE", "x")', 'n == "b"', 'n != "b"', '"b" < n',
           'n %in% c("a", "b")', 'ifelse(n == "b", 1, 0)', 'is.na(n == "b")')
value <- function(call) eval(parse(text = call)[[1]], d)
# as text, for JSON has no NA in numbers
shown <- lapply(calls, function(call) as.character(as.numeric(value(call))))
write(toJSON(list(d = lapply(d, as.character), calls = calls, values = shown)), "comparison.json")
