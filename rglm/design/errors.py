"""What a formula or its data can be refused for."""

from __future__ import annotations

from typing import Any


def row_label(index: Any, place: int) -> str:
    """A row's label for a message: ``3`` or ``'Mazda RX4'``, never ``np.int64(3)``."""
    return repr(index[place : place + 1].tolist()[0])


def brief(text: object, length: int = 200) -> str:
    """The text of a value for a message, its middle left out where it is long.

    >>> brief("a" * 50, 20)
    'aaaaaaaa ... aaaaaaa'
    """
    if isinstance(text, int) and abs(text) >= 10**30:
        return "a number of more than 30 digits"
    shown = str(text)
    half = (length - 5) // 2
    return shown if len(shown) <= length else f"{shown[: half + 1]} ... {shown[-half:]}"


LONGEST_MESSAGE = 2_000


class FormulaError(ValueError):
    """A formula that cannot be read, or that names what the data do not have."""

    def __init__(self, message: str) -> None:
        super().__init__(brief(message, LONGEST_MESSAGE))


class DataError(ValueError):
    """Data that cannot be fitted as they are: the message names the column and the value."""
