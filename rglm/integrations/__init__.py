"""Interfaces of other packages: marginaleffects."""
