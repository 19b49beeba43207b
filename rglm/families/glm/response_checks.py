"""Checks and starting values that the families share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rglm.errors import ResponseError
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import FamilyWarning

# How many rows of a few columns stay in a processor's cache.
ROWS = 8192
# The smallest number above zero.
TINY = float(np.nextafter(0.0, 1.0))


@dataclass(frozen=True, eq=False)
class Prepared:
    """A response as the fit sees it.

    Attributes
    ----------
    y : (n,) float array
        The response; for binomial families the proportion of successes.
    weights : (n,) float array
        Prior weights, times the trials where the response came as two columns.
    trials : (n,) float array
        R's ``n``: successes plus failures of a two-column response, otherwise 1.
    begin : (n,) float array, or function that returns it
        The mean to start from, `mustart`.

    Notes
    -----
    y and the weights may be the arrays that were given: they are not to be written to.
    """

    y: np.ndarray
    weights: np.ndarray
    trials: np.ndarray
    begin: np.ndarray | Callable[[], np.ndarray]

    @cached_property
    def mustart(self) -> np.ndarray:
        """The mean to start from."""
        return self.begin() if callable(self.begin) else self.begin


def as_numbers(name: str, what: str, values: object) -> np.ndarray:
    """`values` as floats, or a TypeError that names them."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        try:
            array = array.astype(float) if array.dtype == object else None
        except (TypeError, ValueError):
            array = None
    if array is None:
        dtype = np.asarray(values).dtype
        raise TypeError(f"{name}: {what} must be numeric, got dtype {dtype}")
    return np.asarray(array, dtype=float, order="C")


def prior_weights(name: str, weights: object, n: int) -> np.ndarray:
    """The prior weights, ones where there are none."""
    if weights is None:
        return np.ones(n)
    weights = as_numbers(name, "weights", weights)
    if weights.shape != (n,):
        raise ValueError(f"{name}: {n} rows but weights of shape {weights.shape}")
    require(name, "weights must be finite and not negative", weights, low=0)
    return weights


def require(
    name: str,
    rule: str,
    values: np.ndarray,
    low: float = -np.finfo(float).max,
    high: float = np.finfo(float).max,
) -> None:
    """Raise with the rule, the first value that is not from `low` to `high`, and its row."""
    if not values.size or (values.min() >= low and values.max() <= high):
        return
    row = int(np.argmin((values >= low) & (values <= high)))
    value = float(values[row])
    raise ResponseError(f"{name}: {rule}, got {value:.15g} at row {row}", row, value)


def anywhere(test: Callable[..., np.ndarray], *arrays: np.ndarray) -> int | None:
    """The first row where `test` of the arrays holds, by blocks small enough to stay in cache."""
    for start in range(0, len(arrays[0]), ROWS):
        found = np.asarray(test(*(array[start : start + ROWS] for array in arrays)))
        if found.any():
            return start + int(np.argmax(found))
    return None


def vector(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """A response of one column, and its weights."""
    y = as_numbers(name, "y", y)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1:
        raise ValueError(f"{name}: y must be one column, got an array of shape {y.shape}")
    return y, prior_weights(name, weights, len(y))


def real(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """A response of finite numbers."""
    y, weights = vector(name, y, weights)
    require(name, "y must be finite", y)
    return y, weights


def not_negative(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """A response of zeros and positive numbers."""
    y, weights = vector(name, y, weights)
    require(name, "negative values not allowed: y must be 0 or more", y, low=0)
    return y, weights


def positive(name: str, y: object, weights: object) -> tuple[np.ndarray, np.ndarray]:
    """A response of positive numbers."""
    y, weights = vector(name, y, weights)
    require(name, "non-positive values not allowed: y must be above 0", y, low=TINY)
    return y, weights


def starting(y: np.ndarray, weights: np.ndarray, mustart: np.ndarray) -> Prepared:
    """A response of one column with its starting mean."""
    return Prepared(y, weights, np.ones(len(y)), mustart)


def zeros_moved(y: np.ndarray, by: float) -> np.ndarray:
    """Return y with `by` in place of zero, a start that every link accepts."""
    return y + by * (y == 0)


def drawn(
    draw: Callable[[np.ndarray, np.ndarray], np.ndarray], mu: np.ndarray, wt: np.ndarray
) -> np.ndarray:
    """What `draw(mu, wt)` returns on the rows of positive weight, NaN on the others."""
    mu, wt = np.broadcast_arrays(np.atleast_1d(np.asarray(mu, dtype=float)), wt)
    result = np.full(mu.shape, np.nan)
    used = wt > 0
    result[used] = draw(mu[used], wt[used])
    return result


def require_dispersion(name: str, dispersion: float) -> float:
    """The dispersion to simulate with, which must be known."""
    if not (np.isfinite(dispersion) and dispersion > 0):
        raise ValueError(
            f"{name}: simulate needs a positive dispersion, got {dispersion!r}; pass an estimate"
        )
    return float(dispersion)


def warn_ignored_weights(name: str, wt: np.ndarray, what: str = "simulate ignores") -> None:
    """Say that a count has the distribution of its mean whatever its weight, as R does."""
    if np.any(np.asarray(wt) != 1):
        message = f"{name}: {what} prior weights"
        warn(message, FamilyWarning)
