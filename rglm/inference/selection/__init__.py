"""Choice of a model: drop1, add1, step, compare, extractAIC."""
