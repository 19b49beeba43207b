"""Bayesian fits in numbers: priors, posterior, importance sampling, MCMC and their diagnostics."""
