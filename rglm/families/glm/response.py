"""The checked response of a fit: weights, trials and the mean to start from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.errors import ResponseError
from rglm.formatting.hints.warning_location import warn
from rglm.linalg.constant_array import constant_array, is_constant
from rglm.warnings import FamilyWarning

# Rows of a few columns that stay in a processor's cache.
CACHED_ROWS = 8192
# How far from a whole number, relative to it, R's dpois lets a count be.
COUNT_TOLERANCE = 1e-7
SMALLEST_POSITIVE = float(np.nextafter(0.0, 1.0))


@dataclass(frozen=True, eq=False)
class RowwiseStart:
    """Starting means that are a function of each row's numbers."""

    function: Callable[..., np.ndarray]
    arrays: tuple[np.ndarray, ...]

    def __call__(self, rows: slice | np.ndarray = slice(None)) -> np.ndarray:
        """Return the starting means of some rows."""
        return self.function(*(array[rows] for array in self.arrays))


@dataclass(frozen=True, eq=False)
class PreparedResponse:
    """The checked response of a fit, made by `Family.prepare`.

    Attributes
    ----------
    y : (n,) float array
        The response; for binomial families the proportion of successes.
    weights : (n,) float array
        Prior weights, times the trials where the response came as two columns.
    trials : (n,) float array
        R's ``n``: successes plus failures of a two-column response, otherwise 1.
    start : (n,) float array, or function that returns it
        The mean to start from, `mustart`.

    Notes
    -----
    y and the weights may be the arrays that were given: they are not to be written to.
    """

    y: np.ndarray
    weights: np.ndarray
    trials: np.ndarray
    start: np.ndarray | Callable[[], np.ndarray]

    @cached_property
    def mustart(self) -> np.ndarray:
        """The mean to start from."""
        return self.start() if callable(self.start) else self.start

    def mustart_of(self, rows: slice | np.ndarray) -> np.ndarray:
        """The means that some rows start from."""
        if isinstance(self.start, RowwiseStart):
            return self.start(rows)
        return self.mustart[rows]


def as_float_array(name: str, what: str, values: object) -> np.ndarray:
    """Return `values` as floats, or raise a TypeError that names them."""
    array = np.asarray(values)
    if array.dtype == float and is_constant(array):
        return array
    if array.dtype.kind in "fiubO":
        try:
            return np.asarray(array, dtype=float, order="C")
        except (TypeError, ValueError):
            pass
    raise TypeError(f"{name}: {what} must be numeric, got dtype {array.dtype}")


def prior_weights(name: str, weights: object, n: int) -> np.ndarray:
    """Return the prior weights, ones where there are none."""
    if weights is None:
        return constant_array(1.0, n)
    weights = as_float_array(name, "weights", weights)
    if weights.shape != (n,):
        raise ValueError(f"{name}: {n} rows but weights of shape {weights.shape}")
    check_range(name, "weights must be finite and not negative", weights, low=0)
    return weights


def check_range(
    name: str,
    rule: str,
    values: np.ndarray,
    low: float = -np.finfo(float).max,
    high: float = np.finfo(float).max,
) -> None:
    """Raise with the rule, the first value that is not from `low` to `high`, and its row."""
    if is_constant(values):
        values = values[:1]
    if not values.size or (values.min() >= low and values.max() <= high):
        return
    row = int(np.argmin((values >= low) & (values <= high)))
    value = float(values[row])
    raise ResponseError(f"{name}: {rule}, got {value:.15g} at row {row}", row, value)


def first_row_where(test: Callable[..., np.ndarray], *arrays: np.ndarray) -> int | None:
    """Return the first row where `test` of the arrays holds; by blocks that stay in cache."""
    for start in range(0, len(arrays[0]), CACHED_ROWS):
        holds = np.asarray(test(*(array[start : start + CACHED_ROWS] for array in arrays)))
        if holds.any():
            return start + int(np.argmax(holds))
    return None


def is_fractional(y: np.ndarray) -> np.ndarray:
    """Whether each value is not a whole number, as R's dpois sees it."""
    whole = np.rint(y)
    if (whole == y).all():
        return np.zeros(np.shape(y), dtype=bool)
    return np.abs(y - whole) > COUNT_TOLERANCE * np.maximum(1.0, np.abs(y))


def column_and_weights(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """Return a response of one column, and its weights."""
    y = as_float_array(name, "y", y)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1:
        raise ValueError(f"{name}: y must be one column, got an array of shape {y.shape}")
    return y, prior_weights(name, weights, len(y))


def finite_response(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """Return a response of finite numbers, and its weights."""
    y, weights = column_and_weights(name, y, weights)
    check_range(name, "y must be finite", y)
    return y, weights


def nonnegative_response(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """Return a response of zeros and positive numbers, and its weights."""
    y, weights = column_and_weights(name, y, weights)
    check_range(name, "negative values not allowed: y must be 0 or more", y, low=0)
    return y, weights


def positive_response(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """Return a response of positive numbers, and its weights."""
    y, weights = column_and_weights(name, y, weights)
    check_range(
        name, "non-positive values not allowed: y must be above 0", y, low=SMALLEST_POSITIVE
    )
    return y, weights


def one_column_response(
    y: np.ndarray, weights: np.ndarray, mustart: np.ndarray | RowwiseStart
) -> PreparedResponse:
    """Return a response of one column with its starting mean."""
    return PreparedResponse(y, weights, constant_array(1.0, len(y)), mustart)


def replace_zeros(y: np.ndarray, by: float) -> np.ndarray:
    """Return y with `by` in place of zero, a start that every link accepts."""
    return y + by * (y == 0)


def draw_rows(
    draw: Callable[[np.ndarray, np.ndarray], np.ndarray], mu: np.ndarray, wt: np.ndarray
) -> np.ndarray:
    """Return `draw(mu, wt)` on the rows of positive weight, NaN on the others."""
    mu, wt = np.broadcast_arrays(np.atleast_1d(np.asarray(mu, dtype=float)), wt)
    result = np.full(mu.shape, np.nan)
    used = wt > 0
    result[used] = draw(mu[used], wt[used])
    return result


def check_dispersion(name: str, dispersion: float) -> float:
    """Return the dispersion to simulate with, which must be known."""
    if not (np.isfinite(dispersion) and dispersion > 0):
        raise ValueError(
            f"{name}: simulate needs a positive dispersion, got {dispersion!r}; pass an estimate"
        )
    return float(dispersion)


def warn_ignored_weights(name: str, wt: np.ndarray, what: str = "simulate ignores") -> None:
    """Warn, as R does, that a count has the distribution of its mean whatever its weight."""
    if np.any(np.asarray(wt) != 1):
        message = f"{name}: {what} prior weights"
        warn(message, FamilyWarning)


def prepare_response(
    name: str,
    y: object,
    weights: object,
    response_range: tuple[float, float],
    mean_range: tuple[float, float],
    is_count: bool,
) -> PreparedResponse:
    """Return a response of one column within a range, whole numbers if it is a count.

    The starting mean is y, moved inside where an end of the response's range is one of the mean's.
    """
    y, weights = finite_response(name, y, weights)
    (low, high), (bottom, top) = response_range, mean_range
    check_range(name, f"y must lie in {low:g}..{high:g}", y, low, high)
    row = first_row_where(is_fractional, y) if is_count else None
    if row is not None:
        value = float(y[row])
        raise ResponseError(f"{name}: y must be whole, got {value:.15g} at row {row}", row, value)
    if np.isfinite(bottom) and np.isfinite(top):
        start = (y + (bottom + top) / 2) / 2
    else:
        start = y + 0.1 * (y == bottom) - 0.1 * (y == top)
    return one_column_response(y, weights, start)
