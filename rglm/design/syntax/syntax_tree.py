"""The syntax tree of a formula: all kinds of nodes.

A tree is data. What has no node here (subscripts, lambdas, assignments, formatted strings) cannot
be written in a formula. A node has R's text of itself; what it means is up to a `NodeVisitor`.
"""

# ruff: noqa: D102  methods are documented in Node

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeGuard, TypeVar

from rglm.design.syntax.r_spelling import (
    R_FUNCTIONS,
    SPACED_OPERATORS,
    argument_prefix,
    bare_name,
    constant_text,
    quote_name,
)

SHORT_CONTRASTS = ("treatment", "sum", "helmert", "poly", "SAS")  # as C(f, sum) may name them

Result = TypeVar("Result")
VisitorResult = TypeVar("VisitorResult", covariant=True)


class Node(ABC):
    """A piece of a formula or expression."""

    @abstractmethod
    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        """The result of the method of a visitor for this kind of node."""

    @abstractmethod
    def deparse(self, exact: bool = False) -> str:
        """R's text of the expression, as ``deparse`` writes it: ``I(x ** 2)`` is ``I(x^2)``.

        Parentheses are those that were written. Numbers have R's 15 digits, or (`exact`) as many
        as they need to be read back the same.
        """

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes of which this one is made, from left to right."""
        return ()


@dataclass(frozen=True)
class Name(Node):
    """The name of a column, constant or function; `quoted` if it was written in backticks."""

    text: str
    quoted: bool = False

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_name(self)

    def deparse(self, exact: bool = False) -> str:
        return quote_name(self.text) if self.quoted else bare_name(self.text)


@dataclass(frozen=True)
class Constant(Node):
    """A number, a text, TRUE, FALSE, NULL (None) or NA (nan)."""

    value: float | int | str | bool | None

    @property
    def number(self) -> float | int | None:
        """The value of a number; None for other constants."""
        return None if isinstance(self.value, (bool, str)) else self.value

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_constant(self)

    def deparse(self, exact: bool = False) -> str:
        return constant_text(self.value, exact)


@dataclass(frozen=True)
class Paren(Node):
    """Parentheses that are no call's; R's names keep them."""

    inside: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.inside,)

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_paren(self)

    def deparse(self, exact: bool = False) -> str:
        return f"({self.inside.deparse(exact)})"


@dataclass(frozen=True)
class Sequence(Node):
    """Python's ``[a, b]`` or ``(a, b)``, R's ``c(a, b)``."""

    items: tuple[Node, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        return self.items

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_sequence(self)

    def deparse(self, exact: bool = False) -> str:
        return f"c({', '.join(item.deparse(exact) for item in self.items)})"


@dataclass(frozen=True)
class Unary(Node):
    """``-x``, ``+x`` or ``!x``."""

    operator: str
    operand: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.operand,)

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_unary(self)

    def deparse(self, exact: bool = False) -> str:
        return self.operator + self.operand.deparse(exact)


@dataclass(frozen=True)
class Binary(Node):
    """Two operands and R's operator between them."""

    operator: str
    left: Node
    right: Node

    @property
    def children(self) -> tuple[Node, ...]:
        return self.left, self.right

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_binary(self)

    def deparse(self, exact: bool = False) -> str:
        node: Node = self
        texts: list[str] = []  # from the right, in a loop: a sum may have thousands of terms
        while isinstance(node, Binary):
            spaced = node.operator in SPACED_OPERATORS
            texts += [node.right.deparse(exact), f" {node.operator} " if spaced else node.operator]
            node = node.left
        return "".join([node.deparse(exact), *reversed(texts)])


@dataclass(frozen=True)
class Attribute(Node):
    """``value.name``, where value is a column or an object of the context."""

    value: Node
    name: str

    @property
    def children(self) -> tuple[Node, ...]:
        return (self.value,)

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_attribute(self)

    def deparse(self, exact: bool = False) -> str:
        return f"{self.value.deparse(exact)}.{self.name}"


@dataclass(frozen=True)
class Call(Node):
    """A function with its arguments, in order; the name of an argument without one is None."""

    function: Name | Attribute
    arguments: tuple[tuple[str | None, Node], ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The arguments and the object of a method; no function's name, nor ``C(f, sum)``'s."""
        owner = () if isinstance(self.function, Name) else (self.function,)
        return (*owner, *(v for _, v in self.arguments if not self.is_contrasts_name(v)))

    @property
    def positional(self) -> tuple[Node, ...]:
        """The arguments without a name."""
        return tuple(value for name, value in self.arguments if name is None)

    @property
    def named(self) -> tuple[tuple[str, Node], ...]:
        """The arguments with a name."""
        return tuple((name, value) for name, value in self.arguments if name is not None)

    @cached_property
    def exact_text(self) -> str:
        """The exact text: what the function learned from the data is stored under it."""
        return self.deparse(exact=True)

    def is_contrasts_name(self, argument: Node) -> TypeGuard[Name]:
        """Whether an argument is the ``sum`` of ``C(f, sum)``, which is short for contr.sum."""
        if (
            not isinstance(argument, Name)
            or argument.quoted
            or argument.text not in SHORT_CONTRASTS
        ):
            return False
        return self.function == Name("C") and self.arguments[0][1] is not argument

    def accept(self, visitor: NodeVisitor[Result]) -> Result:
        return visitor.visit_call(self)

    def deparse(self, exact: bool = False) -> str:
        name = self.function.text if isinstance(self.function, Name) else ""
        texts = []
        for argument, value in self.arguments:
            text = value.deparse(exact)
            if name == "C" and isinstance(value, Name):
                text = R_FUNCTIONS.get(text, text)
            texts.append(argument_prefix(argument) + text)
        return f"{R_FUNCTIONS.get(name) or self.function.deparse(exact)}({', '.join(texts)})"


class NodeVisitor(Protocol[VisitorResult]):
    """A meaning of formulas: what each kind of node is."""

    def visit_name(self, node: Name) -> VisitorResult: ...
    def visit_constant(self, node: Constant) -> VisitorResult: ...
    def visit_paren(self, node: Paren) -> VisitorResult: ...
    def visit_sequence(self, node: Sequence) -> VisitorResult: ...
    def visit_unary(self, node: Unary) -> VisitorResult: ...
    def visit_binary(self, node: Binary) -> VisitorResult: ...
    def visit_attribute(self, node: Attribute) -> VisitorResult: ...
    def visit_call(self, node: Call) -> VisitorResult: ...
