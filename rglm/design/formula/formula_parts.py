"""The sides and parts of a formula: ``y ~ x | z`` has a part for the counts, one for the zeros."""

from __future__ import annotations

from functools import lru_cache

from rglm.design.syntax.tokens import tokenize

OPEN, CLOSE = ("(", "["), (")", "]")


def split_parts(formula: str) -> list[str]:
    """The formula cut at every ``|`` that stands in no brackets; ``||`` is left alone.

    Examples
    --------
    >>> split_parts("y ~ x + I(a | b) | z")
    ['y ~ x + I(a | b)', 'z']
    """
    return _cut(formula, "|")


def split_sides(formula: str) -> tuple[str, str]:
    """What stands on the left of the first ``~``, and on its right.

    Examples
    --------
    >>> split_sides("`a~b` ~ x")
    ('`a~b`', 'x')
    """
    left, *right = _cut(formula, "~", most=1)
    return (left, right[0]) if right else ("", left)


@lru_cache(maxsize=2048)
def _cut_at(formula: str, sign: str) -> tuple[int, ...]:
    depth, out = 0, []
    for token in tokenize(formula):
        if token.kind == "operator":
            depth += (token.text in OPEN) - (token.text in CLOSE)
            if depth == 0 and token.text == sign and token.end - token.start == 1:
                out.append(token.start)
    return tuple(out)


def _cut(formula: str, sign: str, most: int | None = None) -> list[str]:
    places = _cut_at(formula, sign)[:most]
    starts, ends = [0, *(place + 1 for place in places)], [*places, len(formula)]
    return [formula[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def whole_parts(formula: str) -> list[str]:
    """Every part as a formula of its own, with the response of the first.

    Examples
    --------
    >>> whole_parts("y ~ x | z")
    ['y ~ x', 'y ~ z']
    """
    first, *others = split_parts(formula)
    response = split_sides(first)[0]
    return [first, *(f"{response} ~ {part}" for part in others)]
