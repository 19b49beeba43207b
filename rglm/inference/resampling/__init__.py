"""A model fitted again to resampled data: the bootstrap."""
