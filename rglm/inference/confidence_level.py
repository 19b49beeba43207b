"""The coverage of intervals."""

from __future__ import annotations


def check_level(level: float) -> None:
    """Check ``level=``, a coverage.

    Raises
    ------
    ValueError
        It is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level={level!r}: a coverage lies between 0 and 1, such as 0.95")
