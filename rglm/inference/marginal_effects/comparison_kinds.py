"""How two predictions are compared: differences, ratios, odds ratios, lift."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from rglm.families.numerics.differences import STEP, fourth_order
from rglm.formatting.hints.option_check import check_option

Numbers: TypeAlias = np.ndarray
OfTwo: TypeAlias = Callable[[Numbers, Numbers], Numbers]


@dataclass(frozen=True)
class ComparisonKind:
    """A function f(hi, lo) of two predictions.

    Attributes
    ----------
    name : str
    function, by_high, by_low : functions of two arrays
        f and its derivatives.
    text : str
        What a contrast is called, of ``{hi}`` and ``{lo}``.
    is_linear : bool
        Whether it is linear in both; then the average of it is that of the averages.
    equal : float
        f(x, x), its value where the two are equal.
    """

    name: str
    function: OfTwo
    by_high: OfTwo
    by_low: OfTwo
    text: str
    is_linear: bool = False
    equal: float = 0.0

    def label(self, high: str, low: str) -> str:
        """The name of a contrast of two values."""
        return self.text.format(hi=high, lo=low)


def _odds(p: Numbers) -> Numbers:
    return p / (1 - p)


def _odds_slope(p: Numbers) -> Numbers:
    return 1 / (1 - p) ** 2


def _log_odds_slope(p: Numbers) -> Numbers:
    return 1 / (p * (1 - p))


KINDS = {
    "difference": ComparisonKind(
        "difference",
        lambda h, w: h - w,
        lambda h, w: np.ones_like(h),
        lambda h, w: -np.ones_like(w),
        "{hi} - {lo}",
        is_linear=True,
    ),
    "ratio": ComparisonKind(
        "ratio",
        lambda h, w: h / w,
        lambda h, w: 1 / w,
        lambda h, w: -h / w**2,
        "{hi} / {lo}",
        equal=1.0,
    ),
    "lnratio": ComparisonKind(
        "lnratio",
        lambda h, w: np.log(h / w),
        lambda h, w: 1 / h,
        lambda h, w: -1 / w,
        "ln({hi} / {lo})",
    ),
    "or": ComparisonKind(
        "or",
        lambda h, w: _odds(h) / _odds(w),
        lambda h, w: _odds_slope(h) / _odds(w),
        lambda h, w: -_odds(h) / w**2,
        "odds({hi}) / odds({lo})",
        equal=1.0,
    ),
    "lnor": ComparisonKind(
        "lnor",
        lambda h, w: np.log(_odds(h) / _odds(w)),
        lambda h, w: _log_odds_slope(h),
        lambda h, w: -_log_odds_slope(w),
        "ln(odds({hi}) / odds({lo}))",
    ),
    "lift": ComparisonKind(
        "lift",
        lambda h, w: (h - w) / w,
        lambda h, w: 1 / w,
        lambda h, w: -h / w**2,
        "({hi} - {lo}) / {lo}",
    ),
}
AVERAGE = "avg"  # the end of names of comparisons of averages
OTHER_NAMES = {"odds_ratio": "or", "odds.ratio": "or", "lnodds_ratio": "lnor"}


def comparison_kind(given: str | Callable[..., Any]) -> ComparisonKind:
    """The kind that ``comparison=`` asks for.

    Names may end with ``avg``, as marginaleffects has them (`is_of_averages`).

    Raises ValueError: there is none of that name.
    """
    if callable(given):
        return _of_function(given)
    name = str(given).removesuffix("wts").removesuffix(AVERAGE)
    name = OTHER_NAMES.get(name, name)
    check_option("comparison", name if name in KINDS else given, tuple(KINDS), ", a function")
    return KINDS[name]


def is_of_averages(given: str | Callable[..., Any]) -> bool:
    """Whether ``comparison=`` names one of averages, as "ratioavg"."""
    return isinstance(given, str) and given.removesuffix("wts").endswith(AVERAGE)


def _of_function(function: Callable[..., Any]) -> ComparisonKind:
    """A function of the caller, whose derivatives are differences."""

    def value(high: Numbers, low: Numbers) -> Numbers:
        out = np.asarray(function(high, low), dtype=float)
        if out.shape != high.shape:
            raise ValueError(
                f"comparison= returned shape {out.shape} for predictions of shape {high.shape}; "
                "it takes a function of two arrays that works element by element"
            )
        return out

    def slope(place: int) -> OfTwo:
        def derivative(high: Numbers, low: Numbers) -> Numbers:
            at = (high, low)
            h = STEP * (np.abs(at[place]) + 1e-8)

            def moved(k: int) -> Numbers:
                ends = [x + k * h * (i == place) for i, x in enumerate(at)]
                return value(ends[0], ends[1])

            return fourth_order(*map(moved, (1, -1, 2, -2))) / h

        return derivative

    name = getattr(function, "__name__", "function")
    return ComparisonKind(name, value, slope(0), slope(1), "{hi}, {lo}")
