"""The grammar of expressions: operators and precedence, constants, numbers, refused words."""

from __future__ import annotations

import unicodedata

COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")
PRECEDENCE = {  # an operator of a higher number binds its operands first
    "|": 1,
    "&": 2,
    **dict.fromkeys(COMPARISONS, 4),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%in%": 7,
    "%%": 7,
    "%/%": 7,
    ":": 8,
    "^": 10,
}
SIGN_PRECEDENCE, NOT_PRECEDENCE = 9, 3
PYTHON_OPERATORS = {"and": "&", "or": "|", "in": "%in%", "not": "!"}
SYNTAX_CONSTANTS: dict[str, float | bool | None] = {
    "TRUE": True,
    "FALSE": False,
    "True": True,
    "False": False,
    "NULL": None,
    "Inf": float("inf"),
    "NaN": float("nan"),
    "NA": float("nan"),
}
PACKAGES = ("base", "stats", "splines")  # their functions may be written with "::" before them
REFUSED_WORDS = {
    "for": "comprehensions are not read; compute the column before the call",
    "if": "'if' is not read; ifelse(test, yes, no) chooses by row",
    "else": "'else' is not read; ifelse(test, yes, no) chooses by row",
    "lambda": "a function cannot be written here; define it before the call and name it",
    "function": "a function cannot be written here; define it before the call and name it",
    "await": "'await' is not read in a formula",
    "yield": "'yield' is not read in a formula",
    "[": "subscripts are not read; compute the column before the call, or name it (x for d['x'])",
    "=": "'=' assigns, and a formula assigns nothing; '==' compares",
    "~": "'~' stands once in a formula",
    ",": "a comma stands only between the arguments of a call",
}


def is_private(name: str) -> bool:
    """Whether a name has an underscore at an end, and so is never a function or attribute.

    Letters that Python takes for an underscore count as one.
    """
    plain = unicodedata.normalize("NFKC", name)
    return plain[:1] == "_" or plain[-1:] == "_"


def read_number(text: str) -> int | float:
    """The number that a text means: whole if it can be held exactly, as R's ``2L`` is."""
    text = text.removesuffix("L")
    if text[:2] in ("0x", "0X"):
        return int(text[:50], 16)
    return int(text) if text.isdigit() and len(text) <= 100 else float(text)
