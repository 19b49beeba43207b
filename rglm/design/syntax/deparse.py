"""R's names: an expression written as R's ``deparse`` writes it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from rglm.design.syntax.string_escapes import escape
from rglm.design.syntax.syntax_tree import (
    Attribute,
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Sequence,
    Unary,
    spine,
)
from rglm.design.values.exact_numbers import exceeds_float_digits

# R's spellings of words that Python can't spell; an underscore in an argument is R's dot.
R_WORDS = {
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
# R writes the tight operators without spaces
SPACED = ("+", "-", "*", "%in%", "<", ">", "<=", ">=", "==", "!=", "&", "|", "~")
RESERVED = frozenset(
    [
        "if",
        "else",
        "repeat",
        "while",
        "function",
        "for",
        "next",
        "break",
        "TRUE",
        "FALSE",
        "NULL",
        "Inf",
        "NaN",
        "NA",
        "in",
        "True",  # which are constants here
        "False",
    ]
)
# letters, digits, dots and underscores, of which neither a digit nor "_" nor ".1" starts it
NAME = re.compile(r"(?:[^\W\d_]|\.(?=[^\W\d]|\.))[\w.]*")
CONSTANTS = {True: "TRUE", False: "FALSE", None: "NULL"}


def deparse(node: Node, exact: bool = False) -> str:
    """R's text of an expression: ``I(x ** 2)`` is ``I(x^2)``; parentheses are those it had.

    Numbers have R's 15 digits, or (`exact`) as many as they need to be read back the same.
    """
    if isinstance(node, Name):
        return quoted(node.text) if node.quoted else bare(node.text)
    if isinstance(node, Constant):
        return _constant(node.value, exact)
    if isinstance(node, Binary):
        first, rest = spine(node)
        out = [deparse(first, exact)]
        for sign, right in rest:
            out += [f" {sign} " if sign in SPACED else sign, deparse(right, exact)]
        return "".join(out)
    if isinstance(node, Unary):
        return node.operator + deparse(node.operand, exact)
    if isinstance(node, Paren):
        return f"({deparse(node.inside, exact)})"
    if isinstance(node, Sequence):
        return f"c({', '.join(deparse(item, exact) for item in node.items)})"
    if isinstance(node, Attribute):
        return f"{deparse(node.value, exact)}.{node.name}"
    return _call(node, exact)


def number(value: float | Decimal) -> str:
    """A number as R's ``as.character`` writes it: 15 significant digits, the shorter of the
    fixed and the scientific form. An integer or Decimal of more digits keeps them all.

    >>> number(2.0), number(0.1), number(100000.0), number(123456.0), number(9007199254740993)
    ('2', '0.1', '1e+05', '123456', '9007199254740993')
    """
    if not isinstance(value, float) and exceeds_float_digits(value):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    value = float(value)
    if value != value:
        return "NA"
    value += 0.0  # -0 is written 0
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    if value % 1e5 and abs(value) < 1e15 and value == int(value):
        return str(int(value))  # too few zeros at its end for the scientific form
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    decimals = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - int(exponent), 0)
    scientific = f"{mantissa}e{exponent[0]}{int(exponent[1:]):02d}"
    fixed = f"{value:.{decimals}f}"
    return fixed if len(fixed) <= len(scientific) else scientific


def _call(node: Call, exact: bool) -> str:
    function = node.function
    word = function.text if isinstance(function, Name) else ""
    arguments = [
        _argument(name) + (_contrast(value, exact) if word == "C" else deparse(value, exact))
        for name, value in node.given
    ]
    return f"{R_WORDS.get(word) or deparse(function, exact)}({', '.join(arguments)})"


def _contrast(node: Node, exact: bool) -> str:
    """An argument of ``C()``: the name of contrasts is R's."""
    text = deparse(node, exact)
    return R_WORDS.get(text, text) if isinstance(node, Name) else text


def _argument(name: str | None) -> str:
    return "" if name is None else f"{quoted(R_ARGUMENTS.get(name, name))} = "


def _constant(value: Any, exact: bool) -> str:
    if isinstance(value, bool) or value is None:
        return CONSTANTS[value]
    if isinstance(value, str):
        return escape(value, '"')
    shown = number(value)
    return shown if not exact or value != value or float(shown) == value else repr(value)


def bare(name: str) -> str:
    """A name that was not in backticks; one that only Python can read bare gets them here."""
    return name if "::" in name or name == "." else quoted(name)


@lru_cache(maxsize=4096)
def quoted(name: str) -> str:
    r"""A column's name, in backticks where it is not one that R can read bare, escaped as in R.

    >>> print(quoted("x"), quoted("a b"), quoted("a`b"))
    x `a b` `a\`b`
    """
    plain = NAME.fullmatch(name) and name not in RESERVED
    return name if plain else escape(name, "`")
