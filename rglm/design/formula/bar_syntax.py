"""What ``|`` cannot mean in one right side: another part, or random effects."""

from __future__ import annotations

from rglm.design.evaluation.expressions import walk
from rglm.design.syntax.syntax_tree import Binary, Call, Constant, Name, Node, Paren
from rglm.errors import FormulaError

ALGEBRA = ("+", "-", ":", "*", "/", "^", "%in%")


def refuse_bars(side: Node) -> None:
    """Check that a right side has no ``|``, unless it joins conditions.

    Raises
    ------
    FormulaError
        The formula has two parts, or random effects, ``(1 | g)``.
    """
    if isinstance(side, Binary) and side.operator == "|" and not _joins_conditions(side):
        raise FormulaError("this model has one part, so no '|'")
    for node in _of_algebra(side):
        inside = node.inside if isinstance(node, Paren) else node
        bar = isinstance(inside, Binary) and inside.operator == "|"
        if bar and not _joins_conditions(inside):
            raise FormulaError(
                "random effects, as (1 | g), are not in these "
                "models; factor(g) gives each group an effect of its own, vcov(cluster='g') "
                "standard errors for rows that are alike within groups, and I(a | b) is a "
                "condition"
            )


def _joins_conditions(node: Node) -> bool:
    """Whether a side of ``a | b`` holds something other than names and numbers."""
    plain = (Name, Constant, Paren)
    return any(not isinstance(n, plain) and not _is_sum(n) for n in walk(node))


def _is_sum(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in (*ALGEBRA, "|")


def _of_algebra(side: Node) -> list[Node]:
    """The parentheses of a side that are in no call."""
    out, todo = [], [side]
    while todo:
        node = todo.pop()
        if isinstance(node, Binary) and node.operator in ALGEBRA:
            todo += [node.left, node.right]
        elif isinstance(node, Paren):
            out.append(node)
            todo.append(node.inside)
        elif isinstance(node, Call):
            continue
    return out
