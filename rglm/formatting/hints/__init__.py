"""Checks of arguments, hints in error messages, and the place that a warning points at."""
