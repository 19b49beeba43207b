"""Fits of many coefficient vectors of one design in common passes over the rows."""
