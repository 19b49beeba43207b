"""`lm`: linear models by least squares, their result, and what is of linear models only."""
