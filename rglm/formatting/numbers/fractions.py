"""Numbers as fractions of small whole numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rglm.formatting.numbers.number_format import format_each

__all__ = ["format_fractions", "rational"]

MAX_TERMS, MAX_PARTIAL_DENOMINATOR = 10, 2000


def rational(x: float) -> tuple[int, int]:
    """Numerator and denominator of the continued fraction of a number, cut where it gets small.

    x = a0 + 1 / (a1 + 1 / (a2 + ...)) ends after ten terms, or before one above 2,000, as R's
    ``MASS::rational`` does.

    Examples
    --------
    >>> rational(1 / 3), rational(-0.3), rational(2.0)
    ((1, 3), (-3, 10), (2, 1))
    """
    before, now = (1, 0), (math.floor(x), 1)
    rest = x - math.floor(x)
    for _ in range(MAX_TERMS):
        if rest <= 1 / MAX_PARTIAL_DENOMINATOR:
            break
        inverse = 1 / rest
        term = math.floor(inverse)
        rest = inverse - term
        before, now = now, (term * now[0] + before[0], term * now[1] + before[1])
    return now


def format_fractions(values: Iterable[float]) -> list[str]:
    """Numbers as fractions in cells of one width; R's print of ``MASS::fractions``.

    Examples
    --------
    >>> format_fractions([0.5, -0.25, 2])
    [' 1/2', '-1/4', '   2']
    """
    texts = [_fraction(value) for value in values]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def _fraction(value: float) -> str:
    if not math.isfinite(value):
        return format_each([value])[0]
    numerator, denominator = rational(value)
    top, bottom = format_each([numerator, denominator], 15)
    return top if denominator == 1 else f"{top}/{bottom}"
