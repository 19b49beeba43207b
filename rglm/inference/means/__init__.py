"""Estimated marginal means, R's emmeans: averages of predictions over a reference grid."""
