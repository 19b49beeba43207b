"""Solvers of many fits of one design at once."""
