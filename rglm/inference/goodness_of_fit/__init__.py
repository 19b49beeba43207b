"""How well a fit explains its responses, in one number: R-squared and its kin."""
