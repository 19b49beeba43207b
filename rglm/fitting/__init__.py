"""The iterations: numbers only, no data frames."""
