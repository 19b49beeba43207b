"""Box and Cox's transformation of the response of a linear model."""
