"""Comparing models by what they predict of rows left out, and by their evidence."""
