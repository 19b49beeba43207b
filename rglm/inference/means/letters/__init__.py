"""Compact letter displays: means that do not differ share a letter."""
