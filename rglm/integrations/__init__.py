"""Interfaces of other packages: marginaleffects, scikit-learn."""
