"""Sizes of memory: numbers of bytes, and texts such as ``"2GB"``."""

from __future__ import annotations

import re
from typing import Any

PREFIXES = "kmgt"  # of a thousand bytes, a million, ...
PATTERN = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:([kmgt])(i?))?b?\s*", re.IGNORECASE)


def as_bytes(value: Any) -> int:
    """A number of bytes, of a number or a text.

    Raises ValueError: it is none of 0 or more.

    Examples
    --------
    >>> as_bytes("1.5GB"), as_bytes("200 MiB"), as_bytes(0)
    (1500000000, 209715200, 0)
    """
    if isinstance(value, str):
        if (found := PATTERN.fullmatch(value)) is not None:
            number, prefix, binary = found.groups()
            power = PREFIXES.index(prefix.lower()) + 1 if prefix else 0
            return int(float(number) * (1024 if binary else 1000) ** power)
    elif isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 2**63:
        return int(value)
    raise ValueError(
        f"memory={value!r}: give a number of bytes or a text such as '2GB', 0 to keep nothing, or "
        "None for a quarter of the memory that is free"
    )
