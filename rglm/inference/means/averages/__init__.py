"""Averages of the rows of a table of means."""
