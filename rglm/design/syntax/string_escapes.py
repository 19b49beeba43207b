"""R's escapes in quoted names and texts: written as R writes them, and read again."""

from __future__ import annotations

import re

from rglm.errors import FormulaError
from rglm.formatting.text.printable import SHORT, escape_sign

READ = {letter: sign for sign, letter in SHORT.items()} | {sign: sign for sign in "\"'` \n"}
ESCAPE = re.compile(
    r"""\\(?:(?P<octal>[0-7]{1,3})|x(?P<byte>[\da-fA-F]{1,2})
      |[uU]\{(?P<braced>[\da-fA-F]{1,8})\}|u(?P<four>[\da-fA-F]{1,4})
      |U(?P<eight>[\da-fA-F]{1,8})|(?P<sign>.))""",
    re.VERBOSE | re.DOTALL,
)
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # Unicode's categories without a picture


def escape(text: str, quote: str) -> str:
    r"""The text between quotes, as R's ``deparse`` writes it.

    >>> print(escape("a`b\n", "`"))
    `a\`b\n`
    """
    if text.isalnum():
        return f"{quote}{text}{quote}"
    return quote + "".join(_written(sign, quote) for sign in text) + quote


def _written(sign: str, quote: str) -> str:
    return f"\\{sign}" if sign == quote else escape_sign(sign, UNSEEN)


def unescape(text: str) -> str:
    r"""The text that stood between quotes.

    Raises
    ------
    FormulaError
        A backslash before a letter that means nothing.

    Examples
    --------
    >>> unescape(r"a\`b\x41")
    'a`bA'
    """
    return ESCAPE.sub(_escape_sequence, text) if "\\" in text else text


def _escape_sequence(match: re.Match[str]) -> str:
    kind = match.lastgroup
    text = match.group(kind)
    if kind == "sign":
        if text not in READ:
            raise FormulaError(f"'\\{text}' means nothing in quotes; write a backslash as '\\\\'")
        return READ[text]
    code = int(text, 8 if kind == "octal" else 16)
    if code > 0x10FFFF:
        raise FormulaError(f"there is no character {match.group()}")
    return chr(code)
