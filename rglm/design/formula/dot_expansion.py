"""The ``.`` of a formula: the columns that are left, or a side of an older formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rglm.design.evaluation.expressions import Expression
from rglm.design.syntax.syntax_tree import Binary, Name, Node, Paren, Unary
from rglm.design.syntax.tree_walks import is_term_operation, operator_chain, walk

DOT = Name(".")  # in a side that is expanded it stands for no term


def has_dot(side: Node) -> bool:
    """Whether a right side has a ``.``."""
    return any(node == DOT for node in walk(side))


def replace_dot_by_columns(side: Node, columns: Sequence[str]) -> Node:
    """A right side with columns in place of ``.``, in parentheses beside other terms."""
    if not columns:
        return side
    return replace_dot(side, sum_of([Name(name, quoted=True) for name in columns]), alone=True)


def replace_dot(side: Node, replacement: Node, alone: bool = False) -> Node:
    """A right side with a node in place of each ``.``.

    The node is in parentheses, unless the ``.`` is `alone`, in parentheses or first in a sum.
    """

    def replace(node: Node, is_alone: bool) -> Node:
        if node != DOT:
            return node
        return replacement if is_alone else Paren(replacement)

    return _map_variables(side, replace, alone)


def drop_variables(side: Node, texts: set[str]) -> Node:
    """A right side with nothing (`DOT`) in place of the variables of these exact texts."""
    return _map_variables(side, lambda node, _: DOT if node.deparse(exact=True) in texts else node)


def _map_variables(node: Node, change: Callable[[Node, bool], Node], alone: bool = False) -> Node:
    """A right side with every variable changed.

    Parameters
    ----------
    change : function
        Of a variable, and whether it stands alone.
    alone : bool
        Whether the whole side stands alone.
    """
    if isinstance(node, Paren):
        return Paren(_map_variables(node.inside, change, alone=True))
    if isinstance(node, Unary):
        return Unary(node.operator, _map_variables(node.operand, change))
    if not is_term_operation(node):
        return change(node, alone)
    first, rest = operator_chain(node, of_terms=True)
    mapped = _map_variables(first, change, alone and rest[0][0] == "+")
    for operator, right in rest:
        mapped = Binary(operator, mapped, _map_variables(right, change))
    return mapped


def prepend_terms(front: Sequence[Node], side: Node) -> Node:
    """A right side with summands in front of it, from which it may take away."""
    if not front:
        return side
    first, rest = operator_chain(side, of_terms=True)
    sums = [i for i, (operator, _) in enumerate(rest) if operator in ("+", "-")] or [len(rest)]
    for operator, right in rest[: sums[0]]:
        first = Binary(operator, first, right)
    sign = "+"
    if isinstance(first, Unary) and first.operator in ("+", "-"):
        sign, first = first.operator, first.operand
    total = Binary(sign, sum_of(front), first)
    for operator, right in rest[sums[0] :]:
        total = Binary(operator, total, right)
    return total


def sum_of(nodes: Sequence[Node]) -> Node:
    """The sum of one or more nodes."""
    total, *others = nodes
    for node in others:
        total = Binary("+", total, node)
    return total


def interaction_of(variables: Sequence[Expression]) -> Node:
    """The interaction of one or more variables; an operation is in parentheses."""
    product, *others = [Paren(e.tree) if e.is_operation else e.tree for e in variables]
    for node in others:
        product = Binary(":", product, node)
    return product
