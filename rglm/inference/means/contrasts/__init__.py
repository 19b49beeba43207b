"""Contrasts of means: differences, ratios, interactions, effect sizes, letters."""
