"""R's formula algebra: which terms a right side stands for, and whether it has an intercept.

formulaic expands Wilkinson & Rogers' (1973) operators. Two things are R's own: ``a %in% (b + c)``
is a within all of b and c together; and the ones and zeros switch the intercept on and off from
left to right, inside of parentheses too, each sign turned round behind a minus.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

from formulaic import Formula
from formulaic.parser import DefaultFormulaParser, DefaultOperatorResolver
from formulaic.parser.types import Operator, OrderedSet, Term

from rglm.design.tokens import Piece

NOTHING = Piece("", "`=nothing`")  # what has no variable, such as the 1 of (1):a


def expand(pieces: Sequence[Piece]) -> tuple[bool, list[Term]]:
    """Whether a right side has an intercept, and its terms in R's order: by degree.

    Examples
    --------
    >>> from rglm.design.tokens import read_pieces
    >>> expand(read_pieces("a:b + (c - 1)"))
    (False, [c, a:b])
    """
    intercept, pieces = _take_intercept(pieces)
    symbols = " ".join(piece.symbol for piece in pieces)
    found = Formula(symbols, _parser=_parser(), _ordering="degree")
    return intercept, [t for t in found if all(f.expr != "=nothing" for f in t.factors)]


def _take_intercept(pieces: Sequence[Piece]) -> tuple[bool, list[Piece]]:
    """Whether there is an intercept, and the pieces with nothing in place of ones and zeros."""
    intercept, signs, out = True, [True], []  # signs: of what stands here, one by parenthesis
    texts = [piece.text for piece in pieces]
    for before, piece, after in zip(["(", *texts], pieces, [*texts[1:], ")"], strict=False):
        if _is_sign(piece.text):
            signs[-1] = piece.text.count("-") % 2 == 0
        elif piece.text == "(":
            signs.append(True)
        elif piece.text == ")":
            signs.pop()
        alone = (before == "(" or _is_sign(before)) and (after == ")" or _is_sign(after))
        if piece.text in ("0", "1") and alone:
            intercept = (piece.text == "1") == (signs.count(False) % 2 == 0)
            out.append(NOTHING)
        else:
            out.append(piece)
    return intercept, out or [NOTHING]


def _is_sign(text: str) -> bool:
    return bool(text) and set(text) <= {"+", "-"}


@functools.cache
def _parser() -> DefaultFormulaParser:
    return DefaultFormulaParser(operator_resolver=_Operators(), include_intercept=False)


class _Operators(DefaultOperatorResolver):
    """formulaic's operators with R's ``%in%``, which binds tighter than ``*``."""

    @property
    def operators(self) -> list[Operator]:
        theirs = [found for found in super().operators if found.symbol != "in"]
        within = Operator("in", arity=2, precedence=250, associativity="left", to_terms=_within)
        return [*theirs, within]


def _within(inner: OrderedSet, outer: OrderedSet) -> OrderedSet:
    """Each term of one side times all of the other's variables."""
    everything = functools.reduce(operator.mul, outer, Term([]))
    return OrderedSet(term * everything for term in inner)
