"""Long expressions over several lines, broken where R's ``deparse`` breaks them."""

from __future__ import annotations

import re

CUTOFF = 60  # R's width.cutoff: a line ends at the first place after so many characters
PLACES = re.compile(r"(?<=,) |(?<= [-+*~<>&|]) |(?<= [=!<>]=) |(?<= %in%) ")
INDENT = "    "


def deparse_lines(text: str) -> list[str]:
    """The lines of an expression; a place to break is behind a comma or a spaced operator.

    >>> deparse_lines("y ~ " + " + ".join(f"variable{i}" for i in range(1, 8)))[1]
    '    variable6 + variable7'
    """
    lines, line, start = [], "", 0
    for place in PLACES.finditer(text):
        line += text[start : place.end()]
        start = place.end()
        if len(line) > CUTOFF:
            lines.append(line)
            line = INDENT
    return [*lines, line + text[start:]]
