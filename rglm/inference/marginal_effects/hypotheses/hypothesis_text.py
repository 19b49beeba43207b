"""Hypotheses as text, ``"b1 = b2"`` or ``"exp(b1) / b3 = 1"``: values with exact derivatives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rglm.design.derivatives.parameter_derivative import Dual, DualEvaluator
from rglm.design.evaluation.parse_expression import parse_expression
from rglm.design.syntax.syntax_tree import Name, Node
from rglm.design.syntax.tree_walks import walk
from rglm.errors import FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean

EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


@dataclass(frozen=True)
class HypothesisText:
    """The two sides of a hypothesis, of which the right one may be missing."""

    text: str
    sides: tuple[Node, ...]

    @classmethod
    def read(cls, text: str) -> HypothesisText:
        """A text; ValueError: it has two equal signs, or cannot be read."""
        sides = EQUALS.split(text)
        if len(sides) > 2:
            raise ValueError(f"hypothesis={text!r} has {len(sides) - 1} equal signs; write one")
        try:
            trees = tuple(parse_expression(side.strip()) for side in sides)
        except FormulaError as error:
            raise ValueError(f"hypothesis={text!r}: {error}") from None
        return cls(re.sub(r"\s+", "", text), trees)

    def value(self, values: np.ndarray, places: Mapping[str, int]) -> tuple[float, np.ndarray]:
        """Left less right at the values of the estimates, and its derivatives by these (k,)."""
        k, read = len(values), {n.text for t in self.sides for n in walk(t) if isinstance(n, Name)}
        known = {name: places[name] for name in read if name in places}
        variables = {name: Dual(float(values[i]), _unit(i, k)) for name, i in known.items()}
        try:
            left, *right = [DualEvaluator(variables, k).of(side) for side in self.sides]
        except FormulaError as error:
            unknown = next((name for name in sorted(read) if name not in places), "")
            raise ValueError(
                f"hypothesis={self.text!r}: {error}{did_you_mean(unknown, list(places))}; the "
                f"estimates are b1, ..., b{k}, counted from 1 as in R"
            ) from None
        if not right:
            return left.value, left.gradient
        return left.value - right[0].value, left.gradient - right[0].gradient


def _unit(place: int, count: int) -> np.ndarray:
    out = np.zeros(count)
    out[place] = 1.0
    return out
