"""Covariances of the estimates: model-based, robust, clustered, and of rows in time."""
