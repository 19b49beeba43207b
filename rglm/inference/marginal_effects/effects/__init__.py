"""Effects as estimands: numbers of rows, their sums in groups, and what is made of these."""
