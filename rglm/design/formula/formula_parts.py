"""The sides and parts of a formula's text: ``y ~ x | z`` has a count part and a zero part."""

from __future__ import annotations

from functools import lru_cache

from rglm.design.syntax.tokens import tokenize

OPENING_BRACKETS, CLOSING_BRACKETS = ("(", "["), (")", "]")


def split_parts(formula: str) -> list[str]:
    """The formula cut at every ``|`` that stands in no brackets; ``||`` is left alone.

    Examples
    --------
    >>> split_parts("y ~ x + I(a | b) | z")
    ['y ~ x + I(a | b)', 'z']
    """
    return _split(formula, "|")


def split_sides(formula: str) -> tuple[str, str]:
    """The texts on the left of the first ``~``, and on its right.

    Examples
    --------
    >>> split_sides("`a~b` ~ x")
    ('`a~b`', 'x')
    """
    left, *right = _split(formula, "~", max_splits=1)
    return (left, right[0]) if right else ("", left)


def part_formulas(formula: str) -> list[str]:
    """Every part as a formula of its own, with the response of the first.

    Examples
    --------
    >>> part_formulas("y ~ x | z")
    ['y ~ x', 'y ~ z']
    """
    first, *others = split_parts(formula)
    response = split_sides(first)[0]
    return [first, *(f"{response} ~ {part}" for part in others)]


def _split(formula: str, sign: str, max_splits: int | None = None) -> list[str]:
    positions = _positions(formula, sign)[:max_splits]
    starts, ends = [0, *(position + 1 for position in positions)], [*positions, len(formula)]
    return [formula[start:end].strip() for start, end in zip(starts, ends, strict=True)]


@lru_cache(maxsize=2048)
def _positions(formula: str, sign: str) -> tuple[int, ...]:
    """The positions of a sign that stands in no brackets."""
    depth, positions = 0, []
    for token in tokenize(formula):
        if token.kind == "operator":
            depth += (token.text in OPENING_BRACKETS) - (token.text in CLOSING_BRACKETS)
            if depth == 0 and token.text == sign and token.end - token.start == 1:
                positions.append(token.start)
    return tuple(positions)
