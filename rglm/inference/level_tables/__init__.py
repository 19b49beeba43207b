"""`tbl_regression`: a model with a row for each level of a factor, as papers show it."""
