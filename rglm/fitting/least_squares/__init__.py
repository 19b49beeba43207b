"""Least squares in one pass over the rows."""
