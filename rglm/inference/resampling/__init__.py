"""A model fitted again to resampled data: bootstrap and permutation tests."""
