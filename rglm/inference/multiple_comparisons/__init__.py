"""Many comparisons at once: contrasts, adjusted p-values, simultaneous intervals, letters."""
