"""Characters that no page can show, escaped as R's print escapes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

SHORT_ESCAPES = {
    "\a": "a",
    "\b": "b",
    "\f": "f",
    "\n": "n",
    "\r": "r",
    "\t": "t",
    "\v": "v",
    "\\": "\\",
}
CONTROL_CATEGORIES = ("Cc", "Cs", "Cn", "Zl", "Zp")  # Unicode's categories that print() escapes


def printable(text: str, backslash: bool = False) -> str:
    r"""A text as a page can show it: ``\033``, ``\n``, ``\u0085``.

    As in R, characters without a width stay.

    Parameters
    ----------
    text : str
    backslash : bool
        Write a backslash as two, as R's print of names does.

    Examples
    --------
    >>> print(printable("\033[1mred\n"))
    \033[1mred\n
    """
    if text.isprintable() and not (backslash and "\\" in text):
        return text
    unescaped = "" if backslash else "\\"
    return "".join(c if c in unescaped else escape_character(c, CONTROL_CATEGORIES) for c in text)


def escape_character(character: str, categories: Collection[str]) -> str:
    """A character, escaped if it is of one of these categories of Unicode."""
    if character in SHORT_ESCAPES:
        return f"\\{SHORT_ESCAPES[character]}"
    if unicodedata.category(character) not in categories:
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\{code:03o}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def listed(names: Sequence[str], limit: int = 20) -> str:
    """Names for a message, separated by commas; of many the first `limit`.

    >>> listed(["a", "b", "c"], 2)
    'a, b, ...'
    """
    return ", ".join(map(printable, names[:limit])) + (", ..." if len(names) > limit else "")
