"""The numbers that a word of the formula is given."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_BASIS, check_limit

MAX_SQUARABLE = 1e150  # beyond it, or below its inverse, a square is infinite or 0


def as_column(x: Any, word: str) -> np.ndarray:
    """`x` as an (n,) float array; a missing value is NaN.

    Raises
    ------
    TypeError
        `x` is not numeric.
    ValueError
        `x` has more than one dimension.

    Examples
    --------
    >>> as_column([1, 2, None], "bs").tolist()
    [1.0, 2.0, nan]
    """
    try:
        values = np.asarray(x)
        if values.dtype.kind in "USMm":
            raise TypeError
        values = values.astype(float)
    except (TypeError, ValueError):
        raise TypeError(f"{word}(): x must be numeric, not {_kind(x)}; convert it first") from None
    if values.ndim != 1:
        raise ValueError(f"{word}(): x must be one column, not an array of shape {values.shape}")
    return values


def observed_values(x: Any, word: str) -> np.ndarray:
    """The values of `x` that are not missing, to learn from.

    Raises
    ------
    ValueError
        There are none, or one is infinite.
    """
    values = as_column(x, word)
    values = values[~np.isnan(values)]
    if not values.size:
        raise ValueError(f"{word}(): x has no values that are not missing")
    if not np.isfinite(values).all():
        raise ValueError(
            f"{word}(): x has {np.isinf(values).sum()} infinite value(s); "
            "leave these rows out or make the values missing (NaN)"
        )
    return values


def check_squarable(word: str, size: float) -> None:
    """Check that the squares of values of this size are floating point numbers.

    Raises
    ------
    ValueError
        They are infinite, or 0.
    """
    if size > MAX_SQUARABLE or 0 < size < 1 / MAX_SQUARABLE:
        raise ValueError(
            f"{word}(): x has values up to {size:.3g}, whose squares floating point numbers "
            f"cannot hold; rescale it: divide it by {size:.0e}"
        )


def whole_number(value: Any, word: str, argument: str, least: int, most: int = MAX_BASIS) -> int:
    """`value` as an int of at least `least` and at most `most`.

    Raises
    ------
    ValueError
        It is not a whole number, or is smaller or larger.
    """
    try:
        good = not isinstance(value, (bool, np.bool_)) and int(value) == value >= least
    except (TypeError, ValueError, OverflowError):
        good = False
    if good:
        check_limit(value, most, f"{word}(): {argument}")
        return int(value)
    raise ValueError(
        f"{word}(): {argument} must be a whole number of at least {least}, not {value!r}"
    )


def _kind(x: Any) -> str:
    dtype = getattr(x, "dtype", None)
    return f"of type {dtype}" if dtype is not None else f"a {type(x).__name__} like {x!r:.60}"
