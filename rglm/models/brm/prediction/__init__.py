"""Predictions, residuals and log-likelihoods of the rows of a fit of `brm`."""
