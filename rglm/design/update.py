"""A formula from another one: R's update.formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rglm.design.algebra import NOTHING
from rglm.design.errors import FormulaError
from rglm.design.expressions import expression
from rglm.design.formula import ParsedFormula, from_pieces, parse
from rglm.design.parts import split_parts, whole_parts
from rglm.design.tokens import PLUS, Piece, in_parentheses, read_pieces

DOT = re.compile(r"(?<![\w.)`'\"])\.(?![\w.(])")


def update_formula(old: Sequence[ParsedFormula], new: str) -> str:
    """R's ``update.formula``: ``.`` on a side of `new` is that side of `old`, then simplified.

    Of a formula of several parts each is updated by its own; one that `new` lacks stays.

    Examples
    --------
    >>> from rglm.design.formula import parse
    >>> update_formula([parse("y ~ a + b * x")], ". ~ . - a")
    'y ~ b + x + b:x'
    >>> update_formula([parse("y ~ a + b"), parse("y ~ z")], ". ~ . - a | . + b")
    'y ~ b | z + b'
    """
    first, *others = split_parts(new)
    changed = [_updated(old[0], first)]
    if len(others) >= len(old) > 1:
        raise FormulaError(f"update(): {new!r} has more parts than the model, {len(old)}")
    response = changed[0].partition("~")[0].strip()
    for part, text in zip(old[1:], others + ["."] * len(old), strict=False):
        changed.append(_updated(part, f"{response} ~ {text}").partition("~")[2].strip())
    further = [] if len(old) > 1 else [f"{response} ~ {text}" for text in others]
    changed += [_updated(old[0], text).partition("~")[2].strip() for text in further]
    return " | ".join(changed)


def kept_contrasts(
    formula: str, contrasts: Mapping[str, Any] | None, columns: Sequence[str]
) -> Mapping[str, Any] | None:
    """The contrasts of the factors that are still in a formula."""
    if not contrasts:
        return contrasts
    left = set().union(*(parse(part, columns).names for part in whole_parts(formula)))
    return {name: made for name, made in contrasts.items() if name in left}


def _updated(old: ParsedFormula, new: str) -> str:
    response = old.response.name
    left, tilde, right = new.partition("~")
    if not tilde:
        raise FormulaError(f"update() takes a formula such as '. ~ . - x', got {new!r}")
    left = DOT.sub(lambda _: response, left.strip()) or response
    made = from_pieces(expression(left), _with_old(read_pieces(right), old))
    return simplified(made, left)


def _with_old(pieces: Sequence[Piece], old: ParsedFormula) -> list[Piece]:
    """The pieces with the old side as it was written in place of ``.``.

    Its offsets go in front, where what the new side does to the terms leaves them be.
    """
    if all(piece.text != "." for piece in pieces):
        return list(pieces)
    offsets = {e.name for e in old.offsets}
    side = in_parentheses([NOTHING if _named(p) in offsets else p for p in old.pieces])
    front = [part for p in old.pieces if _named(p) in offsets for part in (p, PLUS)]
    return [*front, *(part for p in pieces for part in (side if p.text == "." else [p]))]


def _named(piece: Piece) -> str | None:
    return None if piece.expression is None else piece.expression.name


def _labels(parsed: ParsedFormula) -> list[str]:
    """The labels of the terms, conditions in parentheses."""
    shown = {
        key: f"({found.name})" if found.is_condition else found.name
        for key, found in parsed.expressions.items()
    }
    return [":".join(shown[factor.expr] for factor in term.factors) for term in parsed.terms]


def simplified(parsed: ParsedFormula, left: str | None = None) -> str:
    """The formula as the sum of its terms, offsets last, ``- 1`` for no intercept."""
    offsets = [e.name for e in parsed.offsets]
    pieces = [*_labels(parsed), *offsets]
    right = " + ".join(pieces) or "1"
    right = right if parsed.intercept else f"{right} - 1"
    response = parsed.response.name if parsed.response else left
    return f"{response} ~ {right}"
