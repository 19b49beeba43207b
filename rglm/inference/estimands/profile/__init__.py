"""Intervals of estimands by the profile of the likelihood."""
