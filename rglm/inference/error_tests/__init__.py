"""Tests of the errors of a linear model: outliers, autocorrelation, a variance that changes."""
