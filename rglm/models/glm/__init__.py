"""`glm` and its result."""
