"""Distributions of one real parameter: densities with derivatives, tails, draws."""
