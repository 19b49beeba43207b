# The data sets of the models that are no glm, written once to data/ beside those of glm/data.R.
# Run from the folder above: Rscript counts/data.R; the types of columns are added to types.json.
suppressMessages({library(jsonlite)})
source("glm/json.R")
source("glm/data.R")
DATA <- "data"
beps <- setNames(carData::BEPS, gsub(".", "_", names(carData::BEPS), fixed = TRUE))
beps$knowledge <- factor(beps$political_knowledge, 0:3, ordered = TRUE)
wine <- transform(ordinal::wine, response = as.numeric(response))
h <- MASS::housing
wide <- h[h$Sat == "Low", c("Infl", "Type", "Cont")]
for (s in levels(h$Sat)) wide[[s]] <- as.integer(h$Freq[h$Sat == s])
ozone <- with(airquality, data.frame(
  level = cut(Ozone, c(0, 20, 50, 200), labels = c("low", "mid", "high"), ordered_result = TRUE),
  Solar = Solar.R, Wind, Temp, Month))
set.seed(7)
x <- round(runif(60, 0, 2), 2)
like <- data.frame(x, g = factor(rep(c("a", "b", "c"), 20)), y = rpois(60, exp(0.5 + 0.8 * x)))
from <- function(package, name) { e <- new.env(); data(list = name, package = package, envir = e); e[[name]] }
nmes <- from("AER", "NMES1988")[c("visits", "hospital", "health", "chronic", "gender", "school", "insurance")]
sets <- list(
  beps = beps, wine = wine, housing_wide = wide, ozone = ozone, poissonlike = like,
  biochemists = from("pscl", "bioChemists"), nmes = nmes[seq(1, nrow(nmes), 4), ],
  recreation = from("AER", "RecreationDemand"),
  lirat = transform(from("VGAM", "lirat"), fgrp = factor(grp)))
for (name in names(sets)) {
  d <- as.data.frame(lapply(sets[[name]], cells), check.names = FALSE, optional = TRUE)
  d[is.na(d)] <- ""
  if (name == "biochemists") d$phd <- sprintf("%.15g", sets[[name]]$phd)  # single precision
  write.csv(d, file.path(DATA, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}
add_types(lapply(sets, function(d) lapply(d, type_of)))
