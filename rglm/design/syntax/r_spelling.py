"""How R's ``deparse`` writes names, constants and functions."""

from __future__ import annotations

import re
from functools import lru_cache

from rglm.design.syntax.string_escapes import quote
from rglm.formatting.numbers.number_text import number_text

# R's names of functions whose Python name has no dot
R_FUNCTIONS = {
    "as_factor": "as.factor",
    "as_ordered": "as.ordered",
    "as_numeric": "as.numeric",
    "as_double": "as.double",
    "as_integer": "as.integer",
    "as_character": "as.character",
    "as_logical": "as.logical",
    "is_na": "is.na",
    "contr_treatment": "contr.treatment",
    "contr_sum": "contr.sum",
    "contr_helmert": "contr.helmert",
    "contr_poly": "contr.poly",
    "contr_sas": "contr.SAS",
}
R_ARGUMENTS = {
    "Boundary_knots": "Boundary.knots",
    "include_lowest": "include.lowest",
    "dig_lab": "dig.lab",
    "how_many": "how.many",
    "lex_order": "lex.order",
    "log_p": "log.p",
    "lower_tail": "lower.tail",
    "na_rm": "na.rm",
}
# R writes the other operators without spaces
SPACED_OPERATORS = ("+", "-", "*", "%in%", "<", ">", "<=", ">=", "==", "!=", "&", "|", "~")
R_RESERVED = "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in"
RESERVED = frozenset([*R_RESERVED.split(), "True", "False"])  # the last two are constants here
# R's rule: letters, digits, dots and underscores, not after a digit, "_" or ".1"
SYNTACTIC_NAME = re.compile(r"(?:[^\W\d_]|\.(?=[^\W\d]|\.))[\w.]*")


@lru_cache(maxsize=4096)
def quote_name(name: str) -> str:
    r"""A column's name, in backticks and escaped as in R unless R can read it bare.

    >>> print(quote_name("x"), quote_name("a b"), quote_name("a`b"))
    x `a b` `a\`b`
    """
    is_bare = SYNTACTIC_NAME.fullmatch(name) and name not in RESERVED
    return name if is_bare else quote(name, "`")


def bare_name(name: str) -> str:
    """A name written without backticks; it gets them here if only Python can read it bare."""
    return name if "::" in name or name == "." else quote_name(name)


def constant_text(value: float | str | bool | None, exact: bool) -> str:
    """A constant as R writes it; `exact` keeps all digits of a number."""
    if isinstance(value, str):
        return quote(value, '"')
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    text = number_text(value)
    return text if not exact or value != value or float(text) == value else repr(value)


def argument_prefix(name: str | None) -> str:
    """``name = `` in front of an argument; nothing for an argument without a name."""
    return "" if name is None else f"{quote_name(R_ARGUMENTS.get(name, name))} = "
