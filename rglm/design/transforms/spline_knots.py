"""The knots of ``bs()`` and ``ns()``: as given, or at quantiles of the data."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from rglm.design.size_limits import KNOTS_ALWAYS_ALLOWED, MAX_BASIS_COLUMNS, check_limit
from rglm.design.values.numeric_arguments import check_squarable, whole_number
from rglm.formatting.hints.warning_location import warn

Boundary: TypeAlias = tuple[float, float]


def find_boundary(values: np.ndarray, given: Any, function: str) -> Boundary:
    """The two boundary knots, as given or the range of `values`.

    Raises ValueError: they are not two different finite numbers.
    """
    ends = np.sort(np.asarray(_range(values) if given is None else given, dtype=float).ravel())
    if ends.size != 2 or not np.isfinite(ends).all() or ends[0] == ends[1]:
        raise ValueError(
            f"{function}(): the boundary knots must be two different finite numbers, "
            f"not {ends.tolist()}; x goes from {values.min():g} to {values.max():g}"
        )
    check_squarable(function, float(np.abs(ends).max()))
    return float(ends[0]), float(ends[1])


def _range(values: np.ndarray) -> tuple[float, float]:
    return values.min(), values.max()


def find_inner_knots(
    values: np.ndarray,
    boundary: Boundary,
    df: int | None,
    knots: Any,
    knotless_columns: int,
    function: str,
) -> tuple[float, ...]:
    """The inner knots as given, or ``df - least`` of them at quantiles of `values`.

    Raises ValueError: the knots are not finite, or are more than the values.
    """
    if knots is not None:
        inner = np.sort(np.asarray(knots, dtype=float).ravel())
        check_limit(inner.size, MAX_BASIS_COLUMNS, f"{function}(): the number of knots")
        if not np.isfinite(inner).all():
            raise ValueError(f"{function}(): knots must be finite numbers, not {inner.tolist()}")
    else:
        inner = _quantile_knots(values, boundary, df, knotless_columns, function)
    if ((inner <= boundary[0]) | (inner >= boundary[1])).any():
        warn(
            f"{function}(): of the knots {inner.round(6).tolist()} some are not inside the "
            f"boundary knots {boundary}, so that columns may be aliased: choose a smaller df, or "
            "knots",
            UserWarning,
        )
    return tuple(inner.tolist())


def _quantile_knots(
    values: np.ndarray, boundary: Boundary, df: int | None, knotless_columns: int, function: str
) -> np.ndarray:
    count = count_inner_knots(df, knotless_columns, function)
    if not count:
        return np.empty(0)
    inside = values[(values >= boundary[0]) & (values <= boundary[1])]
    check_values_inside(inside.size, boundary, function)
    if count > max(inside.size, KNOTS_ALWAYS_ALLOWED):
        raise ValueError(
            f"{function}(): df = {df:,.15g} asks for more knots, {count:,}, than x has values, "
            f"{inside.size:,}; take fewer"
        )
    return np.quantile(inside, knot_probabilities(count))


def check_values_inside(count: int, boundary: Boundary, function: str) -> None:
    """Check that some value is inside the boundary."""
    if not count:
        raise ValueError(f"{function}(): no value of x is inside the boundary knots {boundary}")


def count_inner_knots(df: int | None, knotless_columns: int, function: str) -> int:
    """The number of inner knots of `df` columns, of which `knotless_columns` need none."""
    if df is None:
        return 0
    count = whole_number(df, function, "df", 0) - knotless_columns
    if count < 0:
        warn(f"'df' was too small; have used {knotless_columns}", UserWarning)
    return max(count, 0)


def knot_probabilities(count: int) -> np.ndarray:
    """The probabilities of the quantiles at which so many inner knots stand."""
    return np.linspace(0, 1, count + 2)[1:-1]
