"""A hypothesis written as text, ``"logmass > 1"``, as an expression in the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.parameter_tokens import (
    ParameterToken,
    ParameterWord,
    parameters_text,
    tokenize,
)
from rglm.errors import FormulaError

SIGNS = {"=": "=", "==": "=", "<": "<", "<=": "<", ">": ">", ">=": ">"}


@dataclass(frozen=True)
class ParsedHypothesis:
    """A quantity, and where it lies by the hypothesis: below, above or at 0.

    Attributes
    ----------
    text : str
        As it was written.
    label : str
        brms' text of it, ``(logmass)-(1) > 0``.
    sign : {"<", ">", "="}
    difference : Expression
        The left side minus the right side.
    places : tuple of int
        The parameters that it names.
    """

    text: str
    label: str
    sign: str
    difference: Expression
    places: tuple[int, ...]

    @property
    def is_one_sided(self) -> bool:
        """Whether it is that the quantity is below 0, or above."""
        return self.sign != "="


def read_hypothesis(text: str, words: Sequence[ParameterWord]) -> ParsedHypothesis:
    """A hypothesis as an expression.

    Raises
    ------
    FormulaError
        The text cannot be read, does not compare two sides once, or names an unknown parameter
        or none.
    """
    tokens = tokenize(text, words)
    compared = [i for i, token in enumerate(tokens) if token.code in SIGNS and token.place is None]
    if len(compared) != 1:
        raise FormulaError(
            f"hypothesis {text!r} has {len(compared)} comparisons: write one, as 'x > 1', 'x < z' "
            "or 'x = 0'; several hypotheses are a list of texts"
        )
    left, right = tokens[: compared[0]], tokens[compared[0] + 1 :]
    places = tuple(dict.fromkeys(token.place for token in tokens if token.place is not None))
    if not places:
        raise FormulaError(
            f"hypothesis {text!r} names no parameter; there are {parameters_text(words)}"
        )
    sides = [_code(side, text) for side in (left, right)]
    sign = SIGNS[tokens[compared[0]].code]
    shown = ["".join(token.label for token in side) for side in (left, right)]
    subtracted = "" if shown[1] == "0" else f"-({shown[1]})"
    label = f"({shown[0]}){subtracted} {sign} 0"
    difference = expression(f"({sides[0]}) - ({sides[1]})")
    return ParsedHypothesis(text, label, sign, difference, places)


def _code(side: Sequence[ParameterToken], text: str) -> str:
    """The text of a side, which is an expression by itself."""
    code = " ".join(token.code for token in side)
    try:
        expression(code)
    except FormulaError as error:
        raise FormulaError(f"hypothesis {text!r}: {error}") from None
    return code
