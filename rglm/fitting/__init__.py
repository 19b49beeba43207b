"""Numbers only, no data frames: the iterations."""
