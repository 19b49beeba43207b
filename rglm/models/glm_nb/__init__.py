"""`glm_nb`: negative binomial regression, and its result."""
