"""The parts of a formula: ``y ~ x | z`` has one for the counts and one for the zeros."""

from __future__ import annotations

import re

# a name in backticks, a string, a bracket, or any other character
TOKEN = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|.", re.S)


def split_parts(formula: str) -> list[str]:
    """The formula cut at every ``|`` that stands in no brackets; ``||`` is left alone.

    Examples
    --------
    >>> split_parts("y ~ x + I(a | b) | z")
    ['y ~ x + I(a | b)', 'z']
    """
    parts, depth = [""], 0
    pieces = TOKEN.findall(formula.replace("||", "\0"))
    for piece in pieces:
        depth += (piece in "([{") - (piece in ")]}")
        if piece == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece.replace("\0", "||")
    return [part.strip() for part in parts]


def whole_parts(formula: str) -> list[str]:
    """Every part as a formula of its own, with the response of the first.

    Examples
    --------
    >>> whole_parts("y ~ x | z")
    ['y ~ x', 'y ~ z']
    """
    first, *others = split_parts(formula)
    response = first.partition("~")[0].strip()
    return [first, *(f"{response} ~ {part}" for part in others)]
