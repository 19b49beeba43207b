"""Orthogonal polynomial contrasts of equally spaced levels, in integers."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

import numpy as np

NAMES = ("linear", "quadratic", "cubic", "quartic")
MAX_DEGREE = 20


def polynomial_contrasts(count: int, max_degree: int) -> np.ndarray:
    """The weights of the orthogonal polynomials of degree 1, 2, ..., as coprime integers.

    The polynomials are those of Gram on the points 1, 2, ..., `count`, computed exactly by their
    recurrence p_(j+1) = x p_j - b_j p_(j-1). Fisher and Yates' tables (1938) have the same.

    Returns
    -------
    (max_degree, count) array

    Examples
    --------
    >>> polynomial_contrasts(4, 3)
    array([[-3., -1.,  1.,  3.],
           [ 1., -1., -1.,  1.],
           [-1.,  3., -3.,  1.]])
    """
    points = [2 * i - (count - 1) for i in range(count)]
    before, current = [Fraction(0)] * count, [Fraction(1)] * count
    out = np.empty((max_degree, count))
    for degree in range(max_degree):
        product = [x * value for x, value in zip(points, current, strict=True)]
        square = sum(value * value for value in before)
        ratio = _inner(product, before) / square if square else Fraction(0)
        following = [a - ratio * b for a, b in zip(product, before, strict=True)]
        before, current = current, following
        out[degree] = _coprime(current)
    return out


def degree_names(max_degree: int) -> list[str]:
    """Names of the degrees: linear, quadratic, cubic, quartic, degree 5, ..."""
    return [NAMES[j] if j < len(NAMES) else f"degree {j + 1}" for j in range(max_degree)]


def _inner(left: list[Fraction], right: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def _coprime(values: list[Fraction]) -> list[float]:
    """Multiples of the values that are integers without a common divisor."""
    common = lcm(*(value.denominator for value in values))
    integers = [int(value * common) for value in values]
    divisor = gcd(*integers)
    return [float(value // divisor) for value in integers]
