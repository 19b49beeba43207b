"""`betabinomial`: overdispersed proportions, and its result."""
