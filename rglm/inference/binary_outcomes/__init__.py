"""Fitted probabilities beside successes and failures: ROC curves, Hosmer-Lemeshow test."""
