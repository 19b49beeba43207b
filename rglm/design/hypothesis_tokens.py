"""The tokens of a linear hypothesis: names of coefficients, numbers and operators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rglm.design.syntax.string_escapes import quote, unescape
from rglm.errors import FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.name_positions import check_unique
from rglm.formatting.text.brief import brief
from rglm.formatting.text.printable import listed

NUMBER_PATTERN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
MAX_EXPONENT = 308  # decimal, of a number
QUOTED_NAME_PATTERN = re.compile(r"`((?:\\.|[^`\\])*)`", re.DOTALL)
OPERATORS = "=+-*/(),"
NAME_CONTINUATION = re.compile(r"[\w.:(\[`]")  # what follows shows that the name is a longer one

Spellings = list[tuple[re.Pattern[str], list[int]]]  # how names may be written, their positions


@dataclass(frozen=True)
class HypothesisToken:
    """A piece of a hypothesis: a coefficient, a number or an operator."""

    kind: str
    text: str  # as formulaic can read it; of a coefficient ``b`` and its position


def name_spellings(names: Sequence[str]) -> Spellings:
    """The ways to write each name, the longest first, and the positions that have the name."""
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        positions.setdefault(name, []).append(position)
    for name in list(positions):
        if not NUMBER_PATTERN.fullmatch(plain := QUOTED_NAME_PATTERN.sub(_unquoted, name)):
            positions.setdefault(plain, positions[name])
        positions.setdefault(f"`{plain}`", positions[name])
        positions.setdefault(quote(plain, "`"), positions[name])
    longest_first = sorted(filter(None, positions), key=len, reverse=True)
    return [(_pattern(name), positions[name]) for name in longest_first]


def _unquoted(match: re.Match[str]) -> str:
    try:
        return unescape(match.group(1))
    except FormulaError:  # backticks in a level's name, which is not escaped
        return match.group(1)


def _pattern(name: str) -> re.Pattern[str]:
    """The name; inside of its brackets there may be blanks or not, as R's deparse has none."""
    start, end = name.find("("), name.rfind(")") + 1
    if start < 0 or end <= start:
        return re.compile(re.escape(name))
    pieces = re.findall(r"\w+|[^\w\s]", name[start:end])
    inside = r"\s*".join(map(re.escape, pieces))
    return re.compile(re.escape(name[:start]) + inside + re.escape(name[end:]))


def tokenize_hypothesis(
    text: str, spellings: Spellings, names: list[str]
) -> list[HypothesisToken]:
    """The tokens of a text.

    Parameters
    ----------
    text : str
    spellings : Spellings
        Of the coefficients, by `name_spellings`.
    names : list of str
        The coefficients, for errors.

    Raises
    ------
    FormulaError
        An unknown name, with a similar one.
    """
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
) -> tuple[HypothesisToken, int]:
    """The token that starts at a position of a text, and where it ends."""
    for pattern, positions in spellings:
        match = pattern.match(text, start)
        if match and not NAME_CONTINUATION.match(text, match.end()):
            check_unique(names[positions[0]], positions, f"hypothesis {text!r}: ")
            return HypothesisToken("name", f"b{positions[0]}"), match.end()
    if match := NUMBER_PATTERN.match(text, start):
        number = Decimal(match.group())
        if abs(number.adjusted()) > MAX_EXPONENT:
            raise FormulaError(f"hypothesis {brief(text)!r}: {match.group()} is no number of R's")
        return HypothesisToken("number", format(number, "f")), match.end()
    if text.startswith("==", start):  # Python's way to write it
        return HypothesisToken("operator", "="), start + 2
    if text[start] in OPERATORS:
        return HypothesisToken("operator", text[start]), start + 1
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
