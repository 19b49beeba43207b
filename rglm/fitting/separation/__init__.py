"""Which estimates are infinite: linear programs on the rows."""
