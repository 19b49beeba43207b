"""Iteratively reweighted least squares."""
