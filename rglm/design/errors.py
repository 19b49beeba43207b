"""What a formula or its data can be refused for."""

from __future__ import annotations

from typing import Any


def row_label(index: Any, place: int) -> str:
    """A row's label for a message: ``3`` or ``'Mazda RX4'``, never ``np.int64(3)``."""
    return repr(index[place : place + 1].tolist()[0])


class FormulaError(ValueError):
    """A formula that cannot be read, or that names what the data do not have."""


class DataError(ValueError):
    """Data that cannot be fitted as they are: the message names the column and the value."""
