"""The working weights and residuals of a family, computed in place."""
