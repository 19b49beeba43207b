"""Estimates and intervals of parameters, from draws of their posterior."""
