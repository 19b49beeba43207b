"""Quantities written as text, ``"-b0/b1"``, as functions of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.design.derivatives.parameter_derivative import FUNCTIONS, Dual, DualEvaluator
from rglm.design.evaluation.expressions import expression
from rglm.design.parameter_tokens import ParameterToken, ParameterWord, parameters_text, tokenize
from rglm.design.syntax.syntax_tree import Node
from rglm.errors import FormulaError
from rglm.inference.delta_method.named_parameters import (
    INTERCEPT,
    SHORT_INTERCEPT,
    NamedParameters,
)
from rglm.inference.estimands.estimands import Estimands, LinearEstimands

WHAT = "quantity"  # what errors call a text
COMPARISONS = ("=", "==", "<", "<=", ">", ">=", "!=")


@dataclass(frozen=True)
class ParameterQuantity:
    """A quantity that a text describes.

    Attributes
    ----------
    text : str
        As it was written.
    tree : Node
    names : tuple of str
        The parameters that it names.
    """

    text: str
    tree: Node
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        """The text as R writes it; the intercept is ``Intercept``, as in car."""
        return self.tree.deparse().replace(f"`{INTERCEPT}`", SHORT_INTERCEPT)


@dataclass(frozen=True)
class ParameterFunctions(Estimands):
    """Quantities as functions of the parameters.

    Attributes
    ----------
    quantities : tuple of ParameterQuantity
    parameters : NamedParameters
    """

    quantities: tuple[ParameterQuantity, ...]
    parameters: NamedParameters

    @property
    def deviation(self) -> np.ndarray:
        """None: coefficients that the data do not determine cannot be named."""
        return np.zeros((len(self.quantities), 0))

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The values and their derivatives."""
        found = self.duals(parameters)
        return np.array([one.value for one in found]), np.array([one.gradient for one in found])

    def duals(self, parameters: np.ndarray) -> list[Dual]:
        """The value of each with its derivatives.

        Raises FormulaError: a function that has no derivative, or no number.
        """
        evaluator = DualEvaluator(self.parameters.variables(parameters), len(parameters))
        return [_evaluated(one, evaluator) for one in self.quantities]

    def take(self, places: np.ndarray) -> Estimands:
        """Some of them."""
        chosen = tuple(self.quantities[place] for place in np.arange(len(self))[places])
        return ParameterFunctions(chosen, self.parameters)


def _evaluated(quantity: ParameterQuantity, evaluator: DualEvaluator) -> Dual:
    try:
        return evaluator.of(quantity.tree)
    except FormulaError as error:
        raise FormulaError(f"{WHAT} {quantity.text!r}: {error}") from None


def quantity_estimands(
    quantities: Sequence[ParameterQuantity], parameters: NamedParameters
) -> Estimands:
    """The quantities as estimands, linear ones where all are linear.

    Raises
    ------
    FormulaError
        A function that has no derivative.
    ValueError
        A quantity is not defined at the estimates.
    """
    functions = ParameterFunctions(tuple(quantities), parameters)
    found = functions.duals(parameters.values)
    for one, quantity in zip(found, quantities, strict=True):
        if not np.isfinite([one.value, *one.gradient]).all():
            has_value = np.isfinite(one.value)
            problem = "has no derivative" if has_value else f"is {one.value:g}"
            named = parameters.variables(parameters.values)
            shown = ", ".join(f"{name} is {named[name].value:.4g}" for name in quantity.names)
            raise ValueError(f"{WHAT} {quantity.text!r} {problem} at the estimates: {shown}")
    if not all(one.is_linear for one in found):
        return functions
    values, matrix = functions.at(parameters.values)
    return LinearEstimands(matrix, values - matrix @ parameters.values, functions.deviation)


def read_quantity(text: str, parameters: NamedParameters) -> ParameterQuantity:
    """The quantity of a text.

    Raises
    ------
    FormulaError
        The text cannot be read, compares two sides, or names an unknown parameter or none.
    ValueError
        It names an aliased coefficient, or a name that two coefficients have.
    """
    words = parameters.all_words
    tokens = tokenize(text, words, WHAT, FUNCTIONS)
    _check_tokens(text, tokens, words)
    names = tuple(dict.fromkeys(token.label for token in tokens if token.place is not None))
    for name in names:
        if parameters.is_aliased(name):
            raise ValueError(
                f"{WHAT} {text!r}: the coefficient {name!r} is aliased, the data do not "
                "determine it; alias() says of which others it is a combination"
            )
    try:
        tree = expression(" ".join(token.code for token in tokens)).tree
    except FormulaError as error:
        raise FormulaError(f"{WHAT} {text!r}: {error}") from None
    return ParameterQuantity(text, tree, names)


def _check_tokens(
    text: str, tokens: Sequence[ParameterToken], words: Sequence[ParameterWord]
) -> None:
    """Check that a text compares nothing, and names a parameter."""
    for place, token in enumerate(tokens):
        if token.place is None and token.code in COMPARISONS:
            left, right = (
                "".join(one.label for one in side)
                for side in (tokens[:place], tokens[place + 1 :])
            )
            raise FormulaError(
                f"{WHAT} {text!r} compares two sides: write one number, {left!r}, and give the "
                f"other by rhs=; or the difference, '{left} - ({right})', with rhs=0"
            )
    if all(token.place is None for token in tokens):
        raise FormulaError(
            f"{WHAT} {text!r} names no parameter; there are {parameters_text(words)}"
        )
