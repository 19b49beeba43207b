"""Least squares in one pass over the rows; its effects, Box-Cox likelihood, last bits."""
