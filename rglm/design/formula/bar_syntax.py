"""Refusal of ``|`` in a right side that has one part: other parts, random effects."""

from __future__ import annotations

from rglm.design.syntax.syntax_tree import Binary, Constant, Name, Node, Paren
from rglm.design.syntax.tree_walks import TERM_OPERATORS, walk
from rglm.errors import FormulaError


def refuse_bars(side: Node) -> None:
    """Check that a right side has no ``|``, unless it joins conditions.

    Raises FormulaError: the formula has two parts, or random effects, ``(1 | g)``.
    """
    if isinstance(side, Binary) and side.operator == "|" and not _joins_conditions(side):
        raise FormulaError("this model has one part, so no '|'")
    for paren in _parentheses(side):
        bar = isinstance(paren.inside, Binary) and paren.inside.operator == "|"
        if bar and not _joins_conditions(paren.inside):
            raise FormulaError(
                "random effects, as (1 | g), are not in these "
                "models; factor(g) gives each group an effect of its own, vcov(cluster='g') of "
                "lm() and glm() standard errors for rows that are alike within groups, and "
                "I(a | b) is a condition"
            )


def _joins_conditions(bar: Node) -> bool:
    """Whether a side of ``a | b`` has something other than names, numbers and terms of them."""
    plain = (Name, Constant, Paren)
    return any(not isinstance(node, plain) and not _joins_terms(node) for node in walk(bar))


def _joins_terms(node: Node) -> bool:
    return isinstance(node, Binary) and node.operator in (*TERM_OPERATORS, "|")


def _parentheses(side: Node) -> list[Paren]:
    """The parentheses of a side that are in no call."""
    parens, stack = [], [side]
    while stack:
        node = stack.pop()
        if isinstance(node, Binary) and node.operator in TERM_OPERATORS:
            stack += [node.left, node.right]
        elif isinstance(node, Paren):
            parens.append(node)
            stack.append(node.inside)
    return parens
