"""Covariances of the estimates: model-based, robust and clustered."""
