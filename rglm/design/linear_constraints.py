"""Linear hypotheses written as text, ``"x1 = x2, 2*x3 = 1"``, read by formulaic.

formulaic reads ordinary algebra. R's names of coefficients may have any sign (``(Intercept)``,
``poly(x, 2)1``, ``agegp35-44``), so plain names replace them before formulaic reads the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from formulaic.errors import FormulaSyntaxError
from formulaic.utils.constraints import LinearConstraints

from rglm.design.size_limits import check_limit
from rglm.design.syntax.string_escapes import quote, unescape
from rglm.errors import FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.name_positions import check_unique
from rglm.formatting.text.brief import brief
from rglm.formatting.text.printable import listed

NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
MAX_EXPONENT = 308  # decimal, of a number
MAX_CHARACTERS = 20_000  # of a hypothesis
MAX_BRACKET_DEPTH = 50
QUOTED_NAME = re.compile(r"`((?:\\.|[^`\\])*)`", re.DOTALL)
OPERATORS = "=+-*/(),"
NAME_CONTINUES = re.compile(r"[\w.:(\[`]")  # what follows shows that the name is a longer one


@dataclass(frozen=True)
class Token:
    """A piece of a hypothesis: a coefficient, a number or an operator.

    Attributes
    ----------
    kind : {"name", "number", "operator"}
    text : str
        As formulaic can read it; of a coefficient ``b`` and its position.
    """

    kind: str
    text: str


Spellings = list[tuple[re.Pattern[str], list[int]]]  # how names may be written, their positions


@dataclass(frozen=True)
class Constraints:
    """Linear constraints on coefficients, L b = r.

    Attributes
    ----------
    matrix : (q, p) array
        L.
    values : (q,) array
        r.
    has_equals : tuple of bool
        Whether each was written with a ``=``.
    """

    matrix: np.ndarray
    values: np.ndarray
    has_equals: tuple[bool, ...]


def read_constraints(texts: str | Sequence[str], names: Sequence[str]) -> Constraints:
    """The constraints that hypotheses put on the coefficients `names`.

    Parameters
    ----------
    texts : str or sequence of str
        Hypotheses; a text may have several, with commas between them. Without ``=`` the
        expression is 0. ``2 x`` is ``2*x``. Names may be written with or without their backticks,
        or in backticks as a whole, and with or without the blanks inside brackets; the longest
        name that fits is taken.
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
    spellings = _spellings(names)
    rows, values, has_equals = [], [], []
    for text in [texts] if isinstance(texts, str) else texts:
        check_limit(len(text), MAX_CHARACTERS, "the number of characters of a hypothesis")
        for tokens in _split(_tokenize(text, spellings, names), text):
            row, value = _read_hypothesis(tokens, text, len(names))
            rows.append(row)
            values.append(value)
            has_equals.append(any(token.text == "=" for token in tokens))
    matrix = np.array(rows).reshape(-1, len(names))
    return Constraints(matrix, np.array(values), tuple(has_equals))


def _spellings(names: Sequence[str]) -> Spellings:
    """How each name may be written and the positions that have it, the longest first."""
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        positions.setdefault(name, []).append(position)
    for name in list(positions):
        if not NUMBER.fullmatch(plain := QUOTED_NAME.sub(_unquoted, name)):
            positions.setdefault(plain, positions[name])
        positions.setdefault(f"`{plain}`", positions[name])
        positions.setdefault(quote(plain, "`"), positions[name])
    longest_first = sorted((name for name in positions if name), key=len, reverse=True)
    return [(_pattern(name), positions[name]) for name in longest_first]


def _unquoted(match: re.Match[str]) -> str:
    try:
        return unescape(match.group(1))
    except FormulaError:  # backticks in a level's name, which is not escaped
        return match.group(1)


def _pattern(name: str) -> re.Pattern[str]:
    exact = re.escape(name)
    return re.compile(exact.replace(r"\ ", r"\s*") if "(" in name else exact)


def _tokenize(text: str, spellings: Spellings, names: list[str]) -> list[Token]:
    tokens, position = [], 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        token, position = _next_token(text, position, spellings, names)
        tokens.append(token)
    return tokens


def _next_token(
    text: str, start: int, spellings: Spellings, names: list[str]
) -> tuple[Token, int]:
    """The token that starts at a position of a text, and where it ends."""
    for pattern, positions in spellings:
        match = pattern.match(text, start)
        if match and not NAME_CONTINUES.match(text, match.end()):
            check_unique(names[positions[0]], positions, f"hypothesis {text!r}: ")
            return Token("name", f"b{positions[0]}"), match.end()
    if match := NUMBER.match(text, start):
        number = Decimal(match.group())
        if abs(number.adjusted()) > MAX_EXPONENT:
            raise FormulaError(f"hypothesis {brief(text)!r}: {match.group()} is no number of R's")
        return Token("number", format(number, "f")), match.end()
    if text[start] in OPERATORS:
        return Token("operator", text[start]), start + 1
    raise _unknown_coefficient(_first_word(text[start:]), text, names)


def _first_word(text: str) -> str:
    """The name at the start of a text: up to a blank or an operator outside of brackets."""
    if text[0] == "`":
        return text[: text.find("`", 1) + 1] or text
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0 or (depth == 0 and (sign.isspace() or sign in "=+-*/,")):
            return text[: max(position, 1)]
    return text


def _unknown_coefficient(word: str, text: str, names: Sequence[str]) -> FormulaError:
    return FormulaError(
        f"hypothesis {text!r}: there is no coefficient {word!r}{did_you_mean(word, names)}; "
        f"there are {listed(names)}"
    )


def _split(tokens: list[Token], text: str) -> list[list[Token]]:
    """The hypotheses of a text."""
    hypotheses: list[list[Token]] = [[]]
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


def _read_hypothesis(tokens: list[Token], text: str, size: int) -> tuple[np.ndarray, float]:
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


def _is_balanced(tokens: list[Token]) -> bool:
    """Whether all brackets close, and ``=`` stands outside of them."""
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth and token.text == "="):
            return False
        check_limit(depth, MAX_BRACKET_DEPTH, "the depth of the brackets of a hypothesis")
    return depth == 0


def _formulaic_text(tokens: list[Token]) -> str:
    """The text for formulaic, which reads neither ``2 x`` nor a sign after an operator."""
    texts: list[str] = []
    sign, before = 1, Token("operator", "=")
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
