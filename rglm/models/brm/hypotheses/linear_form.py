"""Expressions that are linear in the parameters: their weights and constant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rglm.design.derivatives.parameter_derivative import Dual, DualEvaluator
from rglm.design.syntax.syntax_tree import Node
from rglm.errors import FormulaError


@dataclass(frozen=True)
class LinearForm:
    """The sum of parameters times their weights, and a constant."""

    weights: np.ndarray  # (P,)
    constant: float

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
    units = np.eye(count)
    variables = {name: Dual(0.0, units[place]) for name, place in places.items()}
    try:
        found = DualEvaluator(variables, count).of(tree)
    except FormulaError:  # a function that has no derivative
        return None
    is_form = found.is_linear and np.isfinite([*found.gradient, found.value]).all()
    return LinearForm(found.gradient, found.value) if is_form else None
