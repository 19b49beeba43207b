"""Summaries, R's pages, tidy tables, and models side by side."""
