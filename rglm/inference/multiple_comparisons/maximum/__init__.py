"""The largest of correlated normal or t variables: probabilities and quantiles."""
