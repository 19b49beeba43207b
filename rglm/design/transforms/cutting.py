"""R's ``cut()``: numbers to intervals, with the breaks and labels learned once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_DIGITS, MAX_INTERVALS, check_limit
from rglm.design.values.exact_numbers import LARGEST_EXACT, ExactNumbers
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column, observed_values, whole_number
from rglm.design.values.r_values import level_label


def learn_cut(
    x: object,
    breaks: Any,
    labels: Any = None,
    include_lowest: bool = False,
    right: bool = True,
    dig_lab: int = 3,
    ordered_result: bool = False,
) -> FunctionState:
    """The bounds and labels of the intervals of ``cut()``.

    Parameters
    ----------
    x : (n,) array_like
        Missing values (NaN) take no part.
    breaks : int or array_like
        The bounds in any order, or the number of intervals, 2 or more. A number cuts the range of
        `x` into equal intervals, and moves its ends out by a thousandth of it.
    labels : sequence or False, optional
        One label per interval, ``False`` for plain numbers; by default ``(a,b]``.
    include_lowest : bool
        Whether the lowest bound (the highest if not `right`) belongs to its interval.
    right : bool
        Intervals are ``(a,b]``, or else ``[a,b)``.
    dig_lab : int
        The least number of digits in the labels; up to 12 are taken to keep bounds apart.
    ordered_result : bool
        Whether the factor is ordered.

    Returns
    -------
    dict
        ``breaks`` (tuple), ``levels`` (tuple of str, or None for ``labels=False``), ``codes`` (the
        level of each interval), ``include_lowest``, ``right``, ``ordered``.

    Raises
    ------
    ValueError
        Breaks are missing, too few or not unique, or the labels are not one per interval.

    Notes
    -----
    Matches R's ``cut``.

    Examples
    --------
    >>> learn_cut([0, 10], 2)["levels"]
    ('(-0.01,5]', '(5,10]')
    >>> learn_cut([0, 10], [0, 5, 20], right=False)["levels"]
    ('[0,5)', '[5,20)')
    """
    bounds = _bounds(x, breaks)
    whole_number(dig_lab, "cut", "dig_lab", 0, MAX_DIGITS)
    names = (
        _interval_labels(bounds, dig_lab, right, include_lowest)
        if labels is None
        else _given_labels(labels, bounds.size - 1)
    )
    # labels given twice name one level, as in R
    levels = None if names is None else tuple(dict.fromkeys(names))
    code = {name: i for i, name in enumerate(levels or ())}
    codes = range(bounds.size - 1) if names is None else map(code.__getitem__, names)
    return {
        "breaks": tuple(bounds.tolist()),
        "levels": levels,
        "codes": tuple(codes),
        "include_lowest": bool(include_lowest),
        "right": bool(right),
        "ordered": bool(ordered_result),
    }


def apply_cut(state: FunctionState, x: object) -> np.ndarray:
    """The code of each value's level: 0, 1, ..., and -1 where missing or outside the breaks.

    Examples
    --------
    >>> apply_cut(learn_cut([0, 10], [0, 5, 10]), [0, 5, 6, 11, float("nan")]).tolist()
    [-1, 0, 1, -1, -1]
    """
    values, breaks = as_column(x, "cut"), np.array(state["breaks"])
    missing = np.isnan(values)
    if isinstance(x, ExactNumbers):  # Python compares its integers with floats exactly
        values, breaks = x.values.astype(object), np.array(state["breaks"], dtype=object)
    right, last = state["right"], breaks.size - 2
    interval = np.searchsorted(breaks, values, side="left" if right else "right") - 1
    if state["include_lowest"]:
        edge, code = (breaks[0], 0) if right else (breaks[-1], last)
        interval[values == edge] = code
    inside = (interval >= 0) & (interval <= last) & ~missing
    return np.where(inside, np.array(state["codes"])[np.clip(interval, 0, last)], -1)


def _bounds(x: object, breaks: Any) -> np.ndarray:
    """The sorted bounds of the intervals."""
    check_limit(np.size(breaks) - 1, MAX_INTERVALS, "cut(): the number of intervals")
    try:
        bounds = np.atleast_1d(np.asarray(breaks, dtype=float)).ravel()
        if bounds.size > 1 and (np.abs(bounds) >= LARGEST_EXACT).any():
            bounds = np.array(list(breaks), dtype=object)  # integers, which are to stay exact
        bounds = np.sort(bounds)
    except (TypeError, ValueError):
        raise TypeError(f"cut(): breaks must be numbers, not {breaks!r}") from None
    if bounds.size == 1:
        return _equal_intervals(
            observed_values(x, "cut"), whole_number(bounds[0], "cut", "breaks", 2, MAX_INTERVALS)
        )
    if not bounds.size or np.isnan(bounds.astype(float)).any():
        raise ValueError(f"cut(): breaks must be numbers and none missing, not {breaks!r}")
    if (bounds[1:] == bounds[:-1]).any():
        repeated = bounds[1:][bounds[1:] == bounds[:-1]]
        raise ValueError(f"cut(): breaks are not unique: {repeated[0]:g} is there twice")
    return bounds + 0  # -0.0 prints as 0


def _equal_intervals(values: np.ndarray, count: int) -> np.ndarray:
    """The bounds of so many intervals of one length."""
    low, high = values.min(), values.max()
    margin = (high - low) / 1000
    if margin > 0:
        bounds = np.linspace(low, high, count + 1)
        bounds[0], bounds[-1] = low - margin, high + margin
        return bounds
    margin = (abs(low) or 1.0) / 1000
    return np.linspace(low - margin, high + margin, count + 1)


def _interval_labels(
    bounds: np.ndarray, dig_lab: int, right: bool, include_lowest: bool
) -> list[str]:
    """``(a,b]`` with the fewest digits that keep neighbouring bounds apart."""
    for digits in range(dig_lab, max(12, dig_lab) + 1):
        texts = [_text(bound, digits) for bound in bounds]
        if all(a != b for a, b in pairwise(texts)):
            break
    else:
        return [f"Range_{i}" for i in range(1, bounds.size)]
    opening, closing = ("(", "]") if right else ("[", ")")
    names = [f"{opening}{a},{b}{closing}" for a, b in pairwise(texts)]
    if include_lowest and right:
        names[0] = "[" + names[0][1:]
    elif include_lowest:
        names[-1] = names[-1][:-1] + "]"
    return names


def _text(bound: float, digits: int) -> str:
    """A bound as R's ``formatC(bound, digits, width = 1)``: C's ``%g``, and `` Inf``."""
    if np.isinf(float(bound)):
        return " Inf" if bound > 0 else "-Inf"
    return f"{bound:.{digits}g}"


def _given_labels(labels: Any, count: int) -> list[str] | None:
    """The user's labels as strings; None for ``labels=False``."""
    if _is_false(labels):
        return None
    labels = list(labels) if np.ndim(labels) else [labels]
    if len(labels) != count:
        raise ValueError(
            f"cut(): {len(labels)} label(s) for {count} interval(s); give one label per interval, "
            "or labels=False for plain numbers"
        )
    return [level_label(name) for name in labels]


def _is_false(labels: object) -> bool:
    return isinstance(labels, (bool, np.bool_)) and not labels
