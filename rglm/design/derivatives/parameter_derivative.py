"""The value of an expression in parameters, with its exact derivatives, from its syntax tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rglm.design.derivatives.expression_derivative import RULES
from rglm.design.derivatives.function_slopes import SLOPES
from rglm.design.evaluation.arithmetic import ARITHMETIC
from rglm.design.evaluation.formula_functions import FORMULA_CONSTANTS
from rglm.design.evaluation.math_functions import MATH_FUNCTIONS
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
from rglm.errors import FormulaError
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.formatting.text.printable import listed

OTHER_NAMES = {"logit": "qlogis", "expit": "plogis", "inv_logit": "plogis", "probit": "qnorm"}
"""Functions that go by another name too."""
FUNCTIONS = (*SLOPES, *OTHER_NAMES)
OPERATORS = ("+", "-", "*", "/", "^")


@dataclass(frozen=True)
class Dual:
    """A number that depends on P parameters.

    Attributes
    ----------
    value : float
    gradient : (P,) float array
    is_linear : bool
        Whether it is a linear function of them, as it is written.
    """

    value: float
    gradient: np.ndarray
    is_linear: bool = True

    @property
    def is_constant(self) -> bool:
        """Whether no parameter has an effect on it."""
        return self.is_linear and not self.gradient.any()


class DualEvaluator:
    """The number that each kind of node is, with its derivatives.

    Parameters
    ----------
    variables : mapping of str to Dual
        The numbers, by the names that the expression has for them.
    count : int
        P, the number of parameters.
    """

    def __init__(self, variables: Mapping[str, Dual], count: int) -> None:
        self.variables, self.zero = variables, np.zeros(count)

    def of(self, tree: Node) -> Dual:
        """The number of a tree; what has none is NaN or infinite, without a word."""
        with np.errstate(all="ignore"), collect_warnings():
            return tree.accept(self)

    def visit_name(self, node: Name) -> Dual:
        """A parameter or a constant."""
        if node.text in self.variables:
            return self.variables[node.text]
        if node.text not in FORMULA_CONSTANTS:
            raise FormulaError(f"there is no {node.text!r}")
        return Dual(float(FORMULA_CONSTANTS[node.text]), self.zero)

    def visit_constant(self, node: Constant) -> Dual:
        """A number."""
        if node.number is None:
            raise FormulaError(f"{node.deparse()} is no number")
        return Dual(float(node.number), self.zero)

    def visit_paren(self, node: Paren) -> Dual:
        """What is inside."""
        return node.inside.accept(self)

    def visit_sequence(self, node: Sequence) -> Dual:
        """An error."""
        raise FormulaError(f"{node.deparse()} is not one number; several expressions are a list")

    def visit_unary(self, node: Unary) -> Dual:
        """``-x`` or ``+x``."""
        inside = node.operand.accept(self)
        if node.operator == "!":
            raise _no_operator("!")
        sign = -1.0 if node.operator == "-" else 1.0
        return Dual(sign * inside.value, sign * inside.gradient, inside.is_linear)

    def visit_binary(self, node: Binary) -> Dual:
        """A chain of operators, from left to right."""
        first, rest = operator_chain(node)
        value = first.accept(self)
        for operator, right in rest:
            value = _apply(operator, value, right.accept(self))
        return value

    def visit_attribute(self, node: Attribute) -> Dual:
        """An error."""
        raise FormulaError(f"{node.deparse()} is no number")

    def visit_call(self, node: Call) -> Dual:
        """A function of one number; of the logarithm also the base."""
        name = node.function.text if isinstance(node.function, Name) else ""
        name = OTHER_NAMES.get(name, name)
        values = [value.accept(self) for _, value in node.arguments]
        if name in MATH_FUNCTIONS and all(value.is_constant for value in values):
            return self._constant_call(name, node, values)
        if name not in SLOPES:
            raise FormulaError(
                f"{node.deparse()} has no derivative here; functions that have are "
                f"{listed([*FUNCTIONS], 50)}"
            )
        if len(values) == 2 and name == "log":
            return _apply("/", *(_call("log", value) for value in values))
        if len(values) != 1 or node.named:
            raise FormulaError(f"{node.deparse()}: {name}() is of one number here")
        return _call(name, values[0])

    def _constant_call(self, name: str, node: Call, values: list[Dual]) -> Dual:
        """A function of numbers alone."""
        pairs = [
            (argument, one.value)
            for (argument, _), one in zip(node.arguments, values, strict=True)
        ]
        positional = [value for argument, value in pairs if argument is None]
        named = {argument: value for argument, value in pairs if argument is not None}
        return Dual(float(np.asarray(MATH_FUNCTIONS[name](*positional, **named))), self.zero)


def _apply(operator: str, left: Dual, right: Dual) -> Dual:
    """The number of ``left operator right``."""
    if operator not in OPERATORS:
        raise _no_operator(operator)
    u, v = np.asarray(left.value), np.asarray(right.value)
    gradient = RULES[operator](u, v, left.gradient, right.gradient)
    value = float(ARITHMETIC[operator](u, v))
    return Dual(value, gradient, _is_linear(operator, left, right))


def _is_linear(operator: str, left: Dual, right: Dual) -> bool:
    if left.is_constant and right.is_constant:
        return True
    if not (left.is_linear and right.is_linear):
        return False
    factors = {
        "+": True,
        "-": True,
        "*": left.is_constant or right.is_constant,
        "/": right.is_constant,
        "^": right.is_constant and right.value == 1,
    }
    return factors[operator]


def _call(name: str, inside: Dual) -> Dual:
    """f(u), with the derivatives f'(u) u'."""
    u = np.array([inside.value])
    value, slope = float(MATH_FUNCTIONS[name](u)[0]), float(SLOPES[name](u)[0])
    if inside.is_constant:
        return Dual(value, inside.gradient)
    return Dual(value, slope * inside.gradient, False)


def _no_operator(operator: str) -> FormulaError:
    return FormulaError(
        f"there is no operator {operator!r} of numbers here; there are {' '.join(OPERATORS)}"
    )
