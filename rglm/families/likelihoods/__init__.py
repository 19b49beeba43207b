"""Likelihoods of a row with one or more linear predictors, and their derivatives."""
