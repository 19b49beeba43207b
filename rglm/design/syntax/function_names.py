"""Which function the name before a parenthesis means, and which names are refused."""

from __future__ import annotations

from collections.abc import Callable

from rglm.design.syntax.grammar import PACKAGES, is_private
from rglm.design.syntax.syntax_tree import Attribute, Name, Node
from rglm.design.syntax.token_stream import TokenStream
from rglm.design.syntax.tokens import Token
from rglm.errors import FormulaError


def called_function(
    token: Token, tokens: TokenStream, is_known: Callable[[str], bool]
) -> Name | Attribute:
    """The function that a name with dots means: one of R's, or an attribute of an object.

    Parameters
    ----------
    token : Token
        The name.
    tokens : TokenStream
    is_known : function
        Whether a name is that of a function of the vocabulary, as ``as.factor`` is.

    Raises
    ------
    FormulaError
        A private name, or a function of a package that is not in the vocabulary.
    """
    if token.kind == "quoted":
        _check_public(token.text, token, tokens)
        return Name(token.text, quoted=True)
    package, _, plain = token.text.rpartition("::")
    if package and (package not in PACKAGES or not is_known(plain)):
        known = ", ".join(PACKAGES)
        raise tokens.error(f"{token.text} is not here; '::' takes words of {known}", token)
    _check_public(plain, token, tokens)
    head, *names = token.text.split(".")
    if is_known(plain) or not names or not head:
        return Name(token.text)
    _check_public(head, token, tokens)
    return attribute_chain(Name(head), names, token, tokens)


def attribute_chain(value: Node, names: list[str], token: Token, tokens: TokenStream) -> Attribute:
    """An attribute of an attribute of ... a value, of one or more names."""
    *owners, last = names
    for name in owners:
        _check_public(name, token, tokens)
        value = Attribute(value, name)
    _check_public(last, token, tokens)
    return Attribute(value, last)


def private_name_error(name: str, token: Token, tokens: TokenStream) -> FormulaError:
    """The error of a private name."""
    what = "has an underscore at an end, and is never read as a function or attribute"
    return tokens.error(f"{name!r} {what}", token)


def _check_public(name: str, token: Token, tokens: TokenStream) -> None:
    if is_private(name):
        raise private_name_error(name, token, tokens)
