"""`aov` and its result."""
