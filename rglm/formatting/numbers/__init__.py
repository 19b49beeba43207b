"""R's formats of numbers, roundings and p-values."""
