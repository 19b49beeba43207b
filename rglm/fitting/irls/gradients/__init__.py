"""Passes for the gradient alone, and steps by it."""
