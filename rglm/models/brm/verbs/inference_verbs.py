"""Verbs of parameters: estimates, intervals, hypotheses and sensitivity."""

from __future__ import annotations


class InferenceVerbs:
    """Verbs of parameters: estimates, intervals, hypotheses and sensitivity."""
