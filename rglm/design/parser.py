"""The text of an expression or a formula's side as a tree, by R's grammar and precedence.

The method is Pratt's (1973, "Top down operator precedence", POPL): each operator has a strength
with which it binds what stands on its left.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rglm.design.errors import FormulaError, brief
from rglm.design.limits import MAX_NESTING
from rglm.design.syntax import (
    Attribute,
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Sequence,
    Unary,
)
from rglm.design.tokens import Token, tokenize, unreadable
from rglm.design.vocabulary import PACKAGES, word_of

COMPARISONS = ("<", ">", "<=", ">=", "==", "!=")
STRENGTH = {
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
SIGN, NOT = 9, 3
PYTHON = {"and": "&", "or": "|", "in": "%in%", "not": "!"}
NUMBERS = {"Inf": float("inf"), "NaN": float("nan"), "NA": float("nan")}
CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None, **NUMBERS}
CONSTANTS |= {"True": True, "False": False}
INSTEAD = {
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
    ",": "a comma stands in no call",
}


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
        return _Parser(source, tokenize(source), strength_of_in).whole()
    except RecursionError:
        raise FormulaError(f"{brief(source)!r} is nested too deeply here") from None


def is_private(name: str) -> bool:
    """Whether a name has an underscore at an end, and so is never a function or attribute.

    Letters that Python takes for an underscore are seen through.
    """
    plain = unicodedata.normalize("NFKC", name)
    return plain[:1] == "_" or plain[-1:] == "_"


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, source: str, tokens: list[Token], strength_of_in: int) -> None:
        self.source, self.tokens, self.place, self.depth = source, tokens, 0, 0
        self.strength_of_in = strength_of_in

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def at(self, operator: str, ahead: int = 0) -> bool:
        token = self.tokens[min(self.place + ahead, len(self.tokens) - 1)]
        return token.kind == "operator" and token.text == operator

    def error(self, why: str, token: Token | None = None) -> FormulaError:
        return unreadable(self.source, why, (token or self.next).start)

    def whole(self) -> Node:
        out = self.expression(0)
        if self.next.kind != "end":
            raise self.unexpected()
        return out

    def unexpected(self) -> FormulaError:
        """The error of a token that cannot stand where it does."""
        token, before = self.next, self.tokens[self.place - 1] if self.place else None
        if before and before.kind == "name" and before.text in INSTEAD:
            return self.error(INSTEAD[before.text], before)
        if token.kind in ("name", "operator") and token.text in INSTEAD:
            return self.error(INSTEAD[token.text])
        if token.text in ("*", "^") and before and before.text in ("(", ","):
            return self.error("arguments with stars are not read")
        if token.kind == "end":
            return self.error("the text ends too early", before)
        if token.text in (")", "]"):
            return self.error(f"a {token.text!r} has none to open it")
        return self.error("something is missing before it")

    def expression(self, strength: int) -> Node:
        """An expression whose operators bind stronger than `strength`."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error(f"it is nested more than {MAX_NESTING} deep, which is the limit")
        left, compared = self.operand(), False
        while (found := self.infix()) is not None and found[1] > strength:
            operator, binds, length = found
            if compared and operator in COMPARISONS:
                raise self.error("compare two things at a time, as in x > 1 & x < 3")
            compared = operator in COMPARISONS
            self.place += length
            right = self.expression(binds - (operator == "^"))
            if length == 2:
                left = Unary("!", Binary("%in%", _tight(left), _tight(right)))
            elif operator == "%in%":
                left = Binary("%in%", _tight(left), _tight(right))
            else:
                left = Binary(operator, left, right)
        self.depth -= 1
        return left

    def infix(self) -> tuple[str, int, int] | None:
        """The operator here, its strength, and how many tokens it has."""
        token = self.next
        if token.kind == "operator" and token.text in STRENGTH:
            return token.text, STRENGTH[token.text], 1
        if token.kind != "name" or token.text not in PYTHON:
            if token.kind == "operator" and token.text.startswith("%"):
                raise self.error(f"there is no operator {token.text!r}")
            return None
        if token.text == "not":
            after = self.tokens[self.place + 1]
            return ("not %in%", self.strength_of_in, 2) if after.text == "in" else None
        operator = PYTHON[token.text]
        return operator, self.strength_of_in if token.text == "in" else STRENGTH[operator], 1

    def operand(self) -> Node:
        """A name, constant, call or parenthesis, with its signs."""
        token = self.next
        if token.kind == "operator" and token.text in ("-", "+", "!"):
            self.take()
            return Unary(token.text, self.expression(NOT if token.text == "!" else SIGN))
        if token.kind == "name" and token.text == "not" and self.starts(self.place + 1):
            self.take()
            return Unary("!", self.expression(NOT))
        return self.attributes(self.primary())

    def starts(self, place: int) -> bool:
        """Whether an operand starts at a token."""
        token = self.tokens[place]
        if token.kind == "name":
            return token.text not in PYTHON or token.text == "not"
        return token.kind in ("string", "quoted", "number") or token.text in ("(", "!")

    def primary(self) -> Node:
        token = self.next
        if token.kind == "operator" and token.text == "(":
            return self.parenthesis()
        if token.kind == "operator" and token.text == "[":
            self.take()
            return Sequence(tuple(self.items("]")))
        if token.kind in ("operator", "end"):
            raise self.unexpected()
        self.take()
        if token.kind == "string":
            return Constant(token.text)
        if token.kind == "number":
            return Constant(number(token.text))
        if token.kind == "quoted":
            return self.called(token, Name(token.text, quoted=True))
        if token.text in CONSTANTS and not self.at("("):
            return Constant(CONSTANTS[token.text])
        return self.called(token, Name(token.text)) if self.at("(") else Name(token.text)

    def parenthesis(self) -> Node:
        self.take()
        items = self.items(")")
        return Paren(items[0]) if len(items) == 1 else Sequence(tuple(items))

    def items(self, close: str) -> list[Node]:
        """What stands between brackets, with commas."""
        out, within = [], self.strength_of_in
        if close == "]":
            self.strength_of_in = 4
        while not self.at(close):
            out.append(self.expression(0))
            if not self.at(close):
                self.comma(close)
        self.take()
        self.strength_of_in = within
        if not out:
            raise self.error("the brackets are empty", self.tokens[self.place - 1])
        return out

    def comma(self, close: str) -> None:
        if not self.at(","):
            if self.next.kind == "end":
                raise self.error(f"a {close!r} is missing")
            raise self.unexpected()
        self.take()

    def called(self, token: Token, name: Name) -> Node:
        """A name, and the call that it makes where a parenthesis follows."""
        if not self.at("("):
            return name
        function: Node = name
        if not name.quoted:
            function = self.function(token)
        elif is_private(name.text):
            raise self.private(name.text, token)
        return self.call(function)

    def function(self, token: Token) -> Node:
        """The function that a name with dots means: a word's, or an object's attribute."""
        package, _, plain = token.text.rpartition("::")
        if package and (package not in PACKAGES or word_of(plain) is None):
            known = ", ".join(PACKAGES)
            raise self.error(f"{token.text} is not here; '::' takes words of {known}", token)
        if is_private(plain):
            raise self.private(plain, token)
        head, *names = token.text.split(".")
        if word_of(plain) is not None or not names or not head:
            return Name(token.text)
        if is_private(head):
            raise self.private(head, token)
        return self.chain(Name(head), names, token)

    def chain(self, value: Node, names: list[str], token: Token) -> Node:
        for name in names:
            if is_private(name):
                raise self.private(name, token)
            value = Attribute(value, name)
        return value

    def private(self, name: str, token: Token) -> FormulaError:
        what = "has an underscore at an end, and is never read as a function or attribute"
        return self.error(f"{name!r} {what}", token)

    def attributes(self, value: Node) -> Node:
        """What follows an operand without a blank: ``.name``, and calls of that."""
        while True:
            token, before = self.next, self.tokens[self.place - 1]
            if self.at("["):
                raise self.unexpected()
            if token.start == before.end and token.kind == "name" and token.text[0] == ".":
                if isinstance(value, Constant):
                    raise self.error("a number or text has no methods in a formula")
                self.take()
                value = self.chain(value, token.text[1:].split("."), token)
                if self.at("("):
                    value = self.call(value)
            elif self.at("("):
                raise self.error("only a function's name can be called")
            else:
                return value

    def argument(self) -> Node:
        """An argument that is no data: None is Python's NULL, and not a column's name."""
        value = self.expression(0)
        return Constant(None) if value == Name("None") else value

    def call(self, function: Node) -> Call:
        within, self.strength_of_in = self.strength_of_in, 4
        self.take()
        given: list[tuple[str | None, Node]] = []
        while not self.at(")"):
            if self.next.kind in ("name", "quoted", "string") and self.at("=", 1):
                token = self.take()
                self.take()
                if is_private(token.text):
                    raise self.private(token.text, token)
                if token.text in dict(given):
                    raise self.error(f"the argument {token.text!r} stands there twice", token)
                given.append((token.text, self.argument()))
            else:
                given.append((None, self.argument() if given else self.expression(0)))
            if not self.at(")"):
                self.comma(")")
        self.take()
        self.strength_of_in = within
        return Call(function, tuple(given))


def _tight(node: Node) -> Node:
    """An operand of Python's ``in``, which binds looser than R's ``%in%``, as R would write it."""
    loose = isinstance(node, Binary) and STRENGTH[node.operator] < STRENGTH["%in%"]
    return Paren(node) if loose or isinstance(node, Unary) else node


def number(text: str) -> int | float:
    """The number that a text means: whole if it can be held exactly, as R's ``2L`` is."""
    text = text.removesuffix("L")
    if text[:2] in ("0x", "0X"):
        value: int | float = int(text[:50], 16)
    elif text.isdigit() and len(text) <= 100:
        value = int(text)
    else:
        value = float(text)
    return value
