"""`lm` and its result."""
