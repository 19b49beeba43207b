"""R's names: an expression written as R's ``deparse`` writes it."""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import Any

from rglm.design.exact import is_long

# R's spellings of words that Python can't spell; an underscore in an argument is R's dot.
R_WORDS = {
    "__paren__": "",
    "__NA__": "NA",
    "__Inf__": "Inf",
    "as_factor": "as.factor",
    "as_ordered": "as.ordered",
    "as_numeric": "as.numeric",
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
}
# R writes the tight operators without spaces
BINARY: dict[type, str] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: " * ",
    ast.Div: "/",
    ast.Mod: "%%",
    ast.FloorDiv: "%/%",
    ast.Pow: "^",
}
UNARY: dict[type, str] = {ast.USub: "-", ast.UAdd: "+", ast.Not: "!", ast.Invert: "~"}
COMPARE: dict[type, str] = {
    ast.Eq: " == ",
    ast.NotEq: " != ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.In: " %in% ",
}
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
    ]
)
CONSTANTS = {True: "TRUE", False: "FALSE", None: "NULL"}


def deparse(node: ast.AST) -> str:
    """R's text of an expression: ``I(x ** 2)`` is ``I(x^2)``; parentheses are those it had."""
    if isinstance(node, ast.Expression):
        return deparse(node.body)
    if isinstance(node, ast.Name):
        return R_WORDS.get(node.id) or quoted(node.id)
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Call):
        return _call(node)
    if isinstance(node, (ast.Tuple, ast.List)):
        return f"c({', '.join(map(deparse, node.elts))})"
    return _operator(node)


def number(value: float | Decimal) -> str:
    """A number as R's ``as.character`` writes it: 15 significant digits, the shorter of the
    fixed and the scientific form. An integer or Decimal of more digits keeps them all.

    >>> number(2.0), number(0.1), number(100000.0), number(123456.0), number(9007199254740993)
    ('2', '0.1', '1e+05', '123456', '9007199254740993')
    """
    if not isinstance(value, float) and is_long(value):
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


def _operator(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        return deparse(node.left) + BINARY[type(node.op)] + deparse(node.right)
    if isinstance(node, ast.UnaryOp):
        return UNARY[type(node.op)] + deparse(node.operand)
    if isinstance(node, ast.BoolOp):
        return (" & " if isinstance(node.op, ast.And) else " | ").join(map(deparse, node.values))
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
        return deparse(node.left) + COMPARE[type(node.ops[0])] + deparse(node.comparators[0])
    return ast.unparse(node)


def _call(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    arguments = [deparse(argument) for argument in node.args]
    if name == "__int__":
        return arguments[0]
    if name == "__colon__":
        return ":".join(arguments)
    if name == "__paren__" and len(arguments) != 1:  # a Python tuple
        name = "c"
    arguments += [f"{R_ARGUMENTS.get(k.arg, k.arg)} = {deparse(k.value)}" for k in node.keywords]
    return f"{R_WORDS.get(name, name)}({', '.join(arguments)})"


def _constant(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return CONSTANTS[value]
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return number(value)


def quoted(name: str) -> str:
    """A column's name, in backticks where it is not one that R can read bare."""
    plain = name.replace(".", "_").isidentifier() and not name.startswith("_")
    return name if plain and name not in RESERVED else f"`{name}`"
