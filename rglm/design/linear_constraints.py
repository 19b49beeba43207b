"""Linear hypotheses written as text, ``"x1 = x2, 2*x3 = 1"``, read by formulaic.

formulaic reads ordinary algebra; this file finds R's coefficient names in a text, which may hold
any sign (``(Intercept)``, ``poly(x, 2)1``, ``agegp35-44``), and puts plain names in their place.
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
MAX_EXPONENT, MAX_HYPOTHESIS, MAX_DEPTH = 308, 20_000, 50
QUOTED = re.compile(r"`((?:\\.|[^`\\])*)`", re.DOTALL)
OPERATORS = "=+-*/(),"
GOES_ON = re.compile(r"[\w.:(\[`]")  # behind a name: the text is of a longer name


@dataclass(frozen=True)
class Token:
    """A piece of a hypothesis: a coefficient, a number or an operator.

    Attributes
    ----------
    kind : {"name", "number", "operator"}
    text : str
        As formulaic can read it; of a coefficient ``b`` and its place.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Constraints:
    """L b = r.

    Attributes
    ----------
    matrix : (q, p) array
        L.
    values : (q,) array
        r.
    equated : tuple of bool
        Whether each was written with a ``=``.
    """

    matrix: np.ndarray
    values: np.ndarray
    equated: tuple[bool, ...]


def read_constraints(texts: str | Sequence[str], names: Sequence[str]) -> Constraints:
    """The matrix and the right side of hypotheses about the coefficients `names`.

    Parameters
    ----------
    texts : str or sequence of str
        Hypotheses, several in a text with commas between them; without ``=`` the expression is 0.
        ``2 x`` is ``2*x``; names may be written with or without their backticks, or in backticks
        as a whole, and with or without the blanks inside brackets; the longest name that fits is
        taken.
    names : sequence of str
        The coefficients, under R's names.

    Raises
    ------
    FormulaError
        An unknown name, with the one that was perhaps meant; what is not linear or cannot be read.

    Examples
    --------
    >>> found = read_constraints("a = log(u), 2*(a:b - 1) = 3", ["a", "log(u)", "a:b"])
    >>> found.matrix.tolist(), found.values.tolist()
    ([[1.0, -1.0, 0.0], [0.0, 0.0, 2.0]], [0.0, 5.0])
    """
    spellings = _spellings(names)
    rows, values, equated = [], [], []
    for text in [texts] if isinstance(texts, str) else texts:
        check_limit(len(text), MAX_HYPOTHESIS, "the number of characters of a hypothesis")
        for tokens in _split(_tokens(text, spellings, names), text):
            row, value = _read(tokens, text, len(names))
            rows.append(row)
            values.append(value)
            equated.append(any(token.text == "=" for token in tokens))
    return Constraints(np.array(rows).reshape(-1, len(names)), np.array(values), tuple(equated))


def _spellings(names: Sequence[str]) -> list[tuple[re.Pattern[str], list[int]]]:
    """How each name may be written and the places that have it, the longest first."""
    known: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        known.setdefault(name, []).append(place)
    for name in list(known):
        if not NUMBER.fullmatch(plain := QUOTED.sub(_plain, name)):
            known.setdefault(plain, known[name])
        known.setdefault(f"`{plain}`", known[name])
        known.setdefault(quote(plain, "`"), known[name])
    ordered = sorted((name for name in known if name), key=len, reverse=True)
    return [(_pattern(name), known[name]) for name in ordered]


def _plain(quoted: re.Match[str]) -> str:
    try:
        return unescape(quoted.group(1))
    except FormulaError:  # backticks in a level's name, which is not escaped
        return quoted.group(1)


def _pattern(name: str) -> re.Pattern[str]:
    exact = re.escape(name)
    return re.compile(exact.replace(r"\ ", r"\s*") if "(" in name else exact)


def _tokens(text: str, spellings: list, names: Sequence[str]) -> list[Token]:
    out, place = [], 0
    while place < len(text):
        token, end = _token(text, place, spellings, names)
        if token is not None:
            out.append(token)
        place = end
    return out


def _token(
    text: str, place: int, spellings: list, names: Sequence[str]
) -> tuple[Token | None, int]:
    """The token that starts at a place of a text, and where it ends; None for a blank."""
    if text[place].isspace():
        return None, place + 1
    for pattern, places in spellings:
        found = pattern.match(text, place)
        if found and not GOES_ON.match(text, found.end()):
            check_unique(names[places[0]], places, f"hypothesis {text!r}: ")
            return Token("name", f"b{places[0]}"), found.end()
    if found := NUMBER.match(text, place):
        number = Decimal(found.group())
        if abs(number.adjusted()) > MAX_EXPONENT:
            raise FormulaError(f"hypothesis {brief(text)!r}: {found.group()} is no number of R's")
        return Token("number", format(number, "f")), found.end()
    if text[place] in OPERATORS:
        return Token("operator", text[place]), place + 1
    raise _unknown(_word(text[place:]), text, names)


def _word(text: str) -> str:
    """The name at the start of a text: up to a blank or an operator outside of brackets."""
    if text[0] == "`":
        return text[: text.find("`", 1) + 1] or text
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0 or (depth == 0 and (sign.isspace() or sign in "=+-*/,")):
            return text[: max(place, 1)]
    return text


def _unknown(word: str, text: str, names: Sequence[str]) -> FormulaError:
    return FormulaError(
        f"hypothesis {text!r}: there is no coefficient {word!r}{did_you_mean(word, names)}; "
        f"there are {listed(names)}"
    )


def _split(tokens: list[Token], text: str) -> list[list[Token]]:
    """The hypotheses of a text."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        if not part:
            raise FormulaError(f"hypothesis {text!r} is empty: write it as 'x1 = x2, x3 = 0'")
        if sum(token.text == "=" for token in part) > 1:
            raise FormulaError(
                f"hypothesis {text!r} has two '=' signs: write 'x1 = x2, x2 = x3' for equalities "
                "of three"
            )
    return parts


def _read(tokens: list[Token], text: str, size: int) -> tuple[np.ndarray, float]:
    """One row of the matrix and its right side."""
    used = sorted({int(token.text[1:]) for token in tokens if token.kind == "name"})
    if not used:
        raise FormulaError(f"hypothesis {text!r} names no coefficient")
    if not _balanced(tokens):
        raise FormulaError(f"hypothesis {text!r}: the brackets do not match")
    try:
        read = LinearConstraints.from_spec(_algebra(tokens), [f"b{place}" for place in used])
    except FormulaSyntaxError:
        raise FormulaError(
            f"hypothesis {text!r} cannot be read: write sums of coefficients with a number before "
            "each, '2*x1 - x2 = 1'"
        ) from None
    except (RuntimeError, ZeroDivisionError):
        raise FormulaError(f"hypothesis {text!r} is not linear in the coefficients") from None
    row = np.zeros(size)
    row[used] = read.constraint_matrix[0]
    return row, float(read.constraint_values[0])


def _balanced(tokens: list[Token]) -> bool:
    """Whether brackets close, with the ``=`` outside of them."""
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth < 0 or (depth and token.text == "="):
            return False
        check_limit(depth, MAX_DEPTH, "the depth of the brackets of a hypothesis")
    return depth == 0


def _algebra(tokens: list[Token]) -> str:
    """The text for formulaic, which knows neither ``2 x`` nor a sign behind an operator."""
    out: list[str] = []
    sign, before = 1, Token("operator", "=")
    for token in tokens:
        starts = before.kind == "operator" and before.text != ")"
        if starts and token.text in ("+", "-"):
            sign *= -1 if token.text == "-" else 1
            continue
        if not starts and before.kind != "name" and (token.kind == "name" or token.text == "("):
            out.append("*")
        if sign < 0:
            bracket = "- (" if before.text == "/" else "(-1)*("  # a / -(b) is left unread
            out.append(bracket if token.text == "(" else f"(-{token.text})")
            sign = 1
        else:
            out.append(token.text)
        before = token
    return " ".join(out)
