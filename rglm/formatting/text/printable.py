"""Signs that no page can show, written as R's print writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

SHORT = {
    "\a": "a",
    "\b": "b",
    "\f": "f",
    "\n": "n",
    "\r": "r",
    "\t": "t",
    "\v": "v",
    "\\": "\\",
}
CONTROLS = ("Cc", "Cs", "Cn", "Zl", "Zp")  # Unicode's categories that print() escapes


def printable(text: str, backslash: bool = False) -> str:
    r"""A name as a page can show it: ``\033``, ``\n``, ``\u0085``.

    As in R, signs without a width stay.

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
    kept = "" if backslash else "\\"
    return "".join(sign if sign in kept else escape_sign(sign, CONTROLS) for sign in text)


def escape_sign(sign: str, hidden: Collection[str]) -> str:
    """A sign, escaped where it is of a category of Unicode that is hidden."""
    if sign in SHORT:
        return f"\\{SHORT[sign]}"
    if unicodedata.category(sign) not in hidden:
        return sign
    code = ord(sign)
    if code < 0x80:
        return f"\\{code:03o}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names for a message, the first of many.

    >>> listed(["a", "b", "c"], 2)
    'a, b, ...'
    """
    return ", ".join(map(printable, names[:most])) + (", ..." if len(names) > most else "")
