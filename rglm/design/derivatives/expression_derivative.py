"""The derivative of an expression by a column, from its syntax tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from rglm.design.derivatives.basis_slopes import BASIS_SLOPES
from rglm.design.derivatives.differences import extrapolated_derivative
from rglm.design.derivatives.function_slopes import FLAT, SLOPES, UNCHANGED
from rglm.design.evaluation.arithmetic import ARITHMETIC, apply_binary
from rglm.design.evaluation.evaluate import Evaluator
from rglm.design.evaluation.formula_functions import vocabulary_name
from rglm.design.evaluation.scope import Scope
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
from rglm.design.syntax.tree_walks import operator_chain, walk
from rglm.design.transforms.summary_functions import SUMMARY_FUNCTIONS
from rglm.formatting.hints.warning_location import collect_warnings

Derivative: TypeAlias = np.ndarray | None
"""That of a value, of its shape; None where it is 0."""
ScopeAt: TypeAlias = Callable[[np.ndarray], Scope]
"""The scope of rows whose column has other numbers."""


class Differentiator:
    """The derivative of each kind of node by a column, row by row; None where it is 0.

    Of the vocabulary's functions it is exact; of others it is by differences.

    Parameters
    ----------
    scope : Scope
        Of the rows.
    scope_at : function of (n,) to Scope
        The rows with other numbers in the column.
    name : str
        The column.
    x, step : (n,) float array
        Its numbers, and the longest step of differences.
    """

    def __init__(
        self, scope: Scope, scope_at: ScopeAt, name: str, x: np.ndarray, step: np.ndarray
    ) -> None:
        self.scope, self.scope_at, self.name, self.x, self.step = scope, scope_at, name, x, step
        self.evaluator = Evaluator(scope)

    def visit_name(self, node: Name) -> Derivative:
        """1 of the column."""
        if node.text == self.name:
            return np.ones(len(self.x))
        return self.by_differences(node) if self.reads(node) else None

    def visit_constant(self, node: Constant) -> Derivative:
        """0."""
        return None

    def visit_paren(self, node: Paren) -> Derivative:
        """That of what is inside."""
        return node.inside.accept(self)

    def visit_sequence(self, node: Sequence) -> Derivative:
        """0, as a sequence has constants."""
        return None

    def visit_unary(self, node: Unary) -> Derivative:
        """That of ``-x``, ``+x``; 0 of ``!x``."""
        slope = None if node.operator == "!" else node.operand.accept(self)
        return -slope if slope is not None and node.operator == "-" else slope

    def visit_binary(self, node: Binary) -> Derivative:
        """That of a chain of operators, from left to right."""
        first, rest = operator_chain(node)
        value, slope = first.accept(self.evaluator), first.accept(self)
        for operator, right in rest:
            other, other_slope = right.accept(self.evaluator), right.accept(self)
            slope = _of_operator(operator, value, slope, other, other_slope)
            value = apply_binary(operator, value, other)
        return slope

    def visit_attribute(self, node: Attribute) -> Derivative:
        """That of what pandas makes of a column, by differences."""
        return self.by_differences(node) if self.reads(node) else None

    def visit_call(self, node: Call) -> Derivative:
        """That of a function of the vocabulary or of the context."""
        if not self.reads(node):
            return None
        function = node.function
        known = vocabulary_name(function.text) if isinstance(function, Name) else None
        if known in SUMMARY_FUNCTIONS or known in FLAT:
            return None
        if known == "cbind":
            return self._columns([value for _, value in node.arguments])
        if known == "ifelse" and len(node.positional) == 3:
            return self._branches(*node.positional)
        exact = self._of_first_argument(known, node)
        return self.by_differences(node) if exact is None else exact

    def _of_first_argument(self, known: str | None, node: Call) -> Derivative:
        """That of f(u, ...) by u alone; None where that is not the whole."""
        if not node.arguments or known is None:
            return None
        _, first = node.arguments[0]
        rest = [value for _, value in node.arguments[1:]]
        if any(map(self.reads, rest)) or node.arguments[0][0] not in (None, "x"):
            return None
        if known in UNCHANGED:
            return first.accept(self)
        outer = self._outer_slope(known, node, first, rest)
        inner = None if outer is None else first.accept(self)
        if outer is None or inner is None or inner.ndim > 1:
            return None
        return outer * (inner if outer.ndim == 1 else inner[:, None])

    def _outer_slope(self, known: str, node: Call, first: Node, rest: list[Node]) -> Derivative:
        """The derivative f'(u) of f(u, constants)."""
        value = first.accept(self.evaluator)
        if known in BASIS_SLOPES:
            named = {name: v.accept(self.evaluator) for name, v in node.named if v is not first}
            others = [v.accept(self.evaluator) for v in node.positional if v is not first]
            return BASIS_SLOPES[known](self.scope.state(node.exact_text), value, others, named)
        if known not in SLOPES or np.ndim(value) != 1:
            return None
        slope = SLOPES[known](np.asarray(value, dtype=float))
        if not rest:
            return slope
        base = rest[0].accept(self.evaluator)
        return slope / np.log(base) if known == "log" and np.ndim(base) == 0 else None

    def _columns(self, nodes: list[Node]) -> Derivative:
        """Those of columns that ``cbind`` puts side by side."""
        out = []
        for node in nodes:
            slope, value = node.accept(self), np.asarray(node.accept(self.evaluator), dtype=float)
            shape = (len(self.x), value.shape[1] if value.ndim == 2 else 1)
            out.append(np.zeros(shape) if slope is None else slope.reshape(shape))
        return np.hstack(out)

    def _branches(self, test: Node, yes: Node, no: Node) -> Derivative:
        """That of the branch of ``ifelse`` which a row takes."""
        condition = np.asarray(test.accept(self.evaluator), dtype=float)
        slopes = [0.0 if (s := node.accept(self)) is None else s for node in (yes, no)]
        return np.where(condition != 0, slopes[0], slopes[1])

    def by_differences(self, node: Node) -> np.ndarray:
        """That of any node; it has the shape of the node's value."""

        def at(x: np.ndarray) -> np.ndarray:
            scope = self.scope_at(x)
            with np.errstate(all="ignore"), collect_warnings():
                return np.asarray(node.accept(Evaluator(scope)), dtype=float)

        slope = extrapolated_derivative(at, self.x, self.step)
        return slope[:, 0] if np.ndim(at(self.x)) == 1 else slope

    def reads(self, node: Node) -> bool:
        """Whether a node reads the column."""
        return any(
            isinstance(inside, Name)
            and (
                inside.text == self.name
                or (not inside.quoted and inside.text.partition(".")[0] == self.name)
            )
            for inside in walk(node)
        )


def _of_operator(
    operator: str, left: Any, d_left: Derivative, right: Any, d_right: Derivative
) -> Derivative:
    """The derivative of ``left operator right``."""
    if operator not in RULES or (d_left is None and d_right is None):
        return None
    u, v = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    du = np.zeros(u.shape) if d_left is None else d_left
    dv = np.zeros(v.shape) if d_right is None else d_right
    if max(u.ndim, v.ndim) == 2:
        u, v, du, dv = (a[:, None] if a.ndim == 1 else a for a in (u, v, du, dv))
    out: np.ndarray = RULES[operator](u, v, du, dv)
    return out


Rule: TypeAlias = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def _of_power(u: np.ndarray, v: np.ndarray, du: np.ndarray, dv: np.ndarray) -> np.ndarray:
    """The sum of v u^(v - 1) du and u^v log(u) dv, each where its d is not 0."""
    by_base = np.where(du != 0, v * np.power(u, v - 1) * du, 0.0)
    return by_base + np.where(dv != 0, np.power(u, v) * np.log(u) * dv, 0.0)


RULES: Mapping[str, Rule] = {
    "+": lambda u, v, du, dv: du + dv,
    "-": lambda u, v, du, dv: du - dv,
    "*": lambda u, v, du, dv: du * v + u * dv,
    "/": lambda u, v, du, dv: (du - u / v * dv) / v,
    "^": _of_power,
    "%%": lambda u, v, du, dv: du - np.floor(u / v) * dv,
}
"""The derivative of each operator that has one; of others it is 0 between their steps."""
assert RULES.keys() <= ARITHMETIC.keys()
