"""Intervals of means by the profile of the likelihood."""
