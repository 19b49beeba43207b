"""Predictions, simulated responses, the variables and columns of a fit."""
