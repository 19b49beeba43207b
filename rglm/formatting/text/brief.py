"""Long values in messages, shortened."""

from __future__ import annotations


def brief(text: object, length: int = 200) -> str:
    """The text of a value, without its middle if it is longer than `length`.

    >>> brief("a" * 50, 20)
    'aaaaaaaa ... aaaaaaa'
    """
    if isinstance(text, int) and abs(text) >= 10**30:
        return "a number of more than 30 digits"
    whole = str(text)
    half = (length - 5) // 2
    return whole if len(whole) <= length else f"{whole[: half + 1]} ... {whole[-half:]}"
