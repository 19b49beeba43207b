"""The ``.`` of a formula, which stands for the other columns, or a side of an older formula."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.design.evaluation.expressions import Expression, walk
from rglm.design.syntax.deparse import deparse
from rglm.design.syntax.syntax_tree import (
    Binary,
    Name,
    Node,
    Paren,
    Unary,
    is_product_or_sum,
    spine,
)

NOTHING = Name(".")  # a dot that stands for no column


def has_dot(side: Node) -> bool:
    """Whether a right side has a ``.``."""
    return any(node == NOTHING for node in walk(side))


def replace_dot_by_columns(side: Node, columns: Sequence[str]) -> Node:
    """A right side with columns in place of ``.``, in parentheses beside other terms."""
    if not columns:
        return side
    return replace_dot(side, total([Name(name, quoted=True) for name in columns]), alone=True)


def replace_dot(node: Node, by: Node, alone: bool = False) -> Node:
    """A right side with a node in place of each ``.``, in parentheses unless it is `alone`."""
    if isinstance(node, Name):
        return node if node != NOTHING else by if alone else Paren(by)
    if isinstance(node, Paren):
        return Paren(replace_dot(node.inside, by, alone=True))
    if isinstance(node, Unary):
        return Unary(node.operator, replace_dot(node.operand, by))
    if not is_product_or_sum(node):
        return node
    first, rest = spine(node, of_terms=True)
    out = replace_dot(first, by, alone and rest[0][0] == "+")
    for operator, right in rest:
        out = Binary(operator, out, replace_dot(right, by))
    return out


def without(node: Node, names: set[str]) -> Node:
    """A right side with nothing in place of the variables whose deparsed texts are these."""
    if isinstance(node, Paren):
        return Paren(without(node.inside, names))
    if isinstance(node, Unary):
        return Unary(node.operator, without(node.operand, names))
    if not is_product_or_sum(node):
        return NOTHING if deparse(node, exact=True) in names else node
    first, rest = spine(node, of_terms=True)
    out = without(first, names)
    for operator, right in rest:
        out = Binary(operator, out, without(right, names))
    return out


def put_in_front(front: Sequence[Node], side: Node) -> Node:
    """A right side with summands in front of it, from which it may take away."""
    if not front:
        return side
    first, rest = spine(side, of_terms=True)
    signs = [i for i, (operator, _) in enumerate(rest) if operator in ("+", "-")] or [len(rest)]
    for operator, right in rest[: signs[0]]:
        first = Binary(operator, first, right)
    signed = isinstance(first, Unary) and first.operator in ("+", "-")
    operator, first = (first.operator, first.operand) if signed else ("+", first)
    out = Binary(operator, total(front), first)
    for operator, right in rest[signs[0] :]:
        out = Binary(operator, out, right)
    return out


def total(nodes: Sequence[Node]) -> Node:
    """The sum of some nodes."""
    out, *others = nodes
    for node in others:
        out = Binary("+", out, node)
    return out


def product(variables: Sequence[Expression]) -> Node:
    """The interaction of some variables, those that are operations in parentheses."""
    out, *others = [Paren(e.tree) if e.is_operation else e.tree for e in variables]
    for node in others:
        out = Binary(":", out, node)
    return out
