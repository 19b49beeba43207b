"""`multinom`: unordered categories, and its result."""
