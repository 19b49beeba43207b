"""Short names for long ones, as R's ``abbreviate`` makes them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

__all__ = ["abbreviate", "make_names"]


def abbreviate(names: Sequence[str], minlength: int = 4) -> list[str]:
    """Shorten each name to `minlength` characters, more where two would be the same.

    As R's ``abbreviate`` (method ``"left.kept"``) documents itself: lower case vowels go first,
    from the end of the name, then other lower case letters, then the rest, then blanks; the first
    character of each word stays.

    Examples
    --------
    >>> abbreviate(["tensionM", "woolB:tensionM", "groupalpha", "groupalphb"])
    ['tnsM', 'wB:M', 'groplph', 'grplphb']
    """
    short = [_shortened(name, minlength) for name in names]
    for length in range(minlength + 1, max(map(len, names), default=0) + 1):
        times = Counter(short)
        for i, name in enumerate(short):
            if times[name] > 1:
                short[i] = _shortened(names[i], length)
    return short


def _shortened(name: str, length: int) -> str:
    """One name, blanks counting for nothing once anything is dropped."""
    text = name.strip(" ")
    if len(text) <= length:
        return text
    rules: tuple[Callable[[str], bool], ...] = (
        lambda c: c in "aeiou",
        lambda c: c.isascii() and c.islower(),
        lambda c: True,
    )
    for rule in rules:
        for at in range(len(text) - 1, 0, -1):
            if len(text.replace(" ", "")) <= length:
                break
            if text[at] != " " and text[at - 1] != " " and rule(text[at]):
                text = text[:at] + text[at + 1 :]
    return text.replace(" ", "")


def make_names(names: Sequence[str]) -> list[str]:
    """Names as R's ``data.frame`` makes them: dots for characters that no variable name can have.

    Examples
    --------
    >>> make_names(["dfb.1_", "dfb.lg()", "dfb.lg()"])
    ['dfb.1_', 'dfb.lg..', 'dfb.lg...1']
    """
    out: list[str] = []
    for name in names:
        plain = new = re.sub(r"[^\w.]", ".", name)
        number = 0
        while new in out:
            number += 1
            new = f"{plain}.{number}"
        out.append(new)
    return out
