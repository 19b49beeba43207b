"""Hypotheses as text, ``"b1 = b2"`` or ``"exp(b1) / b3 = 1"``: values with exact derivatives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rglm.design.derivatives.function_slopes import SLOPES
from rglm.design.evaluation.formula_functions import FORMULA_FUNCTIONS, vocabulary_name
from rglm.design.evaluation.parse_expression import parse_expression
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
from rglm.formatting.hints.did_you_mean import did_you_mean

EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
Dual: TypeAlias = tuple[float, np.ndarray]
"""A number and its derivatives by the estimates, (k,)."""


@dataclass(frozen=True)
class HypothesisText:
    """The two sides of a hypothesis.

    Attributes
    ----------
    text : str
    left : Node
    right : Node or None
    """

    text: str
    left: Node
    right: Node | None

    @classmethod
    def read(cls, text: str) -> HypothesisText:
        """A text; ValueError: it has two equal signs."""
        left, *right = EQUALS.split(text)
        if len(right) > 1:
            raise ValueError(f"hypothesis={text!r} has {len(right)} equal signs; write one")
        label = re.sub(r"\s+", "", text)
        sides = [parse_expression(side.strip()) for side in (left, *right)]
        return cls(label, sides[0], sides[1] if right else None)

    def value(self, values: np.ndarray, places: Mapping[str, int]) -> Dual:
        """Left less right, at the values of the estimates."""
        visitor = _DualNumbers(values, places, self.text)
        value, slopes = self.left.accept(visitor)
        if self.right is None:
            return value, slopes
        other, other_slopes = self.right.accept(visitor)
        return value - other, slopes - other_slopes


class _DualNumbers:
    """The value of each kind of node, with its derivatives."""

    def __init__(self, values: np.ndarray, places: Mapping[str, int], text: str) -> None:
        self.values, self.places, self.text = values, places, text
        self.zero = np.zeros(len(values))

    def visit_name(self, node: Name) -> Dual:
        if node.text in self.places:
            place = self.places[node.text]
            return float(self.values[place]), np.eye(len(self.values))[place]
        if node.text == "pi":
            return np.pi, self.zero
        known = list(self.places)
        raise ValueError(
            f"hypothesis={self.text!r}: there is no {node.text!r}"
            f"{did_you_mean(node.text, known)}; the estimates are "
            f"b1, ..., b{len(self.values)}, counted from 1 as in R"
        )

    def visit_constant(self, node: Constant) -> Dual:
        if node.number is None:
            raise self._refused(node)
        return float(node.number), self.zero

    def visit_paren(self, node: Paren) -> Dual:
        return node.inside.accept(self)

    def visit_unary(self, node: Unary) -> Dual:
        value, slopes = node.operand.accept(self)
        if node.operator not in "+-":
            raise self._refused(node)
        return (-value, -slopes) if node.operator == "-" else (value, slopes)

    def visit_binary(self, node: Binary) -> Dual:
        (u, du), (v, dv) = node.left.accept(self), node.right.accept(self)
        with np.errstate(all="ignore"):
            match node.operator:
                case "+":
                    return u + v, du + dv
                case "-":
                    return u - v, du - dv
                case "*":
                    return u * v, du * v + u * dv
                case "/":
                    return float(np.divide(u, v)), (du - np.divide(u, v) * dv) / v
                case "^":
                    by_power = np.power(u, v) * np.log(u) * dv if dv.any() else self.zero
                    return float(np.power(u, v)), v * np.power(u, v - 1) * du + by_power
        raise self._refused(node)

    def visit_call(self, node: Call) -> Dual:
        name = vocabulary_name(node.function.text) if isinstance(node.function, Name) else None
        if name not in SLOPES or len(node.arguments) != 1:
            raise self._refused(node)
        value, slopes = node.arguments[0][1].accept(self)
        at = np.array([value])
        with np.errstate(all="ignore"):
            return float(FORMULA_FUNCTIONS[name](at)[0]), float(SLOPES[name](at)[0]) * slopes

    def visit_sequence(self, node: Sequence) -> Dual:
        raise self._refused(node)

    def visit_attribute(self, node: Attribute) -> Dual:
        raise self._refused(node)

    def _refused(self, node: Node) -> ValueError:
        return ValueError(
            f"hypothesis={self.text!r}: {node.deparse()} is not read here; use b1, b2, ..., "
            "numbers, + - * / ^ and functions such as exp() and log()"
        )
