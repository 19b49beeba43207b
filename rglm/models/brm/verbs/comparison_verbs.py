"""Verbs of models: cross-validation, evidence and their comparison."""

from __future__ import annotations


class ComparisonVerbs:
    """Verbs of models: cross-validation, evidence and their comparison."""
