"""Summaries of a column, learned from all rows and kept for new ones: mean, sd, quantile.

R computes them again in new data, so that ``I(x - mean(x))`` means something else there. Here
they are remembered, as those of ``scale`` are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rglm.design.size_limits import MAX_PROBABILITIES, check_limit
from rglm.design.transforms.streaming_moments import Moments
from rglm.design.transforms.streaming_quantiles import Bracket, QuantilePass
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column

SUMMARY_FUNCTIONS = ("mean", "median", "sd", "var", "min", "max", "sum", "quantile")
MULTI_COLUMN_FUNCTIONS = ("min", "max", "sum")
QUARTILES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class SummaryCall:
    """The arguments of a call of a summary function."""

    function: str
    columns: tuple[Any, ...]  # the columns that it summarizes
    na_rm: bool = False  # whether missing values are left out
    probs: Any = field(default=QUARTILES)  # the probabilities of ``quantile()``

    @classmethod
    def read(
        cls, function: str, x: Any, *args: Any, na_rm: bool = False, **named: Any
    ) -> SummaryCall:
        """The call ``function(x, ...)``, its arguments in R's order.

        Raises ValueError: the function does not have an argument, or a probability is not from 0
        to 1.
        """
        more = list(args)
        if function in MULTI_COLUMN_FUNCTIONS:
            _check_no_arguments(function, named)
            return cls(function, (x, *more), bool(na_rm))
        options: dict[str, Any] = {}
        if function == "quantile":
            probs = more.pop(0) if more else named.pop("probs", QUARTILES)
            _check_quantile(probs, named)
            options, named = {"probs": probs}, {}
        elif more and function in ("sd", "median"):
            na_rm = more.pop(0)
        if more or named:
            extra = next(iter(options | named), "a second column")
            raise ValueError(
                f"{function}(): {extra} is not taken here; write {function}(x, na.rm = TRUE)"
            )
        return cls(function, (x,), bool(na_rm), **options)

    @property
    def probabilities(self) -> list[float]:
        """The probabilities of its quantiles; none of another summary."""
        if self.function == "median":
            return [0.5]
        if self.function == "quantile":
            return np.atleast_1d(np.asarray(self.probs, float)).tolist()
        return []

    @property
    def placeholder(self) -> float | list[float]:
        """A value of the summary's shape, for as long as it is not known."""
        is_list = self.function == "quantile" and np.ndim(self.probs)
        return [1.0 + i for i in range(len(self.probabilities))] if is_list else 1.0


@dataclass
class SummaryStatistics:
    """Moments, extremes and quantiles of some rows; ``a += b`` joins two."""

    missing: int  # the number of missing values
    total: float
    moments: Moments
    ends: tuple[Any, Any]  # the least and the greatest value, long integers as they are
    quantiles: QuantilePass | None = None

    @classmethod
    def of(cls, call: SummaryCall, brackets: list[Bracket] | None = None) -> SummaryStatistics:
        """The statistics of a call; in a second pass with the `brackets` of the first."""
        columns = [np.atleast_1d(_as_floats(column, call.function)) for column in call.columns]
        joined = np.concatenate(columns) if len(columns) > 1 else columns[0]
        values = joined[~np.isnan(joined)]
        moments = Moments.of(values)
        return cls(
            missing=len(joined) - len(values),
            total=float(values.sum()),
            moments=moments,
            ends=_ends(call, moments),
            quantiles=QuantilePass.of(values, brackets) if call.probabilities else None,
        )

    def __iadd__(self, other: SummaryStatistics) -> SummaryStatistics:
        self.missing, self.total = self.missing + other.missing, self.total + other.total
        if other.moments.n:
            own = self.ends if self.moments.n else other.ends
            self.ends = min(own[0], other.ends[0]), max(own[1], other.ends[1])
        self.moments += other.moments
        if self.quantiles is not None and other.quantiles is not None:
            self.quantiles += other.quantiles
        return self

    def missing_brackets(self, call: SummaryCall) -> list[Bracket] | None:
        """The brackets that a second pass needs; None where the summary is known."""
        if self.quantiles is None:
            return None
        return self.quantiles.missing_brackets(call.probabilities)

    def value(self, call: SummaryCall) -> Any:
        """The summary's value: a number, or a list of quantiles.

        Raises ValueError: a value is missing, which makes the summary missing in R; or there is
        none.
        """
        function, n = call.function, self.moments.n
        if self.missing and not call.na_rm:
            raise ValueError(
                f"{function}(): {self.missing} value(s) are missing, so that the {function} is; "
                "na.rm = TRUE leaves them out"
            )
        if not n and function != "sum":
            raise ValueError(f"{function}(): there are no values that are not missing")
        if self.quantiles is not None:
            values = self.quantiles.quantiles(call.probabilities)
            return values if np.ndim(call.probs) and function == "quantile" else values[0]
        variance = self.moments.square / (n - 1) if n > 1 else np.nan
        known = {"mean": self.moments.mean, "sum": self.total, "var": variance}
        known |= {"sd": float(np.sqrt(variance)), "min": self.ends[0], "max": self.ends[1]}
        return known[function]


def summary_function(function: str) -> Callable[..., Any]:
    """The function that a formula calls by the name of a summary."""

    def summarize(*args: Any, state: FunctionState, **named: Any) -> Any:
        if not args:
            raise ValueError(f"{function}() takes a column: {function}(x)")
        if "value" not in state:
            call = SummaryCall.read(function, *args, **named)
            statistics = SummaryStatistics.of(call)
            if (brackets := statistics.missing_brackets(call)) is not None:
                statistics = SummaryStatistics.of(call, brackets)
            state["value"] = statistics.value(call)
        return state["value"]

    return summarize


def _check_no_arguments(function: str, named: dict[str, Any]) -> None:
    if named:
        raise ValueError(f"{function}() has no argument {next(iter(named))!r}; it has na.rm")


def _check_quantile(probs: Any, named: dict[str, Any]) -> None:
    values = np.asarray(probs, dtype=float)
    check_limit(values.size, MAX_PROBABILITIES, "quantile(): the number of probs")
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError(f"quantile(): probs are shares from 0 to 1, not {probs!r}")
    if named.pop("type", 7) != 7:
        raise ValueError("quantile(): type = 7, R's default, is the one that is here")
    named.pop("names", None)  # of the result, which has none here
    _check_no_arguments("quantile", named)


def _as_floats(column: Any, function: str) -> np.ndarray:
    return as_column(column, function) if np.ndim(column) else np.asarray(column, dtype=float)


def _ends(call: SummaryCall, moments: Moments) -> tuple[Any, Any]:
    """The least and the greatest value; those of long integers are exact."""
    (first, *others) = call.columns
    if others or not isinstance(first, ExactNumbers) or not moments.n:
        return moments.low, moments.high
    values = first.values[~first.missing]
    low, high = (
        v.item() if isinstance(v, np.generic) else v for v in (values.min(), values.max())
    )
    return low, high
