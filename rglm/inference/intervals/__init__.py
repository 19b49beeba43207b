"""Confidence intervals and likelihood profiles."""
