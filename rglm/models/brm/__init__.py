"""``brm``: Bayesian regression models by formula."""
