"""Traversal of a syntax tree: every node, a chain of operators, the inside of parentheses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from rglm.design.syntax.syntax_tree import Binary, Node, Paren

TERM_OPERATORS = ("+", "-", ":", "*", "/", "^", "%in%")  # of Wilkinson & Rogers' algebra


def walk(tree: Node) -> Iterator[Node]:
    """Every node of a tree, from left to right."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


def is_term_operation(node: Node) -> TypeGuard[Binary]:
    """Whether a node joins two operands by an operator of the algebra of terms."""
    return isinstance(node, Binary) and node.operator in TERM_OPERATORS


def operator_chain(node: Node, of_terms: bool = False) -> tuple[Node, list[tuple[str, Node]]]:
    """The first operand of a chain of operators, and each operator with its right operand.

    ``a + b - c`` is a tree that leans left. A loop follows it: a sum may have thousands of terms.

    Parameters
    ----------
    of_terms : bool
        Whether the chain ends where an operator is not one of terms: ``x %% 2`` is a variable.
    """
    rest = []
    while isinstance(node, Binary) and (not of_terms or is_term_operation(node)):
        rest.append((node.operator, node.right))
        node = node.left
    return node, rest[::-1]


def without_parentheses(node: Node) -> Node:
    """The node inside of parentheses, however many."""
    while isinstance(node, Paren):
        node = node.inside
    return node
