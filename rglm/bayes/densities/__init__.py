"""Densities of single quantities at a point."""
