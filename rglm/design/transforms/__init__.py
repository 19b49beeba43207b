"""Transforms learned from the data: polynomials, splines, scaling, cutting, summaries."""
