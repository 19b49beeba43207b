"""`polr`: ordered categories, and its result."""
