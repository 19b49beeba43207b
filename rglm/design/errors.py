"""What a formula or its data can be refused for."""

from __future__ import annotations


class FormulaError(ValueError):
    """A formula that cannot be read, or that names what the data do not have."""


class DataError(ValueError):
    """Data that cannot be fitted as they are: the message names the column and the value."""
