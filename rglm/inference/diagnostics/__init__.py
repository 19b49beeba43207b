"""Residuals, influence, dispersion, separation."""
