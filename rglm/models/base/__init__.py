"""The base classes of the fits of all models."""
