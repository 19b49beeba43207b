"""Models whose response has a density in a few linear predictors; a user can write one."""
