"""The value of an expression's syntax tree over the rows of a scope.

Each kind of node has one meaning, here; nothing of a formula is ever run as Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from inspect import signature
from typing import TYPE_CHECKING, Any

from rglm.design.evaluation.arithmetic import apply_binary, apply_unary, as_formula_value
from rglm.design.evaluation.attributes import attribute, check_arguments
from rglm.design.evaluation.formula_functions import (
    COLUMN_BINDERS,
    STATEFUL_FUNCTIONS,
    vocabulary_name,
)
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
)
from rglm.design.syntax.tree_walks import operator_chain
from rglm.design.values.r_values import with_column_names
from rglm.errors import FormulaError

if TYPE_CHECKING:
    from rglm.design.evaluation.scope import Scope

# parameters of the vocabulary's functions that a formula does not give
HIDDEN_PARAMETERS = {"state", "unreadable", "names", "word"}


class Evaluator:
    """The value of each kind of node over the rows of a scope.

    A value is an array, a Factor, a Logical or a Matrix, a constant, a list of constants, or
    whatever a function of the analyst returns.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit_name(self, node: Name) -> Any:
        """A column, a constant or an object of the context."""
        return self.scope.variable(node.text, node.quoted)

    def visit_constant(self, node: Constant) -> Any:
        """The constant."""
        return node.value

    def visit_paren(self, node: Paren) -> Any:
        """The value inside of the parentheses."""
        return node.inside.accept(self)

    def visit_sequence(self, node: Sequence) -> Any:
        """A list of values."""
        return self._values(node.items)

    def visit_unary(self, node: Unary) -> Any:
        """The value of ``-x``, ``+x`` or ``!x``."""
        return apply_unary(node.operator, node.operand.accept(self))

    def visit_binary(self, node: Binary) -> Any:
        """The value of a chain of operators, from left to right."""
        first, rest = operator_chain(node)
        value = first.accept(self)
        for operator, right in rest:
            value = apply_binary(operator, value, right.accept(self))
        return value

    def visit_attribute(self, node: Attribute) -> Any:
        """An attribute of a column as pandas has it, or of an object of the context."""
        value = node.value
        if isinstance(value, Name):
            return attribute(self.scope.attribute_owner(value.text, value.quoted), node.name)
        return attribute(value.accept(self), node.name)

    def visit_call(self, node: Call) -> Any:
        """The value of a call of a function of the vocabulary or of the context."""
        function = node.function
        known = vocabulary_name(function.text) if isinstance(function, Name) else None
        arguments = self._values(_positional_arguments(node))
        named = {name: value.accept(self) for name, value in node.named}
        if known is None:
            return self._call_borrowed(node, arguments, named)
        named = {name.replace(".", "_"): as_formula_value(value) for name, value in named.items()}
        return self._call_known(known, node, list(map(as_formula_value, arguments)), named)

    def _call_borrowed(self, node: Call, arguments: list[Any], named: dict[str, Any]) -> Any:
        """The value of a function or method of the context, or of a column's method."""
        function = node.function
        called = self.scope.function(function.text) if isinstance(function, Name) else None
        called = function.accept(self) if called is None else called
        check_arguments(called, tuple(arguments), named)
        value = called(*arguments, **named)
        self.scope.check_call(node, value)
        return value

    def _call_known(
        self, name: str, node: Call, arguments: list[Any], named: dict[str, Any]
    ) -> Any:
        """The value of a function of the vocabulary."""
        if name in COLUMN_BINDERS:
            columns = _columns_in_order(node, arguments, named)
            return self.scope.function(name)(*columns, names=_column_names(node))
        if hidden := named.keys() & HIDDEN_PARAMETERS:
            raise FormulaError(f"{name}() has no argument {hidden.pop()!r}")
        if name in STATEFUL_FUNCTIONS:
            named["state"] = self.scope.state(node.exact_text)
        called = self.scope.function(name)
        value = _checked_call(node.function.deparse(), called, arguments, named)
        return with_column_names(value, arguments)

    def _values(self, nodes: Iterable[Node]) -> list[Any]:
        """The values of nodes; the constants of their sequences are limited in number."""
        values, constants = [], 0
        for node in nodes:
            value = node.accept(self)
            if isinstance(value, list):
                constants += _number_of_constants(value)
                check_limit(constants, MAX_CONSTANTS, "the length of sequences in a call")
            values.append(value)
        return values


def _checked_call(
    name: str, function: Callable[..., Any], arguments: list[Any], named: dict[str, Any]
) -> Any:
    """The value of a call; the error of wrong arguments names those that there are.

    The signature is read after the error: most calls are right.
    """
    try:
        return function(*arguments, **named)
    except TypeError:
        parameters = signature(function)
        try:
            parameters.bind(*arguments, **named)
        except TypeError as why:
            takes = ", ".join(n for n in parameters.parameters if n not in HIDDEN_PARAMETERS)
            message = f"{name}() {why}; it takes {takes}".replace("_", ".")
            raise FormulaError(message) from None
        raise


def _positional_arguments(call: Call) -> Iterator[Node]:
    """The arguments without a name; ``sum`` in ``C(f, sum)`` is the name of ``contr.sum``."""
    for value in call.positional:
        if call.is_contrasts_name(value):
            yield Constant(f"contr_{value.text.lower()}")
        else:
            yield value


def _number_of_constants(values: list[Any]) -> int:
    """The number of constants in a list of constants or lists."""
    if not values or not isinstance(values[0], list):
        return len(values)
    return sum(_number_of_constants(v) if isinstance(v, list) else 1 for v in values)


def _columns_in_order(call: Call, arguments: list[Any], named: dict[str, Any]) -> list[Any]:
    """The columns of ``cbind()`` as they were written, with and without names."""
    unnamed = iter(arguments)
    return [
        next(unnamed) if name is None else named[name.replace(".", "_")]
        for name, _ in call.arguments
    ]


def _column_names(call: Call) -> tuple[str, ...]:
    """The names that ``cbind()`` gives its columns: those written, or those of variables."""
    return tuple(
        name or (value.text if isinstance(value, Name) else "") for name, value in call.arguments
    )
