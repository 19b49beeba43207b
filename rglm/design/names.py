"""R's names: an expression written as R's ``deparse`` writes it."""

from __future__ import annotations

import ast
from typing import Any

# R's spellings of words that Python can't spell; an underscore in an argument is R's dot.
R_WORDS = {
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
    "ordered_result": "ordered_result",
}
# operator: (R's text, how tightly it binds); R prints the tight ones without spaces
BINARY: dict[type, tuple[str, int]] = {
    ast.Add: (" + ", 5),
    ast.Sub: (" - ", 5),
    ast.Mult: (" * ", 6),
    ast.Div: ("/", 6),
    ast.Mod: ("%%", 7),
    ast.FloorDiv: ("%/%", 7),
    ast.Pow: ("^", 9),
}
COMPARE: dict[type, str] = {
    ast.Eq: " == ",
    ast.NotEq: " != ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.In: " %in% ",
}
CONSTANTS = {True: "TRUE", False: "FALSE", None: "NULL"}


def deparse(node: ast.AST) -> str:
    """R's text of a Python expression: ``I(x ** 2)`` is ``I(x^2)``."""
    return _write(node)[0]


def number(value: float) -> str:
    """A number as R's ``as.character`` writes it: 15 significant digits, the shorter of the
    fixed and the scientific form.

    >>> number(2.0), number(0.1), number(100000.0), number(123456.0)
    ('2', '0.1', '1e+05', '123456')
    """
    if value != value:
        return "NA"
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    decimals = max(len(mantissa.lstrip("-").replace(".", "")) - 1 - int(exponent), 0)
    scientific = f"{mantissa}e{exponent[0]}{int(exponent[1:]):02d}"
    fixed = f"{value:.{decimals}f}"
    return fixed if len(fixed) <= len(scientific) else scientific


def _write(node: ast.AST) -> tuple[str, int]:
    """The text of a node and how tightly its outermost operator binds (20: not at all loose)."""
    if isinstance(node, ast.Expression):
        return _write(node.body)
    if isinstance(node, ast.Name):
        return quoted(node.id), 20
    if isinstance(node, ast.Constant):
        return _constant(node.value), 20
    if isinstance(node, ast.Call):
        return _call(node), 20
    if isinstance(node, (ast.Tuple, ast.List)):
        return f"c({', '.join(deparse(item) for item in node.elts)})", 20
    return _operator(node)


def _operator(node: ast.AST) -> tuple[str, int]:
    if isinstance(node, ast.BinOp):
        text, tight = BINARY.get(type(node.op), (None, 0))
        if text is not None:
            right_associative = isinstance(node.op, ast.Pow)
            left = _enclose(node.left, tight + right_associative)
            return left + text + _enclose(node.right, tight + (not right_associative)), tight
    if isinstance(node, ast.UnaryOp):
        sign = {ast.USub: "-", ast.UAdd: "+", ast.Not: "!"}.get(type(node.op), "~")
        return sign + _enclose(node.operand, 8), 8
    if isinstance(node, ast.BoolOp):
        text, tight = (" & ", 2) if isinstance(node.op, ast.And) else (" | ", 1)
        return text.join(_enclose(value, tight + 1) for value in node.values), tight
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARE:
        right = _enclose(node.comparators[0], 5)
        return _enclose(node.left, 5) + COMPARE[type(node.ops[0])] + right, 4
    return ast.unparse(node), 20


def _enclose(node: ast.AST, least: int) -> str:
    text, tight = _write(node)
    return text if tight >= least else f"({text})"


def _call(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
    arguments = [deparse(argument) for argument in node.args]
    arguments += [f"{R_ARGUMENTS.get(k.arg, k.arg)} = {deparse(k.value)}" for k in node.keywords]
    return f"{R_WORDS.get(name, name)}({', '.join(arguments)})"


def _constant(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return CONSTANTS[value]
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return number(float(value))


def quoted(name: str) -> str:
    """A column's name, in backticks where it is not one that R can read bare."""
    return name if name.replace(".", "_").isidentifier() else f"`{name}`"
