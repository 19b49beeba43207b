"""R's printed pages of a linear model, and the numbers and quantiles on them."""
