"""Collinearity of the columns of a fit: variance inflation, aliased coefficients."""
