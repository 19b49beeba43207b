"""Factors: contrasts, indicator columns, and R's functions of factors."""
