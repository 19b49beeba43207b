"""Functions of parameters with standard errors by the delta method."""
