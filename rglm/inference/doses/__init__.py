"""Doses of a given mean, such as the LD50, and their intervals."""
