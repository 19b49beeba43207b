"""Whether fits can be compared, and whether one is a case of another."""
