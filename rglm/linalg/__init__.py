"""Triangles of least-squares problems."""
