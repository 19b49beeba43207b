"""The evidence of models: bridge sampling, Bayes factors."""
