"""The text of an expression or a formula's side as a tree, by R's grammar and precedence.

The method is Pratt's (1973, "Top down operator precedence", POPL): an operator takes as its right
operand all that follows up to the next operator of no higher precedence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rglm.design.size_limits import MAX_NESTING
from rglm.design.syntax.function_names import attribute_chain, called_function, private_name_error
from rglm.design.syntax.grammar import (
    COMPARISONS,
    NOT_PRECEDENCE,
    PRECEDENCE,
    PYTHON_OPERATORS,
    SIGN_PRECEDENCE,
    SYNTAX_CONSTANTS,
    is_private,
    read_number,
)
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
)
from rglm.design.syntax.token_stream import TokenStream
from rglm.design.syntax.tokens import Token
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief

NOT_IN = "not in"  # Python's operator of two words
ARGUMENT_NAME_KINDS = ("name", "quoted", "string")  # tokens that name an argument


def parse(source: str, in_precedence: int, is_known: Callable[[str], bool]) -> Node:
    """The syntax tree of a text.

    Parameters
    ----------
    source : str
    in_precedence : int
        The precedence of Python's ``in``, and of ``not in``.
    is_known : function
        Whether a name is that of a function of the vocabulary.

    Raises
    ------
    FormulaError
        The text cannot be read, with the place where reading stopped.

    Examples
    --------
    >>> parse("-x^2", 4, lambda name: False)
    Unary(operator='-', operand=Binary(operator='^', left=Name(...), right=Constant(value=2)))
    """
    try:
        return _Parser(TokenStream(source), in_precedence, is_known).parse()
    except RecursionError:
        raise FormulaError(f"{brief(source)!r} is nested too deeply here") from None


class _Parser:
    """A parser that reads tokens from left to right; each method reads one part of the grammar."""

    def __init__(
        self, tokens: TokenStream, in_precedence: int, is_known: Callable[[str], bool]
    ) -> None:
        self.tokens, self.in_precedence, self.is_known = tokens, in_precedence, is_known
        self.depth = 0

    def parse(self) -> Node:
        """The tree of all tokens."""
        tree = self.expression(0)
        if self.tokens.next.kind != "end":
            raise self.tokens.unexpected()
        return tree

    def expression(self, precedence: int) -> Node:
        """An expression whose operators are of a higher precedence."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.tokens.error(
                f"it is nested more than {MAX_NESTING} deep, which is the limit"
            )
        tree, compares = self.operand(), False
        while (infix := self.infix()) is not None and infix[1] > precedence:
            operator, own_precedence = infix
            if compares and operator in COMPARISONS:
                raise self.tokens.error("compare two things at a time, as in x > 1 & x < 3")
            compares = operator in COMPARISONS
            self.tokens.position += 2 if operator == NOT_IN else 1
            right = self.expression(own_precedence - (operator == "^"))  # 2^3^4 is 2^(3^4)
            tree = _binary(operator, tree, right)
        self.depth -= 1
        return tree

    def infix(self) -> tuple[str, int] | None:
        """The operator that is next, and its precedence; None if no operator is."""
        token = self.tokens.next
        if token.kind == "operator" and token.text in PRECEDENCE:
            return token.text, PRECEDENCE[token.text]
        if token.kind == "operator" and token.text.startswith("%"):
            raise self.tokens.error(f"there is no operator {token.text!r}")
        if token.kind != "name" or token.text not in PYTHON_OPERATORS:
            return None
        if token.text == "not":
            is_not_in = self.tokens.after_next.text == "in"
            return (NOT_IN, self.in_precedence) if is_not_in else None
        operator = PYTHON_OPERATORS[token.text]
        return operator, self.in_precedence if token.text == "in" else PRECEDENCE[operator]

    def operand(self) -> Node:
        """A name, constant, call or parenthesis, with its signs."""
        token = self.tokens.next
        if token.kind == "operator" and token.text in ("-", "+", "!"):
            self.tokens.take()
            precedence = NOT_PRECEDENCE if token.text == "!" else SIGN_PRECEDENCE
            return Unary(token.text, self.expression(precedence))
        if (
            token.kind == "name"
            and token.text == "not"
            and _starts_operand(self.tokens.after_next)
        ):
            self.tokens.take()
            return Unary("!", self.expression(NOT_PRECEDENCE))
        return self.attributes(self.primary())

    def primary(self) -> Node:
        """An operand without signs and attributes."""
        if self.tokens.is_next("("):
            return self.parenthesis()
        if self.tokens.is_next("["):
            self.tokens.take()
            return Sequence(tuple(self.items("]")))
        if self.tokens.next.kind in ("operator", "end"):
            raise self.tokens.unexpected()
        token = self.tokens.take()
        if token.kind == "string":
            return Constant(token.text)
        if token.kind == "number":
            return Constant(read_number(token.text))
        if self.tokens.is_next("("):
            return self.call(called_function(token, self.tokens, self.is_known))
        if token.kind == "name" and token.text in SYNTAX_CONSTANTS:
            return Constant(SYNTAX_CONSTANTS[token.text])
        return Name(token.text, quoted=token.kind == "quoted")

    def parenthesis(self) -> Node:
        """An expression in parentheses, or Python's tuple."""
        self.tokens.take()
        items = self.items(")")
        return Paren(items[0]) if len(items) == 1 else Sequence(tuple(items))

    def items(self, close: str) -> list[Node]:
        """The expressions between brackets, separated by commas."""
        items, outside = [], self.in_precedence
        if close == "]":
            self.in_precedence = PRECEDENCE["=="]
        while not self.tokens.is_next(close):
            items.append(self.expression(0))
            if not self.tokens.is_next(close):
                self.tokens.take_comma(close)
        bracket = self.tokens.take()
        self.in_precedence = outside
        if not items:
            raise self.tokens.error("the brackets are empty", bracket)
        return items

    def attributes(self, value: Node) -> Node:
        """A value with the attributes that follow without a blank, ``.name``, and their calls."""
        tokens = self.tokens
        while True:
            token, before = tokens.next, tokens.previous
            if tokens.is_next("["):
                raise tokens.unexpected()
            if token.start == before.end and token.kind == "name" and token.text[0] == ".":
                if isinstance(value, Constant):
                    raise tokens.error("a number or text has no methods in a formula")
                tokens.take()
                value = attribute_chain(value, token.text[1:].split("."), token, tokens)
                if tokens.is_next("("):
                    value = self.call(value)
            elif tokens.is_next("("):
                raise tokens.error("only a function's name can be called")
            else:
                return value

    def call(self, function: Name | Attribute) -> Call:
        """The call of a function, whose parenthesis is next."""
        outside, self.in_precedence = self.in_precedence, PRECEDENCE["=="]
        self.tokens.take()
        arguments: list[tuple[str | None, Node]] = []
        while not self.tokens.is_next(")"):
            name = self.argument_name(dict(arguments))
            value = self.expression(0)
            if value == Name("None") and (arguments or name is not None):
                value = Constant(None)  # Python's NULL; as the first argument it is a column
            arguments.append((name, value))
            if not self.tokens.is_next(")"):
                self.tokens.take_comma(")")
        self.tokens.take()
        self.in_precedence = outside
        return Call(function, tuple(arguments))

    def argument_name(self, others: Mapping[str | None, Node]) -> str | None:
        """The name in front of an argument, unlike those of others; None where it has none."""
        token = self.tokens.next
        if token.kind not in ARGUMENT_NAME_KINDS or not self.tokens.after_next.is_operator("="):
            return None
        if is_private(token.text):
            raise private_name_error(token.text, token, self.tokens)
        if token.text in others:
            raise self.tokens.error(f"the argument {token.text!r} stands there twice")
        self.tokens.position += 2
        return token.text


def _starts_operand(token: Token) -> bool:
    """Whether an operand starts at a token."""
    if token.kind == "name":
        return token.text not in PYTHON_OPERATORS or token.text == "not"
    return token.kind in ("string", "quoted", "number") or token.text in ("(", "!")


def _binary(operator: str, left: Node, right: Node) -> Node:
    """The node of an operator; ``a not in b`` is ``!(a %in% b)``."""
    if operator not in ("%in%", NOT_IN):
        return Binary(operator, left, right)
    tree = Binary("%in%", _r_operand(left), _r_operand(right))
    return tree if operator == "%in%" else Unary("!", tree)


def _r_operand(node: Node) -> Node:
    """An operand of ``in`` with the parentheses that R's ``%in%``, which binds first, needs."""
    binds_later = isinstance(node, Binary) and PRECEDENCE[node.operator] < PRECEDENCE["%in%"]
    return Paren(node) if binds_later or isinstance(node, Unary) else node
