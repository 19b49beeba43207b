"""Posterior predictive checks: the data beside data that the model makes."""
