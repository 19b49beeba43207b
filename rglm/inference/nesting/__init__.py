"""Sequences of models: whether fits can be compared, and whether one is a case of another."""
