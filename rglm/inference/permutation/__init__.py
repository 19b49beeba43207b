"""Permutation tests of the terms of a model."""
