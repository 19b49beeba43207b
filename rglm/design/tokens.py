"""The right side of a formula in pieces: expressions, and the operators between them.

formulaic's tokenizer cuts the text; an expression of R's (``log(x + 1)``, or a condition in
parentheses) is one piece, which formulaic's algebra then handles as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formulaic.parser.algos.tokenize import tokenize
from formulaic.parser.types import Token

from rglm.design.expressions import Expression, column, expression

TIGHT = {":", "^", "/", "**"}
CONDITION = re.compile(r"[<>!&]|==")


@dataclass(frozen=True)
class Piece:
    """A piece of a formula.

    Attributes
    ----------
    text : str
        As R's ``deparse`` writes it.
    symbol : str
        As formulaic is to read it.
    expression : Expression or None
    operator : bool
    """

    text: str
    symbol: str
    expression: Expression | None = None
    operator: bool = False


PLUS = Piece("+", "+", operator=True)


def read_pieces(source: str) -> list[Piece]:
    """The pieces of a right side.

    A condition stands in parentheses, ``(x > 3)``; or it is the whole side, since R's ``>`` and
    ``!`` bind looser than ``+``.
    """
    tokens = list(tokenize(source))
    if _is_condition(tokens):
        return [_factor(expression(source.strip()))]
    out: list[Piece] = []
    place = 0
    while place < len(tokens):
        end = _closing(tokens, place)
        if end and _is_condition(_bare(tokens[place : end + 1])):
            shown = source[tokens[place].source_start : tokens[end].source_start + 1]
            bare = shown.strip("() ") if shown.startswith("((") else shown[1:-1].strip()
            out.append(_factor(expression(bare), expression(shown).name))
            place = end
        else:
            out.append(_piece(tokens[place]))
        place += 1
    return out


def key(found: Expression) -> str:
    """The name by which formulaic knows an expression: a column's own, or ``=`` and R's name.

    A column whose name is a number would be taken for that number.
    """
    if found.code is None and not found.reads[0].replace(".", "", 1).isdigit():
        return found.reads[0]
    return "=" + found.name.replace("`", "'")


def _factor(found: Expression, text: str | None = None) -> Piece:
    return Piece(found.name if text is None else text, f"`{key(found)}`", found)


def _piece(token: Token) -> Piece:
    kind, text = token.kind.value, token.token
    if kind == "name":
        return _factor(column(text))
    if kind == "python":
        return _factor(expression(text))
    if kind == "operator":
        text = "%in%" if text == "in" else text
        return Piece(text, text, operator=True)
    return Piece(text, text)


def _is_condition(tokens: list[Token]) -> bool:
    """Whether an operator outside of parentheses compares."""
    place = 0
    while place < len(tokens):
        if tokens[place].kind is Token.Kind.OPERATOR and CONDITION.search(tokens[place].token):
            return True
        place = (_closing(tokens, place) or place) + 1
    return False


def _bare(tokens: list[Token]) -> list[Token]:
    """The tokens without the parentheses around them, however many."""
    while len(tokens) > 1 and _closing(tokens, 0) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closing(tokens: list[Token], place: int) -> int | None:
    """Where the parenthesis that opens at `place` closes; None if none opens there."""
    depth = 0
    for i in range(place, len(tokens)):
        if tokens[i].kind is Token.Kind.CONTEXT:
            depth += {"(": 1, ")": -1}.get(tokens[i].token, 0)
        if depth == 0:
            return i if i > place else None
    return None


def write_out(pieces: Sequence[Piece], others: Iterable[str]) -> list[Piece]:
    """The pieces with columns in place of ``.``, in parentheses beside other terms."""
    out: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.text != ".":
            out.append(piece)
            continue
        written = [part for name in others for part in (PLUS, _factor(column(name)))][1:]
        first = place == 0 and all(piece.text == "+" for piece in pieces[1:2])
        out += written if first else in_parentheses(written)
    return out


def in_parentheses(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces as one operand."""
    return [Piece("(", "("), *pieces, Piece(")", ")")]


def product(variables: Sequence[Expression]) -> list[Piece]:
    """The pieces of an interaction."""
    times = Piece(":", ":", operator=True)
    return [piece for found in variables for piece in (times, _factor(found))][1:]


def deparse_side(pieces: Sequence[Piece]) -> str:
    """R's text of a right side."""
    texts = (
        _spaced(piece.text, pieces, place) if piece.operator else piece.text
        for place, piece in enumerate(pieces)
    )
    return "".join(texts).strip()


def _spaced(text: str, pieces: Sequence[Piece], place: int) -> str:
    """An operator with R's spaces; a sign has none behind it."""
    before = pieces[place - 1] if place else None
    if before is None or before.operator or before.text == "(":
        return text
    if text in TIGHT:
        return text.replace("**", "^")
    return f" {text[0]} {text[1:]}" if text[1:] in ("-", "+") else f" {text} "
