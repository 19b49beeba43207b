"""Verbs of rows: predictions, residuals and log-likelihoods."""

from __future__ import annotations


class PredictionVerbs:
    """Verbs of rows: predictions, residuals and log-likelihoods."""
