"""The side of a test or interval, in emmeans' words."""

from __future__ import annotations

from rglm.formatting.hints.did_you_mean import did_you_mean

SIDES: dict[str, int] = {
    **dict.fromkeys(("<", "-", "left", "less", "nonsuperiority"), -1),
    **dict.fromkeys((">", "+", "right", "greater", "noninferiority"), 1),
    **dict.fromkeys(("!=", "=", "two-sided", "two.sided", "both", "equivalence"), 0),
}
NUMBERS = {-1: -1, 0: 0, 1: 1, 2: 0}


def read_side(side: int | str) -> int:
    """-1 of a left-tailed test, 1 of a right-tailed one, 0 of one with two sides.

    Raises
    ------
    ValueError
        No word for a side.

    Examples
    --------
    >>> read_side("noninferiority"), read_side("<"), read_side("two-sided")
    (1, -1, 0)
    """
    known = SIDES if isinstance(side, str) else NUMBERS
    if side in known:
        return known[side]  # type: ignore[index]
    words = ", ".join(map(repr, SIDES))
    raise ValueError(f"side={side!r}: use one of {words}{did_you_mean(side, SIDES)}")
