"""Linear hypotheses written as text, ``"x1 = x2, 2*x3 = 1"``, read by formulaic.

formulaic reads ordinary algebra. R's names of coefficients may have any sign (``(Intercept)``,
``poly(x, 2)1``, ``agegp35-44``), so plain names replace them before formulaic reads the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from formulaic.errors import FormulaSyntaxError
from formulaic.utils.constraints import LinearConstraints

from rglm.design.hypothesis_tokens import HypothesisToken, name_spellings, tokenize_hypothesis
from rglm.design.size_limits import check_limit
from rglm.errors import FormulaError

MAX_CHARACTERS = 20_000  # of a hypothesis
MAX_BRACKET_DEPTH = 50


@dataclass(frozen=True)
class Constraints:
    """Linear constraints on coefficients, L b = r."""

    matrix: np.ndarray  # (q, p) L
    values: np.ndarray  # (q,) r
    has_equals: tuple[bool, ...]  # whether each was written with a ``=``


def read_constraints(texts: str | Sequence[str], names: Sequence[str]) -> Constraints:
    """The constraints that hypotheses put on the coefficients `names`.

    Parameters
    ----------
    texts : str or sequence of str
        Hypotheses; a text may have several, with commas between them. Without ``=`` the
        expression is 0; ``==`` is ``=``, and ``2 x`` is ``2*x``. Names may be written with or
        without their backticks, or in backticks as a whole, and with or without the blanks inside
        brackets; the longest name that fits is taken.
    names : sequence of str
        The coefficients, under R's names.

    Raises
    ------
    FormulaError
        An unknown name, with a similar one; a text that is not linear or cannot be read.

    Examples
    --------
    >>> hypotheses = read_constraints("a = log(u), 2*(a:b - 1) = 3", ["a", "log(u)", "a:b"])
    >>> hypotheses.matrix.tolist(), hypotheses.values.tolist()
    ([[1.0, -1.0, 0.0], [0.0, 0.0, 2.0]], [0.0, 5.0])
    """
    names = list(names)
    spellings = name_spellings(names)
    rows, values, has_equals = [], [], []
    for text in [texts] if isinstance(texts, str) else texts:
        check_limit(len(text), MAX_CHARACTERS, "the number of characters of a hypothesis")
        for tokens in _split(tokenize_hypothesis(text, spellings, names), text):
            row, value = _read_hypothesis(tokens, text, len(names))
            rows.append(row)
            values.append(value)
            has_equals.append(any(token.text == "=" for token in tokens))
    matrix = np.array(rows).reshape(-1, len(names))
    return Constraints(matrix, np.array(values), tuple(has_equals))


def _split(tokens: list[HypothesisToken], text: str) -> list[list[HypothesisToken]]:
    """The hypotheses of a text."""
    hypotheses: list[list[HypothesisToken]] = [[]]
    for token in tokens:
        if token.text == ",":
            hypotheses.append([])
        else:
            hypotheses[-1].append(token)
    for hypothesis in hypotheses:
        if not hypothesis:
            raise FormulaError(f"hypothesis {text!r} is empty: write it as 'x1 = x2, x3 = 0'")
        if sum(token.text == "=" for token in hypothesis) > 1:
            raise FormulaError(
                f"hypothesis {text!r} has two '=' signs: write 'x1 = x2, x2 = x3' for equalities "
                "of three"
            )
    return hypotheses


def _read_hypothesis(
    tokens: list[HypothesisToken], text: str, size: int
) -> tuple[np.ndarray, float]:
    """One row of the matrix and its right side."""
    used = sorted({int(token.text[1:]) for token in tokens if token.kind == "name"})
    if not used:
        raise FormulaError(f"hypothesis {text!r} names no coefficient")
    if not _is_balanced(tokens):
        raise FormulaError(f"hypothesis {text!r}: the brackets do not match")
    try:
        constraints = LinearConstraints.from_spec(
            _formulaic_text(tokens), [f"b{position}" for position in used]
        )
    except FormulaSyntaxError:
        raise FormulaError(
            f"hypothesis {text!r} cannot be read: write sums of coefficients with a number before "
            "each, '2*x1 - x2 = 1'"
        ) from None
    except (RuntimeError, ZeroDivisionError):
        raise FormulaError(f"hypothesis {text!r} is not linear in the coefficients") from None
    row = np.zeros(size)
    row[used] = constraints.constraint_matrix[0]
    return row, float(constraints.constraint_values[0])


def _is_balanced(tokens: list[HypothesisToken]) -> bool:
    """Whether all brackets close, and ``=`` stands outside of them."""
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth and token.text == "="):
            return False
        check_limit(depth, MAX_BRACKET_DEPTH, "the depth of the brackets of a hypothesis")
    return depth == 0


def _formulaic_text(tokens: list[HypothesisToken]) -> str:
    """The text for formulaic, which reads neither ``2 x`` nor a sign after an operator."""
    texts: list[str] = []
    sign, before = 1, HypothesisToken("operator", "=")
    for token in tokens:
        starts_operand = before.kind == "operator" and before.text != ")"
        if starts_operand and token.text in ("+", "-"):
            sign *= -1 if token.text == "-" else 1
            continue
        is_factor = token.kind == "name" or token.text == "("
        if not starts_operand and before.kind != "name" and is_factor:
            texts.append("*")
        if sign < 0:
            bracket = "- (" if before.text == "/" else "(-1)*("  # formulaic refuses a / -(b)
            texts.append(bracket if token.text == "(" else f"(-{token.text})")
            sign = 1
        else:
            texts.append(token.text)
        before = token
    return " ".join(texts)
