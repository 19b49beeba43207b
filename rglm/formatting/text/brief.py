"""The text of a value for a message, short."""

from __future__ import annotations


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
