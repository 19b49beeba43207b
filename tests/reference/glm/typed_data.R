# The data sets of data/ by name, `read("warpbreaks")`, for scripts that run in the folder above.
DATA <- "data"
source("glm/data.R")
types <- jsonlite::fromJSON("data/types.json", simplifyDataFrame = FALSE)
read <- function(name) read_typed(name, types[[name]])
