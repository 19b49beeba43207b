"""R expressions inside a formula: translated, named as R names them, evaluated on columns.

``log(x + 1)``, ``I(x^2)``, ``as.factor(g)``, ``x %in% c("a", "b")`` are R. They are turned into
Python by their tokens (``^`` is ``**``, ``&`` is ``and``: the same precedence as R's), checked and
compiled once, and evaluated with the data's columns as names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword
from types import CodeType
from typing import Any

from rglm.design.errors import FormulaError
from rglm.design.names import COMPARE, deparse, quoted
from rglm.design.precedence import bind_specials
from rglm.design.vocabulary import STATEFUL, WORDS

TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      |(?P<quoted>`[^`]*`)
      |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?L?)
      |(?P<name>\.?[^\W\d][\w.]*)
      |(?P<special>%in%|%%|%/%)
      |(?P<operator>\*\*|==|!=|<=|>=|&&|\|\||.)
      |(?P<space>\s+)""",
    re.VERBOSE,
)
OPERATORS = {"^": "**", "&": " and ", "&&": " and ", "|": " or ", "||": " or ", "!": " not "}
PYTHON = {"and", "or", "not", "in", "True", "False", "None"}  # words kept; others are columns
PAREN = "__paren__"  # R's own parentheses, which its names of expressions keep
CONSTANTS = {"TRUE": "True", "FALSE": "False", "NULL": "None", "NA": "__NA__", "Inf": "__Inf__"}
RANGE = re.compile(r"(?P<first>\d+L?)\s*:\s*(?P<last>\d+L?)")


def to_python(code: str) -> str:
    """Python for an R expression; Python code comes back as it was.

    A name with dots becomes the word of the vocabulary that it stands for (``as.factor`` is
    ``as_factor``), an argument's name (``Boundary.knots`` is ``Boundary_knots``), or else a
    column's name in backticks. R's ``%in%``, ``%%`` and ``%/%`` all become ``@``.
    """
    out, before, place = [], "", 0
    while place < len(code):
        if before != "-" and (span := RANGE.match(code, place)):
            out.append(f"__colon__({_number(span['first'])}, {_number(span['last'])})")
            before, place = ")", span.end()
            continue
        match = TOKEN.match(code, place)
        text, following = match.group(), code[match.end() : match.end() + 3].strip()
        grouping = text == "(" and not _calls(before)
        out.append(f"{PAREN}(" if grouping else _translate(match.lastgroup, text, following))
        before, place = (before if match.lastgroup == "space" else text), match.end()
    return "".join(out).strip()


def _number(text: str) -> str:
    return f"__int__({text[:-1]})" if text.endswith("L") else text


def _calls(before: str) -> bool:
    """Whether a parenthesis behind this token calls something, and does not group."""
    if before in PYTHON or before.endswith("%"):
        return False
    return before[-1:].isidentifier() or before[-1:].isdigit() or before[-1:] in tuple(")]`")


def _translate(kind: str | None, text: str, following: str) -> str:
    if kind == "operator":
        return OPERATORS.get(text, text)
    if kind == "special":
        return " @ "
    if kind == "number":
        return _number(text)
    if kind == "name":
        return CONSTANTS.get(text) or _translate_name(text, following)
    return text


def _translate_name(text: str, following: str) -> str:
    underscored = text.replace(".", "_")
    if iskeyword(text) and text not in PYTHON:
        return f"`{text}`"
    is_argument = following.startswith("=") and not following.startswith("==")
    if is_argument or (following.startswith("(") and underscored in WORDS):
        return underscored
    return f"`{text}`" if "." in text and not following.startswith("(") else text


@dataclass(frozen=True)
class Expression:
    """An expression ready to be evaluated: R's name for it, its code and what it reads."""

    name: str
    code: CodeType | None  # None: the name of a column, looked up as it is
    reads: tuple[str, ...]
    source: str

    @property
    def is_condition(self) -> bool:
        """Whether it binds looser than ``+``, so that a sum needs it in parentheses."""
        loose = (ast.Compare, ast.BoolOp, ast.UnaryOp)
        return self.code is not None and isinstance(_parse(self.source).body, loose)

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        """Code does not pickle; its text does."""
        return (column if self.code is None else expression), (self.source,)

    def evaluate(self, scope: Mapping[str, Any]) -> Any:
        """The value over the rows of `scope`; `scope["__state__"]` keeps what words learn."""
        if self.code is None:
            return scope[self.reads[0]]
        return eval(self.code, {"__builtins__": {}}, scope)


@lru_cache(maxsize=4096)
def column(name: str) -> Expression:
    """The expression that is a column's bare name; R quotes one that is no identifier."""
    return Expression(quoted(name), None, (name,), name)


@lru_cache(maxsize=4096)
def expression(code: str) -> Expression:
    """Compile R or Python code, as it stands in a formula or in ``weights="..."``.

    Raises
    ------
    FormulaError
        The code is not an expression.
    """
    tree = _parse(code)
    if isinstance(tree.body, ast.Name):
        return column(tree.body.id)
    reader = _Resolve()
    compiled = compile(ast.fix_missing_locations(reader.visit(tree)), "<formula>", "eval")
    return Expression(deparse(_parse(code)), compiled, reader.names(), code)


def _parse(code: str) -> ast.Expression:
    aliases: dict[str, str] = {}

    def alias(match: re.Match[str]) -> str:
        if match.lastgroup != "quoted":
            return match.group()
        return aliases.setdefault(match.group(), f"rglm_alias_{len(aliases)}_")

    text = TOKEN.sub(alias, to_python(code))
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise FormulaError(f"cannot read the expression {code!r}: {error.msg}") from None
    originals = {new: quoted.strip("`") for quoted, new in aliases.items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = originals.get(node.id, node.id)
    kinds = [m.group() for m in TOKEN.finditer(code) if m.lastgroup == "special"]
    return ast.fix_missing_locations(bind_specials(tree, kinds)) if kinds else tree


class _Resolve(ast.NodeTransformer):
    """Tell functions from columns, hand words their state, give R's operators their meaning."""

    def __init__(self) -> None:
        self.read: dict[str, None] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(self.read)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        self.read[node.id] = None
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == PAREN:
            inside = [self.visit(argument) for argument in node.args]
            return inside[0] if len(inside) == 1 else ast.Tuple(inside, ast.Load())
        name = deparse(node)
        arguments = [deparse(argument) for argument in node.args]
        if isinstance(node.func, ast.Name):
            word = node.func.id
            node.func = ast.Name(id=f"word:{word}", ctx=ast.Load())
        else:
            word = ""
            node.func = self.visit(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        if word == "C" and len(node.args) > 1:
            node.args[1] = _contrasts_word(node.args[1])
        if word == "cbind":
            node.keywords.append(ast.keyword("names", ast.Constant(tuple(arguments))))
        if word in STATEFUL:
            node.keywords.append(ast.keyword("state", _state(name)))
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        word = "__and__" if isinstance(node.op, ast.And) else "__or__"
        first, *rest = [self.visit(value) for value in node.values]
        for value in rest:
            first = _call(word, first, value)
        return first

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        operand = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return _call("__not__", operand)
        return ast.UnaryOp(node.op, operand)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        left, right = self.visit(node.left), self.visit(node.comparators[0])
        if len(node.ops) > 1:
            raise FormulaError("compare two things at a time, as in x > 1 & x < 3")
        if isinstance(node.ops[0], ast.In):
            return _call("__in__", left, right)
        operator = ast.Constant(COMPARE[type(node.ops[0])].strip())
        return _call("__compare__", operator, left, right)


def _contrasts_word(node: ast.expr) -> ast.expr:
    """``C(f, sum)`` is short for ``C(f, contr.sum)``."""
    if isinstance(node, ast.Name) and node.id in ("treatment", "sum", "helmert", "poly", "SAS"):
        return ast.Constant(f"contr_{node.id.lower()}")
    return node


def _call(word: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(id=f"word:{word}", ctx=ast.Load()), list(arguments), [])


def _state(name: str) -> ast.Subscript:
    states = ast.Name(id="__state__", ctx=ast.Load())
    return ast.Subscript(states, ast.Constant(name), ast.Load())
