"""The value of an expression's tree over the rows of a scope.

Each kind of node has one meaning, here; nothing of a formula is ever run as Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rglm.design.arithmetic import binary, plain, unary
from rglm.design.attributes import attribute, check_arguments
from rglm.design.errors import FormulaError
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
    spine,
)
from rglm.design.vocabulary import STATEFUL, word_of

if TYPE_CHECKING:
    from rglm.design.scope import Scope

CONTRASTS = ("treatment", "sum", "helmert", "poly", "SAS")


def evaluate(node: Node, scope: Scope) -> Any:
    """The value of a tree.

    Raises
    ------
    FormulaError
        A name means nothing, or a value is of the wrong kind.
    """
    if isinstance(node, Binary):
        first, rest = spine(node)
        value = evaluate(first, scope)
        for operator, right in rest:
            value = binary(operator, value, evaluate(right, scope))
        return value
    if isinstance(node, Name):
        return scope.variable(node.text, node.quoted)
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Paren):
        return evaluate(node.inside, scope)
    if isinstance(node, Unary):
        return unary(node.operator, evaluate(node.operand, scope))
    if isinstance(node, Sequence):
        return [evaluate(item, scope) for item in node.items]
    if isinstance(node, Attribute):
        return _attribute(node, scope)
    return _call(node, scope)


def _attribute(node: Attribute, scope: Scope) -> Any:
    """An attribute of a column as pandas has it, or of an object of the context."""
    value = node.value
    owner = scope.object(value.text, value.quoted) if isinstance(value, Name) else None
    return attribute(evaluate(value, scope) if owner is None else owner, node.name)


def _call(node: Call, scope: Scope) -> Any:
    function = node.function
    word = word_of(function.text) if isinstance(function, Name) else None
    arguments = [evaluate(argument, scope) for argument in _arguments(node)]
    named = {name: evaluate(value, scope) for name, value in node.named}
    if word is None:
        called = scope.word(function.text) if isinstance(function, Name) else None
        called = _attribute(function, scope) if called is None else called
        check_arguments(called, tuple(arguments), named)
        value = called(*arguments, **named)
        scope.check_value(node, value)
        return value
    arguments = list(map(plain, arguments))
    named = {name.replace(".", "_"): plain(value) for name, value in named.items()}
    if word == "cbind":
        return scope.word(word)(*_columns(node, arguments, named), names=_names(node))
    if word in STATEFUL:
        if "state" in named:
            raise FormulaError(f"{word}() has no argument 'state'")
        named["state"] = scope.states[node.text]
    return scope.word(word)(*arguments, **named)


def _columns(node: Call, arguments: list[Any], named: dict[str, Any]) -> list[Any]:
    """The columns of ``cbind()`` in their order, those with a name of their own among them."""
    plain_ones = iter(arguments)
    return [
        next(plain_ones) if name is None else named[name.replace(".", "_")]
        for name, _ in node.given
    ]


def _names(node: Call) -> tuple[str, ...]:
    """The names that ``cbind()`` gives its columns: their own, or that of a variable."""
    own = (name or (value.text if isinstance(value, Name) else "") for name, value in node.given)
    return tuple(own)


def _arguments(node: Call) -> list[Node]:
    return [
        Constant(f"contr_{value.text.lower()}") if is_contrasts(node, value) else value
        for value in node.arguments
    ]


def is_contrasts(node: Call, value: Node) -> bool:
    """Whether an argument is the ``sum`` of ``C(f, sum)``, which is short for contr.sum."""
    if not isinstance(value, Name) or value.quoted or value.text not in CONTRASTS:
        return False
    return node.function == Name("C") and node.given[0][1] is not value
