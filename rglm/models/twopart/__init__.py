"""`zeroinfl` and `hurdle`: models of two parts, and their results."""
