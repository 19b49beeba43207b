"""The negative binomial family with theta estimated."""
