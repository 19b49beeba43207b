"""Means over reference grids and rows, draw by draw."""
