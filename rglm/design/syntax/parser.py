"""The text of an expression or a formula's side as a tree, by R's grammar and precedence.

The method is Pratt's (1973, "Top down operator precedence", POPL): each operator has a strength
with which it binds what stands on its left.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rglm.design.evaluation.function_names import attribute_chain, function_of, private_name
from rglm.design.size_limits import MAX_NESTING
from rglm.design.syntax.grammar import (
    COMPARISONS,
    CONSTANTS,
    NOT_STRENGTH,
    PYTHON_WORDS,
    SIGN_STRENGTH,
    STRENGTH,
    is_private,
    read_number,
)
from rglm.design.syntax.syntax_tree import (
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Sequence,
    Unary,
)
from rglm.design.syntax.token_stream import TokenStream
from rglm.design.syntax.tokens import Token
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief

NOT_IN = "not in"  # Python's operator of two words
NAME_KINDS = ("name", "quoted", "string")  # tokens that an argument's name may be


@lru_cache(maxsize=4096)
def parse_expression(source: str) -> Node:
    """The tree of an expression.

    Raises
    ------
    FormulaError
        It cannot be read, with the place where reading stopped.

    Examples
    --------
    >>> parse_expression("-x^2").operator
    '-'
    """
    return _read(source, STRENGTH["=="])


@lru_cache(maxsize=1024)
def parse_side(source: str) -> Node:
    """The tree of a formula's right side, where a bare ``in`` is R's ``%in%``."""
    return _read(source, STRENGTH["%in%"])


def _read(source: str, strength_of_in: int) -> Node:
    try:
        return _Parser(TokenStream(source), strength_of_in).whole()
    except RecursionError:
        raise FormulaError(f"{brief(source)!r} is nested too deeply here") from None


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: TokenStream, strength_of_in: int) -> None:
        self.tokens, self.strength_of_in, self.depth = tokens, strength_of_in, 0

    def whole(self) -> Node:
        """The tree of all tokens."""
        tree = self.expression(0)
        if self.tokens.next.kind != "end":
            raise self.tokens.unexpected()
        return tree

    def expression(self, strength: int) -> Node:
        """An expression whose operators bind stronger than `strength`."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.tokens.error(
                f"it is nested more than {MAX_NESTING} deep, which is the limit"
            )
        tree, compares = self.operand(), False
        while (infix := self.infix()) is not None and infix[1] > strength:
            operator, binds = infix
            if compares and operator in COMPARISONS:
                raise self.tokens.error("compare two things at a time, as in x > 1 & x < 3")
            compares = operator in COMPARISONS
            self.tokens.place += 2 if operator == NOT_IN else 1
            right = self.expression(binds - (operator == "^"))
            tree = _binary(operator, tree, right)
        self.depth -= 1
        return tree

    def infix(self) -> tuple[str, int] | None:
        """The operator that stands next, and its strength."""
        token = self.tokens.next
        if token.kind == "operator" and token.text in STRENGTH:
            return token.text, STRENGTH[token.text]
        if token.kind == "operator" and token.text.startswith("%"):
            raise self.tokens.error(f"there is no operator {token.text!r}")
        if token.kind != "name" or token.text not in PYTHON_WORDS:
            return None
        if token.text == "not":
            is_one = self.tokens.after_next.text == "in"
            return (NOT_IN, self.strength_of_in) if is_one else None
        operator = PYTHON_WORDS[token.text]
        return operator, self.strength_of_in if token.text == "in" else STRENGTH[operator]

    def operand(self) -> Node:
        """A name, constant, call or parenthesis, with its signs."""
        token = self.tokens.next
        if token.kind == "operator" and token.text in ("-", "+", "!"):
            self.tokens.take()
            strength = NOT_STRENGTH if token.text == "!" else SIGN_STRENGTH
            return Unary(token.text, self.expression(strength))
        if token.kind == "name" and token.text == "not" and _starts(self.tokens.after_next):
            self.tokens.take()
            return Unary("!", self.expression(NOT_STRENGTH))
        return self.attributes(self.primary())

    def primary(self) -> Node:
        """An operand without signs and attributes."""
        if self.tokens.at("("):
            return self.parenthesis()
        if self.tokens.at("["):
            self.tokens.take()
            return Sequence(tuple(self.items("]")))
        if self.tokens.next.kind in ("operator", "end"):
            raise self.tokens.unexpected()
        token = self.tokens.take()
        if token.kind == "string":
            return Constant(token.text)
        if token.kind == "number":
            return Constant(read_number(token.text))
        if self.tokens.at("("):
            return self.call(function_of(token, self.tokens))
        if token.kind == "name" and token.text in CONSTANTS:
            return Constant(CONSTANTS[token.text])
        return Name(token.text, quoted=token.kind == "quoted")

    def parenthesis(self) -> Node:
        """An expression in parentheses, or Python's tuple."""
        self.tokens.take()
        items = self.items(")")
        return Paren(items[0]) if len(items) == 1 else Sequence(tuple(items))

    def items(self, close: str) -> list[Node]:
        """What stands between brackets, with commas."""
        items, outside = [], self.strength_of_in
        if close == "]":
            self.strength_of_in = STRENGTH["=="]
        while not self.tokens.at(close):
            items.append(self.expression(0))
            if not self.tokens.at(close):
                self.tokens.take_comma(close)
        bracket = self.tokens.take()
        self.strength_of_in = outside
        if not items:
            raise self.tokens.error("the brackets are empty", bracket)
        return items

    def attributes(self, value: Node) -> Node:
        """What follows an operand without a blank: ``.name``, and calls of that."""
        tokens = self.tokens
        while True:
            token, before = tokens.next, tokens.previous
            if tokens.at("["):
                raise tokens.unexpected()
            if token.start == before.end and token.kind == "name" and token.text[0] == ".":
                if isinstance(value, Constant):
                    raise tokens.error("a number or text has no methods in a formula")
                tokens.take()
                value = attribute_chain(value, token.text[1:].split("."), token, tokens)
                if tokens.at("("):
                    value = self.call(value)
            elif tokens.at("("):
                raise tokens.error("only a function's name can be called")
            else:
                return value

    def call(self, function: Node) -> Call:
        """The call of a function, whose parenthesis is next."""
        outside, self.strength_of_in = self.strength_of_in, STRENGTH["=="]
        self.tokens.take()
        given: list[tuple[str | None, Node]] = []
        while not self.tokens.at(")"):
            name = self.argument_name(dict(given))
            value = self.expression(0)
            if value == Name("None") and (given or name is not None):
                value = Constant(None)  # Python's NULL; what comes first is a column's name
            given.append((name, value))
            if not self.tokens.at(")"):
                self.tokens.take_comma(")")
        self.tokens.take()
        self.strength_of_in = outside
        return Call(function, tuple(given))

    def argument_name(self, given: Mapping[str | None, Node]) -> str | None:
        """The name in front of an argument; None where it has none."""
        token = self.tokens.next
        if token.kind not in NAME_KINDS or not self.tokens.after_next.is_operator("="):
            return None
        if is_private(token.text):
            raise private_name(token.text, token, self.tokens)
        if token.text in given:
            raise self.tokens.error(f"the argument {token.text!r} stands there twice")
        self.tokens.place += 2
        return token.text


def _starts(token: Token) -> bool:
    """Whether an operand starts at a token."""
    if token.kind == "name":
        return token.text not in PYTHON_WORDS or token.text == "not"
    return token.kind in ("string", "quoted", "number") or token.text in ("(", "!")


def _binary(operator: str, left: Node, right: Node) -> Node:
    if operator not in ("%in%", NOT_IN):
        return Binary(operator, left, right)
    tree = Binary("%in%", _r_operand(left), _r_operand(right))
    return tree if operator == "%in%" else Unary("!", tree)


def _r_operand(node: Node) -> Node:
    """An operand of Python's ``in``, which binds looser than R's ``%in%``, as R would write it."""
    loose = isinstance(node, Binary) and STRENGTH[node.operator] < STRENGTH["%in%"]
    return Paren(node) if loose or isinstance(node, Unary) else node
