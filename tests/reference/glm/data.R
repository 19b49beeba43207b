# The data sets of the glm references: R's own, written once to tests/reference/data/ as CSV with
# a side file of column types, and read back, so that R and Python fit the very same numbers.

made <- list(
  budworm = data.frame(ldose = rep(0:5, 2), numdead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16),
                       sex = factor(rep(c("M", "F"), c(6, 6)))),
  clotting = data.frame(u = c(5, 10, 15, 20, 30, 40, 60, 80, 100),
                        lot1 = c(118, 58, 42, 35, 27, 25, 21, 19, 18),
                        lot2 = c(69, 35, 26, 21, 18, 16, 13, 12, 12)),
  dobson = data.frame(counts = c(18, 17, 15, 20, 10, 20, 25, 13, 12),
                      outcome = gl(3, 1, 9), treatment = gl(3, 3)),
  # columns that depend on one another, of very different sizes, of zeros; a response with no error
  toy = local({
    x <- c(0.5, 1.25, 2, 3.5, 4, 5.75, 6, 7.5, 8, 9.25, 10, 11.5)
    data.frame(x, twice = 2 * x + 1, zero = 0 * x, huge = 1e7 * sqrt(x), tiny = 1e-6 * log(x),
               g = factor(rep(c("a", "b", "c"), 4)), h = factor(rep(c("u", "v"), c(6, 6))),
               k = factor(rep(c("p", "q", "q"), 4)), exact = 3 + 2 * x,
               count = c(2, 3, 1, 4, 6, 3, 8, 7, 9, 12, 8, 14), w = rep(c(1, 2, 0, 3), 3))
  })
)

births <- function() with(MASS::birthwt, data.frame(
  low = low == 1, weight = ifelse(low == 1, "under", "normal"), age, lwt,
  race = factor(race, labels = c("white", "black", "other")), smoke = smoke == 1,
  ui = ifelse(ui == 1, "yes", "no"), ptl, ftv, bwt))

whole <- function() with(MASS::housing, data.frame(
  Sat, Infl, Type, Cont, Freq))

data_sets <- function() c(made, list(
  airquality = airquality, anorexia = MASS::anorexia, bacteria = MASS::bacteria[c(1, 2, 4, 6)],
  births = births(), CO2 = as.data.frame(CO2)[c("Plant", "Type", "Treatment", "conc", "uptake")],
  epil = MASS::epil[1:120, c("y", "trt", "base", "age", "V4", "period")], esoph = esoph,
  housing = whole(), infert = infert[1:7], insects = InsectSprays, insurance = MASS::Insurance,
  iris = iris[seq(1, 150, 2), ], longley = longley, menarche = MASS::menarche, mtcars = mtcars,
  npk = npk, Puromycin = as.data.frame(Puromycin), quakes = quakes[seq(1, 1000, 8), ],
  quine = MASS::quine, rock = rock, ships = MASS::ships, snails = MASS::snails, swiss = swiss,
  tooth = ToothGrowth, trees = trees, warpbreaks = warpbreaks))

type_of <- function(x) {
  if (is.factor(x)) return(list(levels = I(levels(x)), ordered = is.ordered(x)))
  if (is.logical(x)) "logical" else if (is.character(x)) "string"
  else if (is.integer(x)) "integer" else "double"
}
cells <- function(x) {
  if (is.double(x)) number_text(x) else ifelse(is.na(x), "", as.character(x))
}
read_typed <- function(name, types) {
  d <- read.csv(file.path(DATA, paste0(name, ".csv")), colClasses = "character",
                check.names = FALSE, na.strings = "")
  for (column in names(types)) {
    type <- types[[column]]
    d[[column]] <- if (is.list(type)) factor(d[[column]], unlist(type$levels), ordered = type$ordered)
      else switch(type, logical = as.logical(d[[column]]), string = d[[column]],
                  integer = as.integer(d[[column]]), double = as.numeric(d[[column]]))
  }
  d
}
# into types.json, beside the types of the data sets that other scripts wrote
add_types <- function(types) {
  path <- file.path(DATA, "types.json")
  known <- if (file.exists(path)) jsonlite::fromJSON(path, simplifyVector = FALSE) else list()
  for (name in names(types)) known[[name]] <- types[[name]]
  boxed <- function(x) if (is.list(x) && !is.null(x$levels)) list(levels = I(unlist(x$levels)), ordered = x$ordered) else x
  writeLines(json(lapply(known, function(d) lapply(d, boxed))), path)
}
write_data <- function(sets = data_sets()) {
  types <- lapply(sets, function(d) lapply(d, type_of))
  for (name in names(sets)) {
    d <- as.data.frame(lapply(sets[[name]], cells), check.names = FALSE, optional = TRUE)
    write.csv(d, file.path(DATA, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
  }
  add_types(types)
  mapply(read_typed, names(types), types, SIMPLIFY = FALSE)
}
