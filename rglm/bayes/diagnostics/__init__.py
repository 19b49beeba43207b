"""Diagnostics of draws: chains, effective sample sizes, cross-validation by importance."""
