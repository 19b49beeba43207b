"""Formulas with a term less or more, and refits."""
