"""Checks of the numbers that a function of a formula is given."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_BASIS_COLUMNS, check_limit

MAX_SQUARABLE = 1e150  # beyond it, or below its inverse, a square is infinite or 0


def as_column(x: object, function: str) -> np.ndarray:
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
        message = f"{function}(): x must be numeric, not {_type_of(x)}; convert it first"
        raise TypeError(message) from None
    if values.ndim != 1:
        raise ValueError(
            f"{function}(): x must be one column, not an array of shape {values.shape}"
        )
    return values


def nonmissing_values(x: object, function: str) -> np.ndarray:
    """The values of `x` that are not missing, maybe none; ValueError if one is infinite."""
    values = as_column(x, function)
    values = values[~np.isnan(values)]
    if not np.isfinite(values).all():
        raise ValueError(
            f"{function}(): x has {np.isinf(values).sum()} infinite value(s); "
            "leave these rows out or make the values missing (NaN)"
        )
    return values


def observed_values(x: object, function: str) -> np.ndarray:
    """The values of `x` that are not missing, to learn from.

    Raises ValueError: there are none, or one is infinite.
    """
    values = nonmissing_values(x, function)
    check_not_empty(len(values), function)
    return values


def check_not_empty(count: int, function: str) -> None:
    """Check that `x` has values that are not missing."""
    if not count:
        raise ValueError(f"{function}(): x has no values that are not missing")


def check_squarable(function: str, size: float) -> None:
    """Raise a ValueError if the squares of values of this size are infinite or 0."""
    if size > MAX_SQUARABLE or 0 < size < 1 / MAX_SQUARABLE:
        raise ValueError(
            f"{function}(): x has values up to {size:.3g}, whose squares floating point numbers "
            f"cannot hold; rescale it: divide it by {size:.0e}"
        )


def whole_number(
    value: Any, function: str, argument: str, minimum: int, maximum: int = MAX_BASIS_COLUMNS
) -> int:
    """`value` as an int from `minimum` to `maximum`.

    Raises ValueError: it is not a whole number, or is smaller or larger.
    """
    try:
        is_valid = not isinstance(value, (bool, np.bool_)) and int(value) == value >= minimum
    except (TypeError, ValueError, OverflowError):
        is_valid = False
    if is_valid:
        check_limit(value, maximum, f"{function}(): {argument}")
        return int(value)
    raise ValueError(
        f"{function}(): {argument} must be a whole number of at least {minimum}, not {value!r}"
    )


def _type_of(x: object) -> str:
    dtype = getattr(x, "dtype", None)
    return f"of type {dtype}" if dtype is not None else f"a {type(x).__name__} like {x!r:.60}"
