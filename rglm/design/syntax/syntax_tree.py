"""The syntax of formulas: the nodes of its tree, and there are no others.

A tree is data. What is not here (subscripts, functions, assignments, formatted strings) cannot be
written, and what is here does only what `rglm.design.evaluation.evaluate` does with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

OPERATORS_OF_TERMS = ("+", "-", ":", "*", "/", "^", "%in%")


class Node:
    """A piece of a formula or expression."""


@dataclass(frozen=True)
class Name(Node):
    """The name of a column, constant or function; `quoted` if it stood in backticks."""

    text: str
    quoted: bool = False


@dataclass(frozen=True)
class Constant(Node):
    """A number, a text, TRUE, FALSE, NULL (None) or NA (nan)."""

    value: float | int | str | bool | None


@dataclass(frozen=True)
class Paren(Node):
    """What stands in parentheses that do not call, which R's names keep."""

    inside: Node


@dataclass(frozen=True)
class Sequence(Node):
    """Python's ``[a, b]`` or ``(a, b)``, R's ``c(a, b)``."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Unary(Node):
    """``-x``, ``+x`` or ``!x``."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Two operands and R's operator between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Attribute(Node):
    """``value.name``, where value is a column or an object of the context."""

    value: Node
    name: str


@dataclass(frozen=True)
class Call(Node):
    """A function, a `Name` or an `Attribute`, with its arguments, which may have names."""

    function: Node
    given: tuple[tuple[str | None, Node], ...]

    @property
    def arguments(self) -> tuple[Node, ...]:
        """Those without a name."""
        return tuple(value for name, value in self.given if name is None)

    @property
    def named(self) -> tuple[tuple[str, Node], ...]:
        """Those with one."""
        return tuple((name, value) for name, value in self.given if name is not None)

    @cached_property
    def text(self) -> str:
        """The text of the call, by which a word keeps what it has learned."""
        from rglm.design.syntax.deparse import deparse

        return deparse(self, exact=True)


def is_product_or_sum(node: Node) -> bool:
    """Whether a node is an operator of Wilkinson & Rogers' algebra of terms."""
    return isinstance(node, Binary) and node.operator in OPERATORS_OF_TERMS


def spine(node: Node, of_terms: bool = False) -> tuple[Node, list[tuple[str, Node]]]:
    """The first operand of a chain of operators, and each operator with its right operand.

    ``a + b - c`` is a tree that leans left; a chain of thousands is walked, not recursed into.

    Parameters
    ----------
    of_terms : bool
        Whether the chain ends where an operator is not one of terms: ``x %% 2`` is a variable.
    """
    rest = []
    while isinstance(node, Binary) and (not of_terms or is_product_or_sum(node)):
        rest.append((node.operator, node.right))
        node = node.left
    return node, rest[::-1]
