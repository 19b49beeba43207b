"""Long expressions over several lines, broken at the places of R's ``deparse``."""

from __future__ import annotations

import re

MIN_BREAK_COLUMN = 60  # R's width.cutoff: a line ends at the first place after so many characters
LINE_BREAK_PLACES = re.compile(r"(?<=,) |(?<= [-+*~<>&|]) |(?<= [=!<>]=) |(?<= %in%) ")
INDENT = "    "


def deparse_lines(text: str) -> list[str]:
    """The lines of an expression, broken after commas and operators between blanks.

    >>> deparse_lines("y ~ " + " + ".join(f"variable{i}" for i in range(1, 8)))[1]
    '    variable6 + variable7'
    """
    lines, line, start = [], "", 0
    for gap in LINE_BREAK_PLACES.finditer(text):
        line += text[start : gap.end()]
        start = gap.end()
        if len(line) > MIN_BREAK_COLUMN:
            lines.append(line)
            line = INDENT
    return [*lines, line + text[start:]]
