"""Hypotheses about parameters, tested with the draws of a posterior."""
