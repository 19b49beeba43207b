"""Reference grids: all combinations of levels, at the means of numbers, and averages over them."""
