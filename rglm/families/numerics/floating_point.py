"""Limits of floating point numbers, and functions that stay within them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numpy as np

EPS = float(np.finfo(float).eps)
LOG_MAX = float(np.log(np.finfo(float).max))
# exp(700) and exp(-700) are numbers with all their digits
EXP_LIMIT = 700.0
WHOLE_BLOCK_ROWS = 1 << 15  # that stay in a processor's cache

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def ignore_float_errors(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Return the function without numpy's warnings of overflow, underflow and NaN."""
    if int(np.__version__.partition(".")[0]) >= 2:  # from then on several threads may be in it
        return np.errstate(all="ignore")(function)

    @functools.wraps(function)
    def wrapped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with np.errstate(all="ignore"):
            return function(*args, **kwargs)

    return wrapped


def all_between(values: np.ndarray, low: float, high: float) -> bool:
    """Whether every value is above `low` and below `high`; NaN is not."""
    values = np.asarray(values)
    if not values.size:
        return True
    # the methods of an array take longer to call than a few hundred comparisons
    return bool(np.minimum.reduce(values, None) > low and np.maximum.reduce(values, None) < high)


def are_whole(values: np.ndarray) -> bool:
    """Whether all numbers are whole; by blocks, of which the first as a rule has the answer.

    >>> are_whole(np.array([1.0, 2.0])), are_whole(np.array([1.0, 2.5]))
    (True, False)
    """
    size = min(WHOLE_BLOCK_ROWS, len(values))
    whole, is_equal = np.empty(size), np.empty(size, dtype=bool)
    for start in range(0, len(values), WHOLE_BLOCK_ROWS):
        block = values[start : start + WHOLE_BLOCK_ROWS]
        rounded = np.rint(block, out=whole[: len(block)])
        if not np.equal(rounded, block, out=is_equal[: len(block)]).all():
            return False
    return True


def clip_for_exp(eta: np.ndarray) -> np.ndarray:
    """Return eta within +-700, so that exp(eta) is a number."""
    eta = np.asarray(eta, dtype=float)
    if eta.size and eta.min() >= -EXP_LIMIT and eta.max() <= EXP_LIMIT:
        return eta
    return np.clip(eta, -EXP_LIMIT, EXP_LIMIT)


def inside(values: np.ndarray, interval: tuple[float, float]) -> np.ndarray:
    """Return the values as floats, NaN where they are not in the open interval."""
    values, (low, high) = np.asarray(values, dtype=float), interval
    if low == -np.inf and high == np.inf:
        return values
    return np.where((values > low) & (values < high), values, np.nan)


def softplus(x: np.ndarray) -> np.ndarray:
    """log(1 + exp(x)), from numpy's quick functions.

    >>> softplus(np.array([-800.0, 0.0, 800.0])).round(3).tolist()
    [0.0, 0.693, 800.0]
    """
    small = np.abs(x)
    np.negative(small, out=small)
    np.exp(small, out=small)
    np.log1p(small, out=small)
    small += np.maximum(x, 0.0)
    return small
