"""Rows that are equal in all that the linear predictor sees, summed into one."""
