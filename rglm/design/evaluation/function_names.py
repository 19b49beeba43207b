"""Which function a name in front of a parenthesis means, and which names are refused."""

from __future__ import annotations

from rglm.design.evaluation.formula_functions import PACKAGES, word_of
from rglm.design.syntax.grammar import is_private
from rglm.design.syntax.syntax_tree import Attribute, Name, Node
from rglm.design.syntax.token_stream import TokenStream
from rglm.design.syntax.tokens import Token
from rglm.errors import FormulaError


def function_of(token: Token, tokens: TokenStream) -> Node:
    """The function that a name with dots means: a word's, or an object's attribute.

    Raises
    ------
    FormulaError
        A private name, or a word of a package that is not here.
    """
    if token.kind == "quoted":
        _check_public(token.text, token, tokens)
        return Name(token.text, quoted=True)
    package, _, plain = token.text.rpartition("::")
    if package and (package not in PACKAGES or word_of(plain) is None):
        known = ", ".join(PACKAGES)
        raise tokens.error(f"{token.text} is not here; '::' takes words of {known}", token)
    _check_public(plain, token, tokens)
    head, *names = token.text.split(".")
    if word_of(plain) is not None or not names or not head:
        return Name(token.text)
    _check_public(head, token, tokens)
    return attribute_chain(Name(head), names, token, tokens)


def attribute_chain(value: Node, names: list[str], token: Token, tokens: TokenStream) -> Node:
    """An attribute of an attribute of ... a value."""
    for name in names:
        _check_public(name, token, tokens)
        value = Attribute(value, name)
    return value


def private_name(name: str, token: Token, tokens: TokenStream) -> FormulaError:
    """The error of a private name."""
    what = "has an underscore at an end, and is never read as a function or attribute"
    return tokens.error(f"{name!r} {what}", token)


def _check_public(name: str, token: Token, tokens: TokenStream) -> None:
    if is_private(name):
        raise private_name(name, token, tokens)
