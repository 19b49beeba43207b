"""Covariances that hold where rows follow each other in time and are correlated."""
