"""The value of an expression's tree over the rows of a scope.

Each kind of node has one meaning, here; nothing of a formula is ever run as Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import signature
from typing import TYPE_CHECKING, Any

from rglm.design.evaluation.arithmetic import binary, plain, unary
from rglm.design.evaluation.attributes import attribute, check_arguments
from rglm.design.evaluation.formula_functions import STATEFUL, word_of
from rglm.design.size_limits import MAX_CONSTANTS, check_limit
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
from rglm.errors import FormulaError

if TYPE_CHECKING:
    from rglm.design.evaluation.scope import Scope

HIDDEN = {"state", "unreadable", "names", "word"}  # parameters that a formula does not give
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
        return _values(node.items, scope)
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
    arguments = _values(_arguments(node), scope)
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
    if hidden := named.keys() & HIDDEN:
        raise FormulaError(f"{word}() has no argument {hidden.pop()!r}")
    if word in STATEFUL:
        named["state"] = scope.states[node.text]
    return _value_of_word(node, scope.word(word), arguments, named)


def _value_of_word(
    node: Call, function: Callable[..., Any], arguments: list[Any], named: dict[str, Any]
) -> Any:
    """The value of a call of a word; arguments that it does not have are named."""
    try:
        return function(*arguments, **named)
    except TypeError as error:
        try:
            parameters = signature(function)
            parameters.bind(*arguments, **named)
        except TypeError as why:
            takes = ", ".join(n for n in parameters.parameters if n not in HIDDEN)
            said = f"{node.function.text}() {why}; it takes {takes}".replace("_", ".")
            raise FormulaError(said) from None
        raise error


def _values(nodes: Iterable[Node], scope: Scope) -> list[Any]:
    """The values of nodes; the numbers of their sequences are not too many together."""
    out, constants = [], 0
    for node in nodes:
        value = evaluate(node, scope)
        if isinstance(value, list):
            constants += _length(value)
            check_limit(constants, MAX_CONSTANTS, "the length of sequences in a call")
        out.append(value)
    return out


def _length(value: Any) -> int:
    """The number of constants in a list of them, or of lists."""
    if not value or not isinstance(value[0], list):
        return len(value)
    return sum(_length(one) if isinstance(one, list) else 1 for one in value)


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
