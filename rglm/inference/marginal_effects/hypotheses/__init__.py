"""Hypotheses of estimates: comparisons, weights, equations."""
