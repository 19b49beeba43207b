"""Expressions that are linear in the parameters: their weights and constant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.design.evaluation.evaluate import Evaluator
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.row_scope import RowScope
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


@dataclass(frozen=True)
class LinearForm:
    """The sum of parameters times their weights, and a constant."""

    weights: np.ndarray  # (P,)
    constant: float

    def plus(self, other: LinearForm) -> LinearForm:
        """The sum of two."""
        return LinearForm(self.weights + other.weights, self.constant + other.constant)

    def times(self, factor: float) -> LinearForm:
        """The form times a number."""
        return LinearForm(factor * self.weights, factor * self.constant)

    @property
    def is_constant(self) -> bool:
        """Whether no parameter has a weight."""
        return not self.weights.any()


def linear_form(tree: Node, places: Mapping[str, int], count: int) -> LinearForm | None:
    """The form of an expression; None if it is not linear, as it is written.

    Parameters
    ----------
    places : mapping
        The place of each parameter, by the quoted name that the expression has for it.
    count : int
        The number P of parameters.
    """
    form = tree.accept(_LinearReader(places, count))
    return form if form is not None and np.isfinite([*form.weights, form.constant]).all() else None


class _LinearReader:
    """The linear form of each kind of node."""

    def __init__(self, places: Mapping[str, int], count: int) -> None:
        self.places, self.zero = places, np.zeros(count)
        self.constants = Evaluator(RowScope(pd.DataFrame(), {}, {}, BorrowedNames(), {}))

    def visit_name(self, node: Name) -> LinearForm | None:
        if not node.quoted:
            return self._constant(node)
        weights = self.zero.copy()
        weights[self.places[node.text]] = 1.0
        return LinearForm(weights, 0.0)

    def visit_constant(self, node: Constant) -> LinearForm | None:
        return self._constant(node)

    def visit_paren(self, node: Paren) -> LinearForm | None:
        return node.inside.accept(self)

    def visit_sequence(self, node: Sequence) -> LinearForm | None:
        return None

    def visit_unary(self, node: Unary) -> LinearForm | None:
        form = node.operand.accept(self)
        sign = {"-": -1.0, "+": 1.0}.get(node.operator)
        return None if form is None or sign is None else form.times(sign)

    def visit_binary(self, node: Binary) -> LinearForm | None:
        first, rest = operator_chain(node)
        value = first.accept(self)
        for operator, right in rest:
            other, operation = right.accept(self), _OPERATIONS.get(operator)
            if value is None or other is None or operation is None:
                return None
            value = operation(value, other)
        return value

    def visit_attribute(self, node: Attribute) -> LinearForm | None:
        return None

    def visit_call(self, node: Call) -> LinearForm | None:
        is_of_parameters = any(isinstance(one, Name) and one.quoted for one in walk(node))
        return None if is_of_parameters else self._constant(node)

    def _constant(self, node: Node) -> LinearForm | None:
        value = np.asarray(node.accept(self.constants))
        is_number = value.ndim == 0 and value.dtype.kind in "iuf"
        return LinearForm(self.zero, float(value)) if is_number else None


def _product(one: LinearForm, other: LinearForm) -> LinearForm | None:
    if one.is_constant:
        return other.times(one.constant)
    return one.times(other.constant) if other.is_constant else None


def _quotient(one: LinearForm, other: LinearForm) -> LinearForm | None:
    is_number = other.is_constant and other.constant != 0
    return one.times(1 / other.constant) if is_number else None


def _power(one: LinearForm, other: LinearForm) -> LinearForm | None:
    if not (one.is_constant and other.is_constant):
        return one if other.is_constant and other.constant == 1 else None
    with np.errstate(all="ignore"):
        return LinearForm(one.weights, float(np.power(one.constant, other.constant)))


_OPERATIONS: dict[str, Callable[[LinearForm, LinearForm], LinearForm | None]] = {
    "+": lambda one, other: one.plus(other),
    "-": lambda one, other: one.plus(other.times(-1.0)),
    "*": _product,
    "/": _quotient,
    "^": _power,
}
