"""Verbs that make tables, means and other fits."""

from __future__ import annotations


class TableVerbs:
    """Verbs that make tables, means and other fits."""
