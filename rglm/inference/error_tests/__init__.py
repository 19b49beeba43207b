"""Tests of the errors of a linear model: outliers, autocorrelation, changing variance."""
