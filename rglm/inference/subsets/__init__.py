"""All models with some of the terms of a fit, compared by a criterion."""
