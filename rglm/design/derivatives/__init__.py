"""Derivatives of the columns of a design by a column of the data."""
