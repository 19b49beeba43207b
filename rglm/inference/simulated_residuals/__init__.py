"""Residuals by simulation, and the tests of a fit that they give."""
