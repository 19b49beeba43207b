"""Special functions, computed without loss of digits."""
