"""R's escapes in quoted names and texts: written as R writes them, and read again."""

from __future__ import annotations

import re

from rglm.errors import FormulaError
from rglm.formatting.text.printable import SHORT_ESCAPES, escape_character

ESCAPED_SIGNS = {letter: sign for sign, letter in SHORT_ESCAPES.items()}
ESCAPED_SIGNS |= {sign: sign for sign in "\"'` \n"}
ESCAPE_SEQUENCE = re.compile(
    r"""\\(?:(?P<octal>[0-7]{1,3})|x(?P<byte>[\da-fA-F]{1,2})
      |[uU]\{(?P<braced>[\da-fA-F]{1,8})\}|u(?P<four>[\da-fA-F]{1,4})
      |U(?P<eight>[\da-fA-F]{1,8})|(?P<sign>.))""",
    re.VERBOSE | re.DOTALL,
)
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # Unicode's categories without a picture


def quote(text: str, mark: str) -> str:
    r"""The text between quotation marks, as R's ``deparse`` writes it.

    >>> print(quote("a`b\n", "`"))
    `a\`b\n`
    """
    if text.isalnum():
        return f"{mark}{text}{mark}"
    signs = (f"\\{sign}" if sign == mark else escape_character(sign, INVISIBLE) for sign in text)
    return mark + "".join(signs) + mark


def unescape(text: str) -> str:
    r"""The text that stood between quotation marks.

    Raises FormulaError: a backslash before a letter that means nothing.

    Examples
    --------
    >>> unescape(r"a\`b\x41")
    'a`bA'
    """
    return ESCAPE_SEQUENCE.sub(_unescaped_sign, text) if "\\" in text else text


def _unescaped_sign(match: re.Match[str]) -> str:
    if (sign := match["sign"]) is not None:
        if sign not in ESCAPED_SIGNS:
            raise FormulaError(f"'\\{sign}' means nothing in quotes; write a backslash as '\\\\'")
        return ESCAPED_SIGNS[sign]
    octal = match["octal"]
    digits = octal or next(d for d in match.group("byte", "braced", "four", "eight") if d)
    code = int(digits, 8 if octal else 16)
    if code > 0x10FFFF:
        raise FormulaError(f"there is no character {match.group()}")
    return chr(code)
