"""Predictions, comparisons and slopes of rows, and their averages: marginal effects."""
